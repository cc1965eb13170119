using System.Text.Json;

namespace ArabicTextClassifier.Training.Formats;

/// <summary>A JSON object a line: this project's own format, doccano's and Hugging Face's, which differ in where labels stand.</summary>
/// <param name="LabelsKey">The key that labels are written to and read from.</param>
/// <param name="WritesNull">Whether an unlabelled paragraph has a null there; else the key is missing.</param>
/// <param name="TakesOther">Whether anything but an array of names is read as labels too.</param>
/// <param name="Labels">Whether pre-annotations are written as labels; else as a further key.</param>
internal sealed record JsonLinesFormat(string LabelsKey, bool WritesNull, bool TakesOther, bool Labels)
{
    private const string Text = "text";
    private const string Article = "article";
    private const string OneLabel = "label";

    private ExtraKeys Keys { get; } = new(Text, Article, LabelsKey, TakesOther ? OneLabel : LabelsKey);

    /// <summary>The layout of a format.</summary>
    public static JsonLinesFormat Of(LabelledDataFormat format) => format switch
    {
        LabelledDataFormat.Doccano => new("label", WritesNull: false, TakesOther: true, Labels: true),
        LabelledDataFormat.HuggingFace => new("labels", WritesNull: true, TakesOther: true, Labels: false),
        _ => new("labels", WritesNull: false, TakesOther: false, Labels: false),
    };

    /// <summary>Hands over the paragraphs of a stream, and notes what is wrong with it.</summary>
    public void Read(Stream stream, ImportSettings settings, Action<LabelledParagraph> found, List<DataProblem> problems)
    {
        int number = 0;
        foreach (byte[] line in ByteLines.Read(stream).TakeWhile(_ => problems.Count < LabelledData.MostProblems))
        {
            number++;
            if (line.AsSpan().Trim(" \t\r"u8).IsEmpty)
                continue;
            try
            {
                using JsonDocument json = JsonDocument.Parse(line);
                found(ToParagraph(json.RootElement, number, settings));
            }
            catch (JsonException wrong)
            {
                problems.Add(new(settings.Name, number, $"not JSON: {wrong.Message.Split(" LineNumber")[0]} (byte {wrong.BytePositionInLine})"));
            }
            catch (InvalidOperationException)
            {
                problems.Add(new(settings.Name, number, "not UTF-8"));
            }
            catch (FormatException wrong)
            {
                problems.Add(new(settings.Name, number, wrong.Message));
            }
        }
    }

    /// <summary>Writes the paragraphs.</summary>
    public void Write(Stream stream, LabelledData data, IReadOnlyList<Prediction?> predictions)
    {
        foreach ((LabelledParagraph paragraph, Prediction? prediction) in data.Paragraphs.Zip(predictions))
        {
            using (Utf8JsonWriter writer = new(stream, JsonFields.Readable))
                Write(writer, paragraph, prediction);
            stream.WriteByte((byte)'\n');
        }
    }

    private void Write(Utf8JsonWriter writer, LabelledParagraph paragraph, Prediction? prediction)
    {
        writer.WriteStartObject();
        writer.WriteString(Article, paragraph.Article);
        writer.WriteString(Text, paragraph.Text);
        IReadOnlyList<string>? labels = paragraph.Labels ?? (Labels ? prediction?.Labels : null);
        if (labels is not null || WritesNull)
            JsonFields.WriteLabels(writer, LabelsKey, labels);
        foreach ((string key, string value) in paragraph.Extra.Where(e => prediction is null || e.Key != "prediction"))
        {
            writer.WritePropertyName(Keys.Escape(key));
            writer.WriteRawValue(value);
        }

        if (prediction is not null)
        {
            writer.WritePropertyName("prediction");
            writer.WriteRawValue(JsonFields.Prediction(prediction));
        }

        writer.WriteEndObject();
    }

    private LabelledParagraph ToParagraph(JsonElement json, int number, ImportSettings settings)
    {
        if (json.ValueKind != JsonValueKind.Object)
            throw new FormatException($"expected an object with \"{settings.TextField}\" and \"{LabelsKey}\", found {JsonFields.Named(json.ValueKind)}");
        if (!json.TryGetProperty(settings.TextField, out JsonElement text) || text.ValueKind != JsonValueKind.String)
            throw new FormatException($"\"{settings.TextField}\" is missing or not a string");
        string paragraph = text.GetString()!;
        string article = $"{settings.Name}:{number}";
        if (json.TryGetProperty(Article, out JsonElement name))
            article = name.ValueKind == JsonValueKind.String ? name.GetString()! : name.GetRawText();

        string labelsKey = !TakesOther || json.TryGetProperty(LabelsKey, out _) ? LabelsKey : OneLabel;
        List<string>? labels = ToLabels(json, labelsKey, settings);
        LabelledDataReader.Check(paragraph, labels, settings.TextField);
        return new LabelledParagraph(article, paragraph, labels)
        {
            File = settings.Name,
            Line = number,
            Extra = [.. json.EnumerateObject().Where(p => p.Name != Article && p.Name != labelsKey && p.Name != settings.TextField)
                .Select(p => KeyValuePair.Create(Keys.Unescape(p.Name), p.Value.GetRawText()))],
        };
    }

    private List<string>? ToLabels(JsonElement json, string key, ImportSettings settings)
    {
        if (!json.TryGetProperty(key, out JsonElement value))
            return settings.RequireLabels ? throw new FormatException($"\"{key}\" is missing; write [] for a paragraph without a label") : null;
        if (!TakesOther && value.ValueKind != JsonValueKind.Array)
            throw new FormatException($"\"{key}\" must be an array of strings, found {JsonFields.Named(value.ValueKind)}");
        return JsonFields.ToLabels(value, key, settings.LabelNames);
    }
}

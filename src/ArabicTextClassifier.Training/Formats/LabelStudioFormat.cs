using System.Text.Json;

namespace ArabicTextClassifier.Training.Formats;

/// <summary>Label Studio's JSON: an array of tasks. Reads JSON-MIN too.</summary>
/// <remarks>
/// Format: https://labelstud.io/guide/tasks and https://labelstud.io/guide/export. What a task has besides its text and
/// its choices (its id, annotators, times …) is kept under the further key <c>label_studio</c> and written back as it was
/// while the labels stay the same.
/// </remarks>
internal static class LabelStudioFormat
{
    private const string TextName = "text";
    private const string Article = "article";
    private const string Rest = "label_studio";

    private static readonly ExtraKeys s_keys = new(TextName, Article, Rest);

    /// <summary>JSON-MIN names the choices as the labelling configuration does: these are the names that its templates use.</summary>
    private static readonly string[] s_choicesNames = ["labels", "label", "choices", "choice", "sentiment", "topic"];

    /// <summary>Hands over the paragraphs of a stream, and notes what is wrong with it.</summary>
    public static void Read(Stream stream, ImportSettings settings, Action<LabelledParagraph> found, List<DataProblem> problems)
    {
        using MemoryStream bytes = new();
        stream.CopyTo(bytes);
        ReadOnlyMemory<byte> all = bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
        if (all.Span.StartsWith(System.Text.Encoding.UTF8.Preamble))
            all = all[3..];
        try
        {
            int[] lines = TaskLines(all.Span);
            using JsonDocument json = JsonDocument.Parse(all);
            int i = 0;
            foreach (JsonElement task in json.RootElement.EnumerateArray())
            {
                int line = lines[i++];
                try
                {
                    found(ToParagraph(task, line, settings));
                }
                catch (FormatException wrong)
                {
                    problems.Add(new(settings.Name, line, wrong.Message));
                }
            }
        }
        catch (JsonException wrong)
        {
            problems.Add(new(settings.Name, (int)(wrong.LineNumber ?? 0) + 1, $"not JSON: {wrong.Message.Split(" LineNumber")[0]}"));
        }
        catch (FormatException wrong)
        {
            problems.Add(new(settings.Name, 1, wrong.Message));
        }
        catch (InvalidOperationException)
        {
            problems.Add(new(settings.Name, 1, "not UTF-8"));
        }
    }

    /// <summary>Writes the paragraphs as tasks, one a line.</summary>
    public static void Write(Stream stream, LabelledData data, IReadOnlyList<Prediction?> predictions, ExportSettings settings)
    {
        stream.Write("["u8);
        for (int i = 0; i < data.Paragraphs.Count; i++)
        {
            stream.Write(i == 0 ? "\n"u8 : ",\n"u8);
            using Utf8JsonWriter writer = new(stream, JsonFields.Readable);
            Write(writer, data.Paragraphs[i], predictions[i], settings);
        }

        stream.Write("\n]\n"u8);
    }

    private static void Write(Utf8JsonWriter writer, LabelledParagraph paragraph, Prediction? prediction, ExportSettings settings)
    {
        string? kept = paragraph.Extra.Where(e => e.Key == Rest).Select(e => e.Value).FirstOrDefault();
        using JsonDocument rest = JsonDocument.Parse(kept ?? "{}");
        JsonElement task = rest.RootElement.ValueKind == JsonValueKind.Object ? rest.RootElement : default;
        bool sameLabels = task.ValueKind == JsonValueKind.Object && task.TryGetProperty("annotations", out _) && Same(Choices(task, []), paragraph.Labels);
        writer.WriteStartObject();
        if (task.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty property in task.EnumerateObject().Where(p => Keeps(p.Name)))
                property.WriteTo(writer);
        }

        writer.WriteStartObject("data");
        writer.WriteString(TextName, paragraph.Text);
        writer.WriteString(Article, paragraph.Article);
        foreach ((string key, string value) in paragraph.Extra.Where(e => e.Key != Rest || task.ValueKind != JsonValueKind.Object))
        {
            writer.WritePropertyName(s_keys.Escape(key));
            writer.WriteRawValue(value);
        }

        writer.WriteEndObject();
        if (!sameLabels && paragraph.Labels is { } labels)
        {
            writer.WriteStartArray("annotations");
            writer.WriteStartObject();
            WriteResult(writer, labels, settings.ChoicesName);
            writer.WriteEndObject();
            writer.WriteEndArray();
        }

        if (prediction is not null)
        {
            writer.WriteStartArray("predictions");
            writer.WriteStartObject();
            writer.WriteString("model_version", settings.ModelVersion);
            writer.WriteNumber("score", Math.Round(Sureness(prediction), 4));
            WriteResult(writer, prediction.Labels, settings.ChoicesName);
            writer.WriteEndObject();
            writer.WriteEndArray();
        }

        writer.WriteEndObject();

        bool Keeps(string name) => name switch
        {
            "data" => false,
            "annotations" => sameLabels,
            "predictions" => prediction is null,
            _ => true,
        };
    }

    /// <summary>How sure the model is of the least sure label, given or not: what annotators sort by.</summary>
    private static double Sureness(Prediction prediction) =>
        prediction.Scores.Min(s => prediction.Labels.Contains(s.Key) ? s.Value : 1 - s.Value);

    private static void WriteResult(Utf8JsonWriter writer, IReadOnlyList<string> labels, string choicesName)
    {
        writer.WriteStartArray("result");
        if (labels.Count > 0)
        {
            writer.WriteStartObject();
            writer.WriteString("from_name", choicesName);
            writer.WriteString("to_name", TextName);
            writer.WriteString("type", "choices");
            writer.WriteStartObject("value");
            JsonFields.WriteLabels(writer, "choices", labels);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static LabelledParagraph ToParagraph(JsonElement task, int line, ImportSettings settings)
    {
        if (task.ValueKind != JsonValueKind.Object)
            throw new FormatException($"expected a task, found {JsonFields.Named(task.ValueKind)}");
        bool whole = task.TryGetProperty("data", out JsonElement data) && data.ValueKind == JsonValueKind.Object;
        if (!whole)
            data = task; // JSON-MIN
        if (!data.TryGetProperty(settings.TextField, out JsonElement text) || text.ValueKind != JsonValueKind.String)
            throw new FormatException($"the task's \"{settings.TextField}\" is missing or not a string");
        string paragraph = text.GetString()!;
        string article = data.TryGetProperty(Article, out JsonElement name)
            ? name.ValueKind == JsonValueKind.String ? name.GetString()! : name.GetRawText()
            : $"{settings.Name}:{line}";
        string? minKey = whole ? null : MinChoicesKey(task);
        IReadOnlyList<string>? labels = whole ? Choices(task, settings.LabelNames) : minKey is null ? null : MinChoices(task.GetProperty(minKey), minKey, settings.LabelNames);
        if (labels is null && settings.RequireLabels)
            throw new FormatException("the task has no annotation");
        LabelledDataReader.Check(paragraph, labels, settings.TextField);
        List<KeyValuePair<string, string>> extra = [.. data.EnumerateObject()
            .Where(p => p.Name != Article && p.Name != settings.TextField && p.Name != minKey)
            .Select(p => KeyValuePair.Create(s_keys.Unescape(p.Name), JsonFields.Compact(p.Value)))];
        if (whole && RestOf(task, labels) is string rest)
            extra.Add(new(Rest, rest));
        return new LabelledParagraph(article, paragraph, labels) { File = settings.Name, Line = line, Extra = extra };
    }

    /// <summary>The choices of the annotation that counts: the ground truth if one is marked, else the last that was not cancelled.</summary>
    private static List<string>? Choices(JsonElement task, IReadOnlyList<string> names)
    {
        // Exports of old versions call annotations completions.
        if ((!task.TryGetProperty("annotations", out JsonElement all) && !task.TryGetProperty("completions", out all)) || all.ValueKind != JsonValueKind.Array)
            return null;
        JsonElement[] done = [.. all.EnumerateArray().Where(a => a.ValueKind == JsonValueKind.Object && !IsSet(a, "was_cancelled"))];
        if (done.Length == 0)
            return null;
        JsonElement annotation = done.Any(a => IsSet(a, "ground_truth")) ? done.First(a => IsSet(a, "ground_truth")) : done[^1];
        List<string> labels = [];
        if (annotation.TryGetProperty("result", out JsonElement results) && results.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement result in results.EnumerateArray())
            {
                if (result.TryGetProperty("value", out JsonElement value) && value.TryGetProperty("choices", out JsonElement choices))
                    labels.AddRange(JsonFields.ToLabels(choices, "choices", names) ?? []);
            }
        }

        return labels;
    }

    private static bool IsSet(JsonElement annotation, string flag) => annotation.TryGetProperty(flag, out JsonElement value) && value.ValueKind == JsonValueKind.True;

    private static string? MinChoicesKey(JsonElement task) => s_choicesNames.FirstOrDefault(key => task.TryGetProperty(key, out _));

    private static List<string>? MinChoices(JsonElement value, string key, IReadOnlyList<string> names) =>
        JsonFields.ToLabels(value.ValueKind == JsonValueKind.Object && value.TryGetProperty("choices", out JsonElement choices) ? choices : value, key, names);

    /// <summary>What a task says besides its data, unless it is what would be written for its labels anyway.</summary>
    private static string? RestOf(JsonElement task, IReadOnlyList<string>? labels)
    {
        JsonProperty[] rest = [.. task.EnumerateObject().Where(p => p.Name != "data" && !(p.Name == "annotations" && IsPlain(p.Value, labels)))];
        if (rest.Length == 0)
            return null;
        using MemoryStream bytes = new();
        using (Utf8JsonWriter writer = new(bytes, JsonFields.Readable))
        {
            writer.WriteStartObject();
            foreach (JsonProperty property in rest)
                property.WriteTo(writer);
            writer.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    /// <summary>Whether an annotation is no more than its choices, under the name that is usual here.</summary>
    private static bool IsPlain(JsonElement annotations, IReadOnlyList<string>? labels)
    {
        if (labels is null)
            return false;
        using MemoryStream bytes = new();
        using (Utf8JsonWriter writer = new(bytes))
        {
            writer.WriteStartArray();
            writer.WriteStartObject();
            WriteResult(writer, labels, new ExportSettings().ChoicesName);
            writer.WriteEndObject();
            writer.WriteEndArray();
        }

        using JsonDocument plain = JsonDocument.Parse(bytes.GetBuffer().AsMemory(0, (int)bytes.Length));
        return JsonElement.DeepEquals(annotations, plain.RootElement);
    }

    private static bool Same(IReadOnlyList<string>? first, IReadOnlyList<string>? second) =>
        first is null ? second is null : second is not null && first.SequenceEqual(second);

    /// <summary>The line on which each task of the array begins.</summary>
    private static int[] TaskLines(ReadOnlySpan<byte> json)
    {
        List<int> lines = [];
        Utf8JsonReader reader = new(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
            throw new FormatException("expected an array of tasks, as Label Studio exports as JSON");
        int line = 1;
        int counted = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            int start = (int)reader.TokenStartIndex;
            line += json[counted..start].Count((byte)'\n');
            counted = start;
            lines.Add(line);
            reader.Skip();
        }

        return [.. lines];
    }
}

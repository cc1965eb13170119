using System.Globalization;
using System.Text;
using System.Text.Json;
using CsvHelper;

namespace ArabicTextClassifier.Training.Formats;

/// <summary>CSV and TSV with a first line that names the columns.</summary>
/// <remarks>A cell holds text. What text cannot say – no value, numbers, lists, in TSV tabs – goes into a column <c>NAME:json</c>.</remarks>
internal sealed class TableFormat(LabelledDataFormat format)
{
    private const char LabelSeparator = '|';
    private const string Json = ":json";
    private const string Text = "text";
    private const string Article = "article";
    private const string Labels = "labels";
    private const string OneLabel = "label";

    private static readonly ExtraKeys s_keys = new(Text, Article, Labels, OneLabel);
    private static readonly UTF8Encoding s_strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly bool _tabs = format == LabelledDataFormat.Tsv;

    private char Delimiter => _tabs ? '\t' : ',';

    // TSV has no quoting: a quotation mark there is a quotation mark.
    private CsvMode Mode => _tabs ? CsvMode.NoEscape : CsvMode.Rfc4180;

    /// <summary>Hands over the paragraphs of a stream, and notes what is wrong with it.</summary>
    public void Read(Stream stream, ImportSettings settings, Action<LabelledParagraph> found, List<DataProblem> problems)
    {
        CsvReaderOptions options = new()
        {
            Separator = Delimiter,
            Mode = Mode,
            TrackLineNumbers = true,
            FormatProvider = CultureInfo.InvariantCulture,
            MalformedData = CsvMalformedDataHandling.Skip,
            OnMalformedRecord = bad =>
            {
                if (problems.Count < LabelledData.MostProblems)
                    problems.Add(new(settings.Name, (int)bad.LineNumber, Explain(bad.Reason)));
            },
        };
        using CsvReader csv = CsvReader.Create(stream, options, leaveOpen: true);
        csv.ReadHeader();
        Column[] columns = [.. csv.Headers.Select((name, at) => new Column(
            name.EndsWith(Json, StringComparison.Ordinal) ? name[..^Json.Length] : name, name.EndsWith(Json, StringComparison.Ordinal), at))];
        Column? text = columns.FirstOrDefault(c => c.Name == settings.TextField);
        Column? labels = columns.FirstOrDefault(c => c.Name == Labels) ?? columns.FirstOrDefault(c => c.Name == OneLabel);
        Column? article = columns.FirstOrDefault(c => c.Name == Article);
        if (text is null || (labels is null && settings.RequireLabels))
        {
            problems.Add(new(settings.Name, 1, $"the first line must name the columns, \"{settings.TextField}\" and \"{Labels}\" among them"));
            return;
        }

        Column[] extraColumns = [.. columns.Where(c => c != text && c != labels && c != article)];
        while (problems.Count < LabelledData.MostProblems && csv.Read())
        {
            int number = (int)csv.LineNumber;
            try
            {
                if (csv.FieldCount != columns.Length)
                    throw new FormatException($"the line has {csv.FieldCount} fields; the first line names {columns.Length}");
                string paragraph = ToText(csv, text) ?? "";
                List<string>? given = labels is null ? null : ToLabels(csv, labels, settings);
                LabelledDataReader.Check(paragraph, given, settings.TextField);
                string? name = article is null ? null : ToText(csv, article);
                if (name is null || (name.Length == 0 && !article!.IsJson))
                    name = $"{settings.Name}:{number}";
                List<KeyValuePair<string, string>> extra = [];
                foreach (Column column in extraColumns)
                {
                    string cell = Decode(csv.GetSpan(column.At));
                    if (!column.IsJson || cell.Length > 0)
                        extra.Add(new(s_keys.Unescape(column.Name), column.IsJson ? Check(cell, column.Name) : JsonFields.Quote(cell)));
                }

                found(new LabelledParagraph(name, paragraph, given) { File = settings.Name, Line = number, Extra = extra });
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
        List<(string Header, string[] Cells)> columns =
        [
            TextColumn(Article, [.. data.Paragraphs.Select(p => p.Article)], a => a.Length == 0),
            TextColumn(Text, [.. data.Paragraphs.Select(p => p.Text)], _ => false),
        ];
        if (data.Paragraphs.All(p => p.Labels is not null && p.Labels.All(IsPlainLabel)))
            columns.Add((Labels, [.. data.Paragraphs.Select(p => string.Join(LabelSeparator, p.Labels!))]));
        else if (data.Paragraphs.Any(p => p.Labels is not null))
            columns.Add((Labels + Json, [.. data.Paragraphs.Select(p => p.Labels is null ? "" : JsonFields.Quote(p.Labels))]));
        foreach (string key in data.Paragraphs.SelectMany(p => p.Extra).Select(e => e.Key).Distinct())
            columns.Add(ExtraColumn(key, data));
        if (predictions.Any(p => p is not null))
        {
            columns.RemoveAll(c => c.Header is "prediction" or "prediction" + Json);
            columns.Add(("prediction" + Json, [.. predictions.Select(p => JsonFields.Prediction(p!))]));
        }

        using CsvWriter csv = CsvWriter.Create(stream, new CsvWriterOptions { Separator = Delimiter, Mode = Mode, NewLine = "\n" }, leaveOpen: true);
        csv.WriteRecord([.. columns.Select(c => c.Header)]);
        for (int row = 0; row < data.Paragraphs.Count; row++)
            csv.WriteRecord([.. columns.Select(c => c.Cells[row])]);
    }

    private (string Header, string[] Cells) TextColumn(string name, string[] values, Func<string, bool> needsJson) =>
        values.Any(v => needsJson(v) || !FitsCell(v)) ? (name + Json, [.. values.Select(JsonFields.Quote)]) : (name, values);

    private (string Header, string[] Cells) ExtraColumn(string key, LabelledData data)
    {
        string?[] values = [.. data.Paragraphs.Select(p => Value(p, key))];
        string header = s_keys.Escape(key);
        if (!FitsCell(header))
            throw new LabelledDataException($"The key {JsonFields.Quote(key)} cannot name a column: it holds a tab or a line end. Export to another format.");
        string?[] texts = [.. values.Select(JsonFields.AsText)];
        bool plain = !header.EndsWith(Json, StringComparison.Ordinal) && texts.All(t => t is not null && FitsCell(t));
        return plain ? (header, [.. texts.Select(t => t!)]) : (header + Json, [.. values.Select(v => v is null ? "" : OneLine(v))]);
    }

    private static string? Value(LabelledParagraph paragraph, string key)
    {
        string[] values = [.. paragraph.Extra.Where(e => e.Key == key).Select(e => e.Value)];
        return values.Length <= 1
            ? values.FirstOrDefault()
            : throw new LabelledDataException([new(paragraph.File, paragraph.Line, $"the key {JsonFields.Quote(key)} stands twice, which a table cannot hold")]);
    }

    private static string OneLine(string json)
    {
        using JsonDocument value = JsonDocument.Parse(json);
        return JsonFields.Compact(value.RootElement);
    }

    private static bool IsPlainLabel(string label) => !label.Contains(LabelSeparator, StringComparison.Ordinal) && label.Trim() == label && label.All(c => !char.IsControl(c));

    private bool FitsCell(string value) => !_tabs || value.AsSpan().IndexOfAny('\t', '\r', '\n') < 0;

    private static string? ToText(CsvReader csv, Column column)
    {
        string cell = Decode(csv.GetSpan(column.At));
        return !column.IsJson ? cell : cell.Length == 0 ? null : JsonFields.AsText(Check(cell, column.Name)) ?? throw new FormatException($"\"{column.Name}\" is not a JSON string");
    }

    private static List<string>? ToLabels(CsvReader csv, Column column, ImportSettings settings)
    {
        string cell = Decode(csv.GetSpan(column.At));
        if (column.IsJson)
        {
            if (cell.Length == 0)
                return settings.RequireLabels ? throw new FormatException("\"labels\" is missing; write [] for a paragraph without a label") : null;
            using JsonDocument json = JsonDocument.Parse(Check(cell, column.Name));
            return JsonFields.ToLabels(json.RootElement, column.Name, settings.LabelNames);
        }

        List<string> labels = [.. cell.Split(LabelSeparator, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
        if (settings.LabelNames.Count == 0)
            return labels;
        return [.. labels.Select(l => int.TryParse(l, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number < settings.LabelNames.Count ? settings.LabelNames[number] : l)];
    }

    private static string Check(string cell, string column)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(cell);
            return cell;
        }
        catch (JsonException)
        {
            throw new FormatException($"the cell of \"{column}{Json}\" is not JSON");
        }
    }

    private static string Decode(ReadOnlySpan<byte> field)
    {
        try
        {
            return s_strictUtf8.GetString(field);
        }
        catch (DecoderFallbackException)
        {
            throw new FormatException("not UTF-8");
        }
    }

    private static string Explain(CsvMalformedReason reason) => reason switch
    {
        CsvMalformedReason.StrayQuote => "a quotation mark stands in a field that does not begin with one",
        CsvMalformedReason.TextAfterClosingQuote => "text follows the closing quotation mark of a field",
        CsvMalformedReason.UnterminatedQuote => "a quoted field does not end",
        _ => $"the record is malformed ({reason})",
    };

    /// <summary>A column of the file.</summary>
    private sealed record Column(string Name, bool IsJson, int At);
}

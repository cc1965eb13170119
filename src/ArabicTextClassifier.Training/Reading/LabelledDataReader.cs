using System.Globalization;
using System.Text;
using System.Text.Json;
using CsvHelper;

namespace ArabicTextClassifier.Training.Reading;

/// <summary>Reads labelled paragraphs from files. Bad lines are collected, not thrown.</summary>
internal static class LabelledDataReader
{
    private const char LabelSeparator = '|';

    private static readonly UTF8Encoding s_strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Whether the file's name says that it holds labelled data.</summary>
    public static bool CanRead(string path) => Path.GetExtension(path).ToLowerInvariant() is ".jsonl" or ".csv" or ".tsv";

    /// <summary>Adds the paragraphs of a file, and what is wrong with it.</summary>
    public static void Read(string path, bool requireLabels, List<LabelledParagraph> paragraphs, List<DataProblem> problems)
    {
        switch (Path.GetExtension(path).ToLowerInvariant())
        {
            case ".csv":
                ReadTable(path, ',', requireLabels, paragraphs, problems);
                break;
            case ".tsv":
                ReadTable(path, '\t', requireLabels, paragraphs, problems);
                break;
            default:
                ReadJsonLines(path, requireLabels, paragraphs, problems);
                break;
        }
    }

    private static void ReadJsonLines(string path, bool requireLabels, List<LabelledParagraph> paragraphs, List<DataProblem> problems)
    {
        int number = 0;
        foreach (byte[] line in Lines(path))
        {
            number++;
            if (line.AsSpan().Trim(" \t\r"u8).IsEmpty)
                continue;
            try
            {
                using JsonDocument json = JsonDocument.Parse(line);
                paragraphs.Add(ToParagraph(json.RootElement, path, number, requireLabels));
            }
            catch (JsonException wrong)
            {
                problems.Add(new(path, number, $"not JSON: {wrong.Message.Split(" LineNumber")[0]} (byte {wrong.BytePositionInLine})"));
            }
            catch (InvalidOperationException)
            {
                problems.Add(new(path, number, "not UTF-8"));
            }
            catch (FormatException wrong)
            {
                problems.Add(new(path, number, wrong.Message));
            }
        }
    }

    private static LabelledParagraph ToParagraph(JsonElement json, string path, int number, bool requireLabels)
    {
        if (json.ValueKind != JsonValueKind.Object)
            throw new FormatException($"expected an object with \"text\" and \"labels\", found {Named(json.ValueKind)}");
        if (!json.TryGetProperty("text", out JsonElement text) || text.ValueKind != JsonValueKind.String)
            throw new FormatException("\"text\" is missing or not a string");
        string paragraph = text.GetString()!;
        if (string.IsNullOrWhiteSpace(paragraph))
            throw new FormatException("\"text\" is empty");

        string article = $"{path}:{number}";
        if (json.TryGetProperty("article", out JsonElement name))
            article = name.ValueKind == JsonValueKind.String ? name.GetString()! : name.GetRawText();
        return new LabelledParagraph(article, paragraph, ToLabels(json, requireLabels))
        {
            File = path,
            Line = number,
            Extra = [.. json.EnumerateObject().Where(p => p.Name is not ("article" or "text" or "labels")).Select(p => KeyValuePair.Create(p.Name, p.Value.GetRawText()))],
        };
    }

    private static List<string>? ToLabels(JsonElement json, bool requireLabels)
    {
        if (!json.TryGetProperty("labels", out JsonElement labels))
            return requireLabels ? throw new FormatException("\"labels\" is missing; write [] for a paragraph without a label") : null;
        if (labels.ValueKind != JsonValueKind.Array)
            throw new FormatException($"\"labels\" must be an array of strings, found {Named(labels.ValueKind)}");
        List<string> names = [];
        foreach (JsonElement label in labels.EnumerateArray())
        {
            if (label.ValueKind != JsonValueKind.String)
                throw new FormatException($"\"labels\" must be an array of strings, found {Named(label.ValueKind)} in it");
            names.Add(label.GetString()!);
        }

        CheckLabels(names);
        return names;
    }

    private static void CheckLabels(List<string> labels)
    {
        if (labels.Any(string.IsNullOrWhiteSpace))
            throw new FormatException("a label is empty");
        if (labels.Count != labels.Distinct().Count())
            throw new FormatException($"a label stands twice: {string.Join(", ", labels)}");
    }

    private static void ReadTable(string path, char delimiter, bool requireLabels, List<LabelledParagraph> paragraphs, List<DataProblem> problems)
    {
        CsvReaderOptions options = new()
        {
            Separator = delimiter,
            // TSV has no quoting: a quotation mark there is a quotation mark.
            Mode = delimiter == '\t' ? CsvMode.NoEscape : CsvMode.Rfc4180,
            TrackLineNumbers = true,
            FormatProvider = CultureInfo.InvariantCulture,
            MalformedData = CsvMalformedDataHandling.Skip,
            OnMalformedRecord = bad => problems.Add(new(path, (int)bad.LineNumber, Explain(bad.Reason))),
        };
        using CsvReader csv = CsvReader.FromFile(path, options);
        csv.ReadHeader();
        if (!csv.TryGetFieldIndex("text", out int textAt) || (!csv.TryGetFieldIndex("labels", out int labelsAt) && requireLabels))
        {
            problems.Add(new(path, 1, "the first line must name the columns, \"text\" and \"labels\" among them"));
            return;
        }

        bool hasLabels = csv.TryGetFieldIndex("labels", out labelsAt);
        bool hasArticle = csv.TryGetFieldIndex("article", out int articleAt);
        string[] headers = [.. csv.Headers];
        int columns = headers.Length;
        int[] extraColumns = [.. Enumerable.Range(0, columns).Where(i => i != textAt && !(hasLabels && i == labelsAt) && !(hasArticle && i == articleAt))];
        while (csv.Read())
        {
            int number = (int)csv.LineNumber;
            try
            {
                if (csv.FieldCount != columns)
                    throw new FormatException($"the line has {csv.FieldCount} fields; the first line names {columns}");
                string paragraph = Decode(csv.GetSpan(textAt));
                if (string.IsNullOrWhiteSpace(paragraph))
                    throw new FormatException("\"text\" is empty");
                List<string>? labels = null;
                if (hasLabels)
                {
                    labels = [.. Decode(csv.GetSpan(labelsAt)).Split(LabelSeparator, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
                    CheckLabels(labels);
                }

                string article = hasArticle ? Decode(csv.GetSpan(articleAt)) : "";
                List<KeyValuePair<string, string>> extra = [];
                foreach (int column in extraColumns)
                    extra.Add(new(headers[column], JsonSerializer.Serialize(Decode(csv.GetSpan(column)))));
                paragraphs.Add(new LabelledParagraph(article.Length > 0 ? article : $"{path}:{number}", paragraph, labels) { File = path, Line = number, Extra = extra });
            }
            catch (FormatException wrong)
            {
                problems.Add(new(path, number, wrong.Message));
            }
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

    /// <summary>The lines of a file as bytes, without their ends, so that bad UTF-8 spoils one line and not the file.</summary>
    private static IEnumerable<byte[]> Lines(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        using MemoryStream line = new();
        byte[] buffer = new byte[1 << 16];
        bool first = true;
        int read;
        while ((read = file.Read(buffer)) > 0)
        {
            int start = first && buffer.AsSpan(0, read).StartsWith(Encoding.UTF8.Preamble) ? 3 : 0;
            first = false;
            int end;
            while ((end = Array.IndexOf(buffer, (byte)'\n', start, read - start)) >= 0)
            {
                line.Write(buffer, start, end - start);
                yield return line.ToArray();
                line.SetLength(0);
                start = end + 1;
            }

            line.Write(buffer, start, read - start);
        }

        if (line.Length > 0)
            yield return line.ToArray();
    }

    private static string Named(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Array => "an array",
        JsonValueKind.Object => "an object",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "a truth value",
    };
}

using System.Text;

namespace ArabicTextClassifier.Training.Formats;

/// <summary>fastText's lines: labels with a prefix, then the text. Format: https://fasttext.cc/docs/en/supervised-tutorial.html.</summary>
internal static class FastTextFormat
{
    private const string Prefix = "__label__";

    private static readonly UTF8Encoding s_strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Hands over the paragraphs of a stream, and notes what is wrong with it.</summary>
    public static void Read(Stream stream, ImportSettings settings, Action<LabelledParagraph> found, List<DataProblem> problems)
    {
        int number = 0;
        foreach (byte[] bytes in ByteLines.Read(stream).TakeWhile(_ => problems.Count < LabelledData.MostProblems))
        {
            number++;
            try
            {
                string line = s_strictUtf8.GetString(bytes).Trim();
                if (line.Length == 0)
                    continue;
                List<string> labels = [];
                while (line.StartsWith(Prefix, StringComparison.Ordinal))
                {
                    int end = line.IndexOfAny([' ', '\t']);
                    string label = end < 0 ? line : line[..end];
                    labels.Add(Uri.UnescapeDataString(label[Prefix.Length..]));
                    line = end < 0 ? "" : line[end..].TrimStart();
                }

                LabelledDataReader.Check(line, labels, "text");
                found(new LabelledParagraph($"{settings.Name}:{number}", line, labels) { File = settings.Name, Line = number });
            }
            catch (DecoderFallbackException)
            {
                problems.Add(new(settings.Name, number, "not UTF-8"));
            }
            catch (FormatException wrong)
            {
                problems.Add(new(settings.Name, number, wrong.Message));
            }
        }
    }

    /// <summary>Writes labels and texts.</summary>
    public static void Write(Stream stream, LabelledData data, IReadOnlyList<Prediction?> predictions)
    {
        using StreamWriter writer = new(stream, s_strictUtf8, leaveOpen: true) { NewLine = "\n" };
        foreach ((LabelledParagraph paragraph, Prediction? prediction) in data.Paragraphs.Zip(predictions))
        {
            if (paragraph.Text.Contains(Prefix, StringComparison.Ordinal))
                throw new LabelledDataException([new(paragraph.File, paragraph.Line, $"the text holds '{Prefix}', which fastText would read as a label")]);
            foreach (string label in paragraph.Labels ?? prediction?.Labels ?? [])
                writer.Write($"{Prefix}{Escape(label)} ");
            writer.WriteLine(paragraph.Text.ReplaceLineEndings(" ").Trim());
        }
    }

    /// <summary>A label without white space. A percent sign is escaped too, so that reading undoes exactly this.</summary>
    private static string Escape(string label) =>
        string.Concat(label.EnumerateRunes().Select(r => r.Value == '%' || Rune.IsWhiteSpace(r) ? Uri.EscapeDataString(r.ToString()) : r.ToString()));
}

namespace ArabicTextClassifier.Training.Formats;

/// <summary>Reads labelled paragraphs. Bad lines are collected, not thrown.</summary>
internal static class LabelledDataReader
{
    /// <summary>Whether the file's name says that it holds labelled data.</summary>
    public static bool CanRead(string path) => Path.GetExtension(path).ToLowerInvariant() is ".jsonl" or ".csv" or ".tsv";

    /// <summary>The format that a file's name tells.</summary>
    public static LabelledDataFormat FormatOf(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".csv" => LabelledDataFormat.Csv,
        ".tsv" => LabelledDataFormat.Tsv,
        ".json" => LabelledDataFormat.LabelStudio,
        ".txt" => LabelledDataFormat.FastText,
        _ => LabelledDataFormat.JsonLines,
    };

    /// <summary>Hands over the paragraphs of a stream one by one, and notes what is wrong with it.</summary>
    public static void Read(Stream stream, LabelledDataFormat format, ImportSettings settings, Action<LabelledParagraph> found, List<DataProblem> problems)
    {
        switch (format)
        {
            case LabelledDataFormat.JsonLines or LabelledDataFormat.Doccano or LabelledDataFormat.HuggingFace:
                JsonLinesFormat.Of(format).Read(stream, settings, found, problems);
                break;
            case LabelledDataFormat.LabelStudio:
                LabelStudioFormat.Read(stream, settings, found, problems);
                break;
            case LabelledDataFormat.Csv or LabelledDataFormat.Tsv:
                new TableFormat(format).Read(stream, settings, found, problems);
                break;
            case LabelledDataFormat.FastText:
                FastTextFormat.Read(stream, settings, found, problems);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(format), format, "There is no such format.");
        }
    }

    /// <summary>Checks what every format demands of a paragraph.</summary>
    /// <exception cref="FormatException">The text is empty, a label is empty, or one stands twice.</exception>
    public static void Check(string text, IReadOnlyList<string>? labels, string textField)
    {
        if (string.IsNullOrWhiteSpace(text))
            throw new FormatException($"\"{textField}\" is empty");
        if (labels is null)
            return;
        if (labels.Any(string.IsNullOrWhiteSpace))
            throw new FormatException("a label is empty");
        if (labels.Count != labels.Distinct().Count())
            throw new FormatException($"a label stands twice: {string.Join(", ", labels)}");
    }
}

namespace ArabicTextClassifier.Training;

/// <summary>File formats of labelled data, this project's own and those of other tools.</summary>
/// <remarks>
/// All but <see cref="FastText"/> keep everything: article, text, labels in their order, the difference between a
/// paragraph without a label and one that nobody labelled, and all further keys. A further key that a format uses for
/// something else is written with <c>extra.</c> before its name, and read back without it.
/// </remarks>
public enum LabelledDataFormat
{
    /// <summary>This project's own: a JSON object a line with <c>article</c>, <c>text</c>, <c>labels</c> and further keys.</summary>
    JsonLines,

    /// <summary>doccano's JSONL for text classification: <c>text</c>, <c>label</c> (an array), further keys as metadata.</summary>
    Doccano,

    /// <summary>JSON lines as Hugging Face data sets have them: <c>text</c> and <c>labels</c> (an array or null) or <c>label</c> (a name or number).</summary>
    HuggingFace,

    /// <summary>Label Studio's JSON: an array of tasks with <c>data</c>, <c>annotations</c> and <c>predictions</c>; JSON-MIN is read too.</summary>
    LabelStudio,

    /// <summary>
    /// Comma-separated values (RFC 4180) with the columns <c>article</c>, <c>text</c>, <c>labels</c> (<c>a|b</c>) and
    /// others. The cells of a column <c>NAME:json</c> are JSON, an empty one is no value.
    /// </summary>
    Csv,

    /// <summary>Tab-separated values without quoting, otherwise like <see cref="Csv"/>.</summary>
    Tsv,

    /// <summary>
    /// fastText's lines, <c>__label__a __label__b text</c>: labels and text only. Spaces in a label are percent-encoded,
    /// line ends in a text become spaces, and a paragraph nobody labelled looks like one without labels.
    /// </summary>
    FastText,
}

/// <summary>How labelled data is read from another tool's file.</summary>
public sealed record ImportSettings
{
    /// <summary>The name of the file in messages and in the names of articles that have none.</summary>
    public string Name { get; init; } = "-";

    /// <summary>The key or column that holds the text.</summary>
    public string TextField { get; init; } = "text";

    /// <summary>What numbers as labels mean, counted from 0.</summary>
    public IReadOnlyList<string> LabelNames { get; init; } = [];

    /// <summary>Whether a paragraph that nobody labelled is a fault; if not, its labels are null.</summary>
    public bool RequireLabels { get; init; }
}

/// <summary>How labelled data is written for another tool.</summary>
public sealed record ExportSettings
{
    /// <summary>
    /// Adds pre-annotations by this model: predictions of each task for Label Studio, labels of the unlabelled paragraphs
    /// for doccano and fastText, a further key <c>prediction</c> in the other formats.
    /// </summary>
    public ParagraphClassifier? Predictions { get; init; }

    /// <summary>What Label Studio is told the predictions come from.</summary>
    public string ModelVersion { get; init; } = "arabic-text";

    /// <summary>The name of the choices in Label Studio's labelling configuration.</summary>
    public string ChoicesName { get; init; } = "labels";
}

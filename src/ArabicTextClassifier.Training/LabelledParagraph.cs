namespace ArabicTextClassifier.Training;

/// <summary>A paragraph and the labels that people gave it.</summary>
/// <param name="Article">The article it belongs to. Cross-validation keeps the paragraphs of an article together.</param>
/// <param name="Text">The paragraph.</param>
/// <param name="Labels">Its labels, the primary one first; empty when it is out of scope; null when nobody has labelled it.</param>
public sealed record LabelledParagraph(string Article, string Text, IReadOnlyList<string>? Labels)
{
    /// <summary>Its further keys and their values as JSON text, in the order in which they stood.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Extra { get; init; } = [];

    /// <summary>The file it was read from; empty if it was not.</summary>
    public string File { get; init; } = "";

    /// <summary>Its line in that file, counted from 1.</summary>
    public int Line { get; init; }
}

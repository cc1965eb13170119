namespace ArabicTextClassifier;

/// <summary>A paragraph of an article and its labels.</summary>
/// <param name="Range">Where the paragraph stands in the article's text, without the white space around it; for a list of paragraphs, within its own string.</param>
/// <param name="Text">The paragraph.</param>
/// <param name="Prediction">Its labels.</param>
public sealed record ParagraphPrediction(Range Range, string Text, Prediction Prediction);

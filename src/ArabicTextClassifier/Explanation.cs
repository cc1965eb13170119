namespace ArabicTextClassifier;

/// <summary>Why a paragraph has a label or does not have it.</summary>
/// <param name="Label">The label.</param>
/// <param name="Probability">Its calibrated probability, 0..1.</param>
/// <param name="Threshold">The probability from which on the label is given.</param>
/// <param name="Bias">The logit that the label has before a word is read.</param>
/// <param name="Pieces">What each piece of the text adds to the logit, strongest first, whichever its sign.</param>
/// <remarks>
/// <paramref name="Bias"/> and the contributions of all pieces add up to <see cref="Logit"/>, and the probability is
/// 1 / (1 + e^-logit); in a single-label model that is then divided by the sum over all labels.
/// </remarks>
public sealed record Explanation(string Label, float Probability, float Threshold, double Bias, IReadOnlyList<TextPiece> Pieces)
{
    /// <summary>The logit: the bias and all contributions.</summary>
    public double Logit => Bias + Pieces.Sum(p => p.Contribution);
}

/// <summary>A word or punctuation mark of the text and what it says about a label.</summary>
/// <param name="Range">Where it stands in the original text.</param>
/// <param name="Text">The original text there.</param>
/// <param name="Contribution">
/// What it adds to the label's logit: positive speaks for the label. What a run of words says is shared by its first and
/// last word.
/// </param>
public sealed record TextPiece(Range Range, string Text, double Contribution);

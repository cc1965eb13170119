namespace ArabicTextClassifier;

/// <summary>The labels of a paragraph. Immutable.</summary>
public sealed class Prediction
{
    internal Prediction(LabelScores scores, IReadOnlyList<string> labels)
    {
        Scores = scores;
        Labels = labels;
    }

    /// <summary>The primary label, or null when the paragraph is out of scope.</summary>
    public string? Label => Labels.Count == 0 ? null : Labels[0];

    /// <summary>The calibrated probability of <see cref="Label"/>, 0..1; null when the paragraph is out of scope.</summary>
    public float? Probability => Labels.Count == 0 ? null : Scores[Labels[0]];

    /// <summary>Every label whose probability reaches its threshold, the primary one first; empty when the paragraph is out of scope.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>The calibrated probability of every label of the model, 0..1.</summary>
    public LabelScores Scores { get; }

    /// <summary>The labels, or <c>out of scope</c>.</summary>
    public override string ToString() => Labels.Count == 0 ? "out of scope" : string.Join(", ", Labels.Select(l => $"{l} {Scores[l]:0.00}"));
}

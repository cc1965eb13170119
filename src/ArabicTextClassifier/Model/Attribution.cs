namespace ArabicTextClassifier.Model;

/// <summary>A logit taken apart: what each token adds, and what stands without any.</summary>
/// <param name="Tokens">Where each token starts and ends (exclusive) in the text.</param>
/// <param name="Contributions">By label, then by token.</param>
/// <param name="Bias">By label.</param>
internal sealed record Attribution(IReadOnlyList<(int Start, int End)> Tokens, double[][] Contributions, double[] Bias);

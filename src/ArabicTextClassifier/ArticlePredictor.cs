using ArabicTextClassifier.Text;

namespace ArabicTextClassifier;

/// <summary>
/// Labels the paragraphs of one article as they come, each in the light of those before it: whoever spoke last, and the
/// names of those who spoke, are remembered. For one thread at a time.
/// </summary>
/// <remarks>Memory does not grow with the article.</remarks>
public sealed class ArticlePredictor
{
    private readonly ParagraphClassifier _classifier;
    private ArticleVoices _voices;

    internal ArticlePredictor(ParagraphClassifier classifier) => _classifier = classifier;

    /// <summary>Labels the next paragraph.</summary>
    /// <param name="paragraph">Any text.</param>
    /// <exception cref="ArgumentNullException"><paramref name="paragraph"/> is null.</exception>
    public Prediction Next(string paragraph)
    {
        ArgumentNullException.ThrowIfNull(paragraph);
        float[] probabilities = new float[_classifier.Labels.Count];
        Next(paragraph.AsSpan(), probabilities);
        return _classifier.Decide(probabilities);
    }

    /// <summary>Labels the next paragraph, in UTF-8. The result is that of the same text in UTF-16.</summary>
    /// <param name="utf8Paragraph">Any bytes; those that are no UTF-8 separate words.</param>
    public Prediction Next(ReadOnlySpan<byte> utf8Paragraph)
    {
        float[] probabilities = new float[_classifier.Labels.Count];
        Next(utf8Paragraph, probabilities);
        return _classifier.Decide(probabilities);
    }

    /// <summary>Writes the calibrated probability, 0..1, of each label of the next paragraph. Allocates nothing.</summary>
    /// <param name="paragraph">Any text.</param>
    /// <param name="probabilities">At least as long as <see cref="ParagraphClassifier.Labels"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="probabilities"/> is too short; the paragraph was not read.</exception>
    public void Next(ReadOnlySpan<char> paragraph, Span<float> probabilities) =>
        _classifier.Predict(paragraph, probabilities, ref _voices);

    /// <summary>Writes the calibrated probability, 0..1, of each label of the next paragraph, in UTF-8. Allocates nothing.</summary>
    /// <param name="utf8Paragraph">Any bytes; those that are no UTF-8 separate words.</param>
    /// <param name="probabilities">At least as long as <see cref="ParagraphClassifier.Labels"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="probabilities"/> is too short; the paragraph was not read.</exception>
    public void Next(ReadOnlySpan<byte> utf8Paragraph, Span<float> probabilities) =>
        _classifier.Predict(utf8Paragraph, probabilities, ref _voices);
}

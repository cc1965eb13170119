using ArabicTextClassifier.Model;

namespace ArabicTextClassifier;

/// <summary>Labels the paragraphs of one article as they come, each in the light of those before it. For one thread at a time.</summary>
/// <remarks>Memory does not grow with the article.</remarks>
public sealed class ArticlePredictor
{
    private readonly ParagraphClassifier _classifier;
    private ArticleState _state;

    internal ArticlePredictor(ParagraphClassifier classifier)
    {
        _classifier = classifier;
        _state = new ArticleState(classifier.Labels.Count);
    }

    /// <summary>Labels the next paragraph.</summary>
    /// <param name="paragraph">What <see cref="ParagraphClassifier.ReadParagraph(string)"/> of the same classifier made of it; it may have been made on another thread.</param>
    /// <exception cref="ArgumentNullException"><paramref name="paragraph"/> is null.</exception>
    public Prediction Next(FirstPass paragraph)
    {
        ArgumentNullException.ThrowIfNull(paragraph);
        Prediction prediction = _classifier.DecideInContext(paragraph, in _state);
        _state.Add(paragraph.Logits, in paragraph.Cues);
        return prediction;
    }
}

/// <summary>What a paragraph says by itself, before its article is looked at. Immutable.</summary>
public sealed class FirstPass
{
    internal readonly SpeechCues Cues;

    internal FirstPass(float[] logits, SpeechCues cues, Prediction prediction)
    {
        Logits = logits;
        Cues = cues;
        Prediction = prediction;
    }

    /// <summary>Its labels without context.</summary>
    public Prediction Prediction { get; }

    internal float[] Logits { get; }
}

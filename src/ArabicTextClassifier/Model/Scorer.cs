using System.Runtime.CompilerServices;
using ArabicTextClassifier.Text;

namespace ArabicTextClassifier.Model;

/// <summary>From a text to one calibrated logit per label.</summary>
internal abstract class Scorer(FeatureExtractor extractor, int labelCount)
{
    /// <summary>How features are made.</summary>
    public FeatureExtractor Extractor { get; } = extractor;

    /// <summary>How many labels are scored.</summary>
    public int LabelCount { get; } = labelCount;

    /// <summary>How many distinct features have a say.</summary>
    public abstract int FeatureCount { get; }

    /// <summary>Scores UTF-16 text into <paramref name="logits"/>, one per label.</summary>
    public abstract void Score(ReadOnlySpan<char> text, Span<float> logits);

    /// <summary>Scores UTF-8 text into <paramref name="logits"/>, one per label; the same as for the same text in UTF-16.</summary>
    public abstract void Score(ReadOnlySpan<byte> text, Span<float> logits);

    /// <summary>Scores UTF-16 text and tells who speaks in it, in one pass.</summary>
    public abstract void Score(ReadOnlySpan<char> text, Span<float> logits, out SpeechCues cues);

    /// <summary>Scores UTF-8 text and tells who speaks in it, in one pass.</summary>
    public abstract void Score(ReadOnlySpan<byte> text, Span<float> logits, out SpeechCues cues);

    /// <summary>What each token of <paramref name="text"/> adds to each label's logit.</summary>
    public abstract Attribution Attribute(ReadOnlySpan<char> text);

    /// <summary>
    /// What one occurrence of a feature counts in a text with so many of them: the square root keeps long and short
    /// paragraphs on one scale without a second pass over the counts.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double UnitValue(long occurrences) => 1 / Math.Sqrt(Math.Max(1, occurrences));

    /// <summary>Whether a pass collects speech cues, decided at compile time.</summary>
    protected interface ICueCollector
    {
        void Add(ReadOnlySpan<Token> tokens, SpeechRole[] roles);
    }

    /// <summary>Collects nothing.</summary>
    protected struct NoCues : ICueCollector
    {
        public readonly void Add(ReadOnlySpan<Token> tokens, SpeechRole[] roles)
        {
        }
    }

    /// <summary>Collects who speaks.</summary>
    protected struct CollectCues : ICueCollector
    {
        public SpeechCues Cues;

        public void Add(ReadOnlySpan<Token> tokens, SpeechRole[] roles) => Cues.Add(tokens, roles);
    }
}

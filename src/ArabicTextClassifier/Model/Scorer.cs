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
    /// <param name="text">Any text.</param>
    /// <param name="logits">Takes the logits.</param>
    /// <param name="voices">The article so far; at its beginning, and for a paragraph by itself, the default.</param>
    public abstract void Score(ReadOnlySpan<char> text, Span<float> logits, ref ArticleVoices voices);

    /// <summary>Scores UTF-8 text into <paramref name="logits"/>, one per label; the same as for the same text in UTF-16.</summary>
    /// <inheritdoc cref="Score(ReadOnlySpan{char}, Span{float}, ref ArticleVoices)"/>
    public abstract void Score(ReadOnlySpan<byte> text, Span<float> logits, ref ArticleVoices voices);

    /// <summary>What each token of <paramref name="text"/> adds to each label's logit.</summary>
    public abstract Attribution Attribute(ReadOnlySpan<char> text);

    /// <summary>
    /// What a feature counts in a text with so many of them: the square root keeps long and short paragraphs on one scale.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double UnitValue(long features) => 1 / Math.Sqrt(Math.Max(1, features));
}

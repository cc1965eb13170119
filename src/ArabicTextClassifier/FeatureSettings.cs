namespace ArabicTextClassifier;

/// <summary>Which features a text is turned into. Stored in the model, so that prediction uses what training used.</summary>
/// <remarks>
/// A <em>token</em> is a word or one of the punctuation characters <c>" : # ? ! (</c>. Its <em>class</em> is the word class
/// that a lexicon gives it, alone or as the last word of a phrase. A feature counts once in a text, however often it occurs. Immutable and safe from any thread.
/// </remarks>
public sealed record FeatureSettings
{
    /// <summary>The settings of the default model.</summary>
    public static FeatureSettings Default { get; } = new();

    /// <summary>The longest n-gram of characters there can be.</summary>
    internal const int LongestCharNGram = 8;

    /// <summary>Longest n-gram of whole words, 0 (none) to 3.</summary>
    public int WordNGrams { get; init; } = 1;

    /// <summary>Longest n-gram of light stems, 0 (none) to 3.</summary>
    public int StemNGrams { get; init; } = 1;

    /// <summary>Whether two stems with one token between them make a feature.</summary>
    public bool StemSkipGrams { get; init; }

    /// <summary>Longest n-gram in which classes stand for the words that have one, 0 (none) to 3. Needs a lexicon.</summary>
    public int ClassNGrams { get; init; } = 2;

    /// <summary>Whether each class and the one before it, however far apart up to eight tokens, make a feature.</summary>
    public bool ClassSkipGrams { get; init; } = true;

    /// <summary>
    /// Whether it makes features who says something and how he is named. In an article, whoever spoke last and the names
    /// given so far carry over from paragraph to paragraph. Needs a lexicon with roles.
    /// </summary>
    public bool Speakers { get; init; } = true;

    /// <summary>How many tokens at the start of the text count once more as openers, 0 to 16.</summary>
    public int Openers { get; init; } = 3;

    /// <summary>Shortest n-gram of characters inside a word (with its boundaries), 2 to 8; 0 for none.</summary>
    public int MinCharNGram { get; init; }

    /// <summary>Longest n-gram of characters inside a word, <see cref="MinCharNGram"/> to 8; 0 for none.</summary>
    public int MaxCharNGram { get; init; }

    /// <summary>Throws when a value is outside its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    internal void Validate()
    {
        CheckRange(WordNGrams, 0, 3, nameof(WordNGrams));
        CheckRange(StemNGrams, 0, 3, nameof(StemNGrams));
        CheckRange(ClassNGrams, 0, 3, nameof(ClassNGrams));
        CheckRange(Openers, 0, 16, nameof(Openers));
        if (MinCharNGram != 0 || MaxCharNGram != 0)
        {
            CheckRange(MinCharNGram, 2, LongestCharNGram, nameof(MinCharNGram));
            CheckRange(MaxCharNGram, MinCharNGram, LongestCharNGram, nameof(MaxCharNGram));
        }

        static void CheckRange(int value, int min, int max, string name)
        {
            if (value < min || value > max)
                throw new ArgumentOutOfRangeException(name, value, $"{name} must be from {min} to {max}.");
        }
    }
}

namespace ArabicTextClassifier.Text;

/// <summary>Takes the tokens and features of a text, a block of tokens at a time.</summary>
internal interface IFeatureSink
{
    /// <summary>Whether the sink wants to know where in the text a token stands, and which tokens a feature spans.</summary>
    static abstract bool TracksPositions { get; }

    /// <summary>Whether the features of single words are weighed where words are remembered, and not handed over.</summary>
    static virtual bool WeighsWords => false;

    /// <summary>The next tokens of the text; their features follow.</summary>
    /// <param name="tokens">The tokens; never empty.</param>
    /// <param name="positions">Where in the text each character of the block stands; empty unless <see cref="TracksPositions"/>.</param>
    void Tokens(ReadOnlySpan<Token> tokens, ReadOnlySpan<int> positions);

    /// <summary>Features, each where it first occurs.</summary>
    /// <param name="features">Their hashes.</param>
    /// <param name="places">For each where it stands; empty unless <see cref="TracksPositions"/>.</param>
    void Features(ReadOnlySpan<uint> features, ReadOnlySpan<FeaturePlace> places);
}

/// <summary>Which tokens a feature is made of.</summary>
/// <param name="Last">The last of them, counted in the latest tokens.</param>
/// <param name="Span">How many tokens lie from the first to the last; the first may lie in earlier tokens.</param>
internal readonly record struct FeaturePlace(int Last, int Span);

/// <summary>A word or mark of a text.</summary>
internal struct Token
{
    /// <summary>The hash of the word.</summary>
    public uint Word;

    /// <summary>What is always the same about the word.</summary>
    public WordAnalysis Analysis;

    /// <summary>What stands for it in n-grams of classes: its class, or its stem if it has none.</summary>
    public uint Name;

    /// <summary>1 if the word has not been there before in the text, else 0.</summary>
    public int IsNew;

    /// <summary>Its class here, where it may end a phrase, counted from 1; 0 if it has none.</summary>
    public int Class;

    /// <summary>Where it starts in its block.</summary>
    public int Start;

    /// <summary>Where it ends in its block, exclusive.</summary>
    public int End;

    /// <summary>A token that is its own stem and has no class.</summary>
    public static Token OfWord(uint word) => new() { Word = word, Analysis = new WordAnalysis(word, word, 0, tellsSpeech: false), Name = word };
}

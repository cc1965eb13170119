namespace ArabicTextClassifier.Text;

/// <summary>Takes the features of a text, one occurrence at a time, in the order of the text.</summary>
internal interface IFeatureSink
{
    /// <summary>Whether the sink wants to know where in the text a token stands.</summary>
    static abstract bool TracksPositions { get; }

    /// <summary>
    /// Whether the sink knows what all features that a frequent word has wherever it stands come to; if so, it is told
    /// the word instead of these features.
    /// </summary>
    static abstract bool KnowsWords { get; }

    /// <summary>A frequent word, by its slot in the <see cref="WordTable"/>; only called if <see cref="KnowsWords"/>.</summary>
    void Word(int slot);

    /// <summary>The next token of the text; only called if <see cref="TracksPositions"/>.</summary>
    /// <param name="start">Where it starts in the text.</param>
    /// <param name="end">Where its last character starts.</param>
    void Token(int start, int end);

    /// <summary>The class of the next token, counted from 1; 0 if it has none. Comes before the features that it has together with other tokens.</summary>
    void Class(int wordClass);

    /// <summary>One occurrence of a feature.</summary>
    /// <param name="feature">Its hash; 0 is no feature.</param>
    /// <param name="span">How many tokens it spans, ending with the latest.</param>
    void Feature(uint feature, int span);

    /// <summary>Some thousand characters have passed: time to carry partial sums over.</summary>
    void EndOfBlock();
}

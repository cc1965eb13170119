using System.Runtime.CompilerServices;

namespace ArabicTextClassifier.Text;

/// <summary>
/// The one way from characters to features: fold, cut into tokens, stem, look up the class, and hand every n-gram to a
/// sink. Prediction, explanation and training differ only in their sink.
/// </summary>
/// <remarks>Time is linear in the text, memory constant, nothing is allocated. Safe from any thread.</remarks>
internal sealed class FeatureExtractor
{
    /// <summary>Characters of a word beyond this do not count.</summary>
    public const int MaxWordLength = 32;

    private const int BlockLength = 1024;

    private static readonly ulong[] s_powers = Powers();
    private static readonly ulong s_word = FeatureHash.OfName("word");
    private static readonly ulong s_wordPair = FeatureHash.OfName("word 2");
    private static readonly ulong s_wordTriple = FeatureHash.OfName("word 3");
    private static readonly ulong s_stem = FeatureHash.OfName("stem");
    private static readonly ulong s_stemPair = FeatureHash.OfName("stem 2");
    private static readonly ulong s_stemTriple = FeatureHash.OfName("stem 3");
    private static readonly ulong s_stemSkip = FeatureHash.OfName("stem skip");
    private static readonly ulong s_class = FeatureHash.OfName("class");
    private static readonly ulong s_classPair = FeatureHash.OfName("class 2");
    private static readonly ulong s_classTriple = FeatureHash.OfName("class 3");
    private static readonly ulong s_classSkip = FeatureHash.OfName("class skip");
    private static readonly ulong s_opener = FeatureHash.OfName("opener");
    private static readonly ulong s_characters = FeatureHash.OfName("characters");
    private static readonly ulong s_lexicon = FeatureHash.OfName("lexicon");

    private readonly Lexicon _lexicon;
    private readonly FeatureSettings _settings;
    private readonly bool _usesClasses;
    private readonly WordTable _words;

    public FeatureExtractor(FeatureSettings settings, Lexicon lexicon, IReadOnlyList<string>? frequentWords = null)
    {
        settings.Validate();
        _settings = settings;
        _lexicon = lexicon;
        _usesClasses = lexicon.Count > 0;
        FrequentWords = frequentWords ?? [];
        _words = new WordTable([.. FrequentWords.Select(word => (HashOf(word), Analyze(word)))]);
    }

    /// <summary>The words that <see cref="Words"/> holds, normalized.</summary>
    public IReadOnlyList<string> FrequentWords { get; }

    /// <summary>The frequent words, analyzed beforehand.</summary>
    public WordTable Words => _words;

    /// <summary>What the features of a text are made by.</summary>
    public FeatureSettings Settings => _settings;

    /// <summary>What gives words their classes.</summary>
    public Lexicon Lexicon => _lexicon;

    /// <summary>The key of a word or phrase in a lexicon; 0 if it has no word or more than three.</summary>
    public static uint LexiconKey(string entry) => LexiconKey(entry, out _);

    /// <summary>The key of a word or phrase in a lexicon, and the stem that a phrase ends with (0 for a word).</summary>
    public static uint LexiconKey(string entry, out ulong phraseEnd)
    {
        phraseEnd = 0;
        List<string> words = [.. ArabicNormalizer.Tokens(entry)];
        if (words.Count is 0 or > 3 || words.Any(w => !CharacterFolding.IsWordCharacter(w[0])))
            return 0;
        if (words.Count == 1)
            return FeatureHash.Feature(HashOf(words[0]), s_lexicon);

        ulong[] stems = [.. words.Select(HashOfStem)];
        phraseEnd = stems[^1];
        ulong phrase = FeatureHash.Pair(stems[^2], stems[^1]);
        if (words.Count == 3)
            phrase = FeatureHash.Pair(stems[0], phrase);
        return FeatureHash.Feature(phrase, s_lexicon);

        static ulong HashOfStem(string word)
        {
            LightStemmer.Stem(word, out int start, out int end);
            return HashOf(word.AsSpan(start, end - start));
        }
    }

    /// <summary>The hash of a normalized word.</summary>
    public static ulong HashOf(ReadOnlySpan<char> word)
    {
        ulong hash = 0;
        foreach (char c in word[..Math.Min(word.Length, MaxWordLength)])
            hash = FeatureHash.Append(hash, c);
        return hash;
    }

    /// <summary>Hands the features that a normalized word has wherever it stands to <paramref name="sink"/>.</summary>
    public void ExtractWord<TSink>(ReadOnlySpan<char> word, ref TSink sink)
        where TSink : struct, IFeatureSink
    {
        Span<ulong> beginnings = stackalloc ulong[MaxWordLength + 1];
        Beginnings(word, beginnings);
        EmitAlone(word, beginnings, Analyze(word, beginnings).Stem, ref sink);
    }

    /// <summary>Hands every feature of <paramref name="text"/> to <paramref name="sink"/>.</summary>
    [SkipLocalsInit]
    public void Extract<T, TEncoding, TSink>(ReadOnlySpan<T> text, ref TSink sink)
        where T : unmanaged
        where TEncoding : struct, ITextEncoding<T>
        where TSink : struct, IFeatureSink
    {
        Span<char> folded = stackalloc char[BlockLength + 1];
        Span<int> positions = TSink.TracksPositions ? stackalloc int[BlockLength] : default;
        Window window = default;
        int held = 0;
        int read = 0;
        while (true)
        {
            Span<int> freePositions = TSink.TracksPositions ? positions[held..] : default;
            int used = TEncoding.Fold(text[read..], folded[held..BlockLength], freePositions, out int count);
            if (TSink.TracksPositions)
            {
                foreach (ref int position in freePositions[..count])
                    position += read;
            }

            read += used;
            count += held;
            bool last = read == text.Length;
            int end = count;
            while (!last && end > 0 && CharacterFolding.IsWordCharacter(folded[end - 1]))
                end--;

            // The scanner stops at a separator; what stands there is put back for the next block.
            char after = folded[end];
            folded[end] = CharacterFolding.Separator;
            ScanBlock(folded, end, positions, ref window, ref sink);
            folded[end] = after;
            sink.EndOfBlock();
            if (last)
                return;

            // The word that may go on moves to the front; what is too long to count is dropped.
            held = Math.Min(count - end, MaxWordLength);
            folded.Slice(end, held).CopyTo(folded);
            if (TSink.TracksPositions)
                positions.Slice(end, held).CopyTo(positions);
        }
    }

    private static ulong[] Powers()
    {
        ulong[] powers = new ulong[MaxWordLength + 1];
        powers[0] = 1;
        for (int i = 1; i < powers.Length; i++)
            powers[i] = powers[i - 1] * FeatureHash.Base;
        return powers;
    }

    /// <summary>Cuts folded text into tokens. The character after <paramref name="length"/> must be a separator.</summary>
    private void ScanBlock<TSink>(Span<char> folded, int length, ReadOnlySpan<int> positions, ref Window window, ref TSink sink)
        where TSink : struct, IFeatureSink
    {
        int i = 0;
        while (i < length)
        {
            char c = folded[i];
            if (c == CharacterFolding.Separator)
            {
                i++;
                continue;
            }

            int start = i;
            if (!CharacterFolding.IsWordCharacter(c))
            {
                i++;
                if (TSink.TracksPositions)
                    sink.Token(positions[start], positions[start]);
                EmitMark(FeatureHash.Append(0, c), ref window, ref sink);
                continue;
            }

            ulong hash = 0;
            do
            {
                hash = FeatureHash.Append(hash, c);
                c = folded[++i];
            }
            while (CharacterFolding.IsWordCharacter(c));

            if (TSink.TracksPositions)
                sink.Token(positions[start], positions[i - 1]);
            ReadOnlySpan<char> word = folded[start..i];
            if (word.Length > MaxWordLength)
            {
                word = word[..MaxWordLength];
                hash = HashOf(word);
            }

            EmitWord(word, hash, ref window, ref sink);
        }
    }

    private void EmitWord<TSink>(ReadOnlySpan<char> word, ulong hash, ref Window window, ref TSink sink)
        where TSink : struct, IFeatureSink
    {
        int slot = TSink.KnowsWords ? _words.Find(hash) : -1;
        if (slot >= 0)
        {
            sink.Word(slot);
            EmitInContext(hash, in _words[slot], ref window, ref sink);
        }
        else
        {
            EmitUnknown(word, hash, ref window, ref sink);
        }
    }

    [SkipLocalsInit]
    private void EmitUnknown<TSink>(ReadOnlySpan<char> word, ulong hash, ref Window window, ref TSink sink)
        where TSink : struct, IFeatureSink
    {
        Span<ulong> beginnings = stackalloc ulong[MaxWordLength + 1];
        Beginnings(word, beginnings);
        WordAnalysis analysis = Analyze(word, beginnings);
        EmitAlone(word, beginnings, analysis.Stem, ref sink);
        EmitInContext(hash, in analysis, ref window, ref sink);
    }

    /// <summary>A punctuation mark is a word that is its own stem.</summary>
    private void EmitMark<TSink>(ulong mark, ref Window window, ref TSink sink)
        where TSink : struct, IFeatureSink
    {
        if (_settings.WordNGrams >= 1)
            sink.Feature(FeatureHash.Feature(mark, s_word), 1);
        if (_settings.StemNGrams >= 1)
            sink.Feature(FeatureHash.Feature(mark, s_stem), 1);
        EmitInContext(mark, new WordAnalysis(mark, 0, 0), ref window, ref sink);
    }

    private WordAnalysis Analyze(string word)
    {
        Span<ulong> beginnings = stackalloc ulong[MaxWordLength + 1];
        Beginnings(word, beginnings);
        return Analyze(word, beginnings);
    }

    private WordAnalysis Analyze(ReadOnlySpan<char> word, ReadOnlySpan<ulong> beginnings)
    {
        LightStemmer.Stem(word, out int start, out int end);
        ulong stem = Part(beginnings, start, end);
        if (!_usesClasses)
            return new WordAnalysis(stem, 0, 0);

        Span<int> starts = stackalloc int[LightStemmer.MostStarts];
        int count = LightStemmer.ParticleStarts(word, starts);
        int wordClass = 0;
        for (int i = 0; i < count && wordClass == 0; i++)
            wordClass = Look(Part(beginnings, starts[i], word.Length));

        // Light stems keep a preposition that hangs on a bare noun; the first word of a phrase often has one.
        int bareStart = starts[count - 1];
        ulong bare = bareStart > start && bareStart < end ? Part(beginnings, bareStart, end) : 0;
        return new WordAnalysis(stem, bare, wordClass);
    }

    private static void Beginnings(ReadOnlySpan<char> word, Span<ulong> beginnings)
    {
        beginnings[0] = 0;
        for (int i = 0; i < word.Length; i++)
            beginnings[i + 1] = FeatureHash.Append(beginnings[i], word[i]);
    }

    /// <summary>Hands over the features that a word has wherever it stands.</summary>
    private void EmitAlone<TSink>(ReadOnlySpan<char> word, ReadOnlySpan<ulong> beginnings, ulong stem, ref TSink sink)
        where TSink : struct, IFeatureSink
    {
        if (_settings.WordNGrams >= 1)
            sink.Feature(FeatureHash.Feature(beginnings[word.Length], s_word), 1);
        if (_settings.StemNGrams >= 1)
            sink.Feature(FeatureHash.Feature(stem, s_stem), 1);

        // Characters inside the word: n-grams with the boundaries counted in as one character each.
        for (int n = _settings.MinCharNGram; n <= _settings.MaxCharNGram && n > 0; n++)
        {
            for (int at = -1; at + n <= word.Length + 1; at++)
            {
                int from = Math.Max(0, at);
                int to = Math.Min(word.Length, at + n);
                ulong boundaries = (at < 0 ? 1UL : 0) + (at + n > word.Length ? 2UL : 0) << 8 | (uint)n;
                sink.Feature(FeatureHash.Feature(FeatureHash.Pair(Part(beginnings, from, to), boundaries), s_characters), 1);
            }
        }
    }

    /// <summary>The hash of a part of a word from the hashes of its beginnings.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Part(ReadOnlySpan<ulong> beginnings, int start, int end) =>
        beginnings[end] - beginnings[start] * s_powers[end - start];

    /// <summary>The class of the longest phrase that ends with this word, or 0.</summary>
    private int ClassOfPhrase(ulong stem, in Window window)
    {
        if (!_lexicon.MayEndPhrase(stem))
            return 0;
        ulong pair = FeatureHash.Pair(window.Stem1, stem);
        int found = Look(FeatureHash.Pair(window.Stem2, pair));
        if (found == 0 && window.Bare2 != 0)
            found = Look(FeatureHash.Pair(window.Bare2, pair));
        if (found == 0)
            found = Look(pair);
        if (found == 0 && window.Bare1 != 0)
            found = Look(FeatureHash.Pair(window.Bare1, stem));
        return found;
    }

    private int Look(ulong hash) => _lexicon.ClassOf(FeatureHash.Feature(hash, s_lexicon));

    /// <summary>Hands over the features that a token has together with those before it.</summary>
    private void EmitInContext<TSink>(ulong word, in WordAnalysis analysis, ref Window window, ref TSink sink)
        where TSink : struct, IFeatureSink
    {
        FeatureSettings settings = _settings;
        ulong stem = analysis.Stem;
        int wordClass = 0;
        if (_usesClasses)
        {
            wordClass = ClassOfPhrase(stem, in window);
            if (wordClass == 0)
                wordClass = analysis.Class;
        }

        sink.Class(wordClass);
        if (settings.WordNGrams >= 2)
        {
            ulong pair = FeatureHash.Pair(window.Word1, word);
            sink.Feature(FeatureHash.Feature(pair, s_wordPair), 2);
            if (settings.WordNGrams >= 3)
                sink.Feature(FeatureHash.Feature(FeatureHash.Pair(window.Word2, pair), s_wordTriple), 3);
        }

        if (settings.StemNGrams >= 2)
        {
            ulong pair = FeatureHash.Pair(window.Stem1, stem);
            sink.Feature(FeatureHash.Feature(pair, s_stemPair), 2);
            if (settings.StemNGrams >= 3)
                sink.Feature(FeatureHash.Feature(FeatureHash.Pair(window.Stem2, pair), s_stemTriple), 3);
        }

        if (settings.StemSkipGrams)
            sink.Feature(FeatureHash.Feature(FeatureHash.Pair(window.Stem2, stem), s_stemSkip), 3);

        ulong token = wordClass == 0 ? stem : _lexicon.Tokens[wordClass];
        if (_usesClasses)
            EmitClasses(token, wordClass, ref window, ref sink);

        if (window.Count < settings.Openers)
            sink.Feature(FeatureHash.Feature(token, s_opener), 1);

        window.Push(word, in analysis, token, wordClass);
    }

    private void EmitClasses<TSink>(ulong token, int wordClass, ref Window window, ref TSink sink)
        where TSink : struct, IFeatureSink
    {
        FeatureSettings settings = _settings;
        if (settings.ClassNGrams >= 1 && wordClass != 0)
            sink.Feature(FeatureHash.Feature(token, s_class), 1);

        int classes = (wordClass != 0 ? 1 : 0) + (window.Class1 != 0 ? 1 : 0);
        if (settings.ClassNGrams >= 2 && classes >= 1)
            sink.Feature(FeatureHash.Feature(FeatureHash.Pair(window.Token1, token), s_classPair), 2);
        if (settings.ClassNGrams >= 3 && classes + (window.Class2 != 0 ? 1 : 0) >= 2)
            sink.Feature(FeatureHash.Feature(FeatureHash.Pair(window.Token2, FeatureHash.Pair(window.Token1, token)), s_classTriple), 3);

        if (settings.ClassSkipGrams && wordClass != 0 && window.LastClassToken != 0)
        {
            int distance = window.Count - window.LastClassAt;
            if (distance is > 1 and <= 8)
                sink.Feature(FeatureHash.Feature(FeatureHash.Pair(window.LastClassToken, token), s_classSkip), distance + 1);
        }
    }

    /// <summary>What the next token needs to know of those before it.</summary>
    private struct Window
    {
        public ulong Word1;
        public ulong Word2;
        public ulong Stem1;
        public ulong Stem2;
        public ulong Bare1;
        public ulong Bare2;
        public ulong Token1;
        public ulong Token2;
        public ulong LastClassToken;
        public int Class1;
        public int Class2;
        public int LastClassAt;
        public int Count;

        public void Push(ulong word, in WordAnalysis analysis, ulong token, int wordClass)
        {
            (Word2, Word1) = (Word1, word);
            (Stem2, Stem1) = (Stem1, analysis.Stem);
            (Bare2, Bare1) = (Bare1, analysis.Bare);
            (Token2, Token1) = (Token1, token);
            (Class2, Class1) = (Class1, wordClass);
            if (wordClass != 0)
            {
                LastClassToken = token;
                LastClassAt = Count;
            }

            Count = Count == int.MaxValue ? Count : Count + 1;
        }
    }
}

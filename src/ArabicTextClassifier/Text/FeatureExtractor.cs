using System.Runtime.CompilerServices;

namespace ArabicTextClassifier.Text;

/// <summary>
/// The one way from characters to features: fold, cut into tokens, stem, look up the class, and hand every n-gram to a
/// sink. Prediction, explanation and training differ only in their sink.
/// </summary>
/// <remarks>Time is linear in the text, memory constant, nothing is allocated. Safe from any thread.</remarks>
internal sealed class FeatureExtractor
{
    private const int BlockLength = 512;

    /// <summary>Tokens of the block before that n-grams reach back to.</summary>
    private const int Lead = 2;

    /// <summary>A class and the one before it make a feature if they stand at most this many tokens apart.</summary>
    private const int LongestSkip = 8;

    /// <summary>Features are handed over when there are about so many.</summary>
    private const int FeatureRoom = 1024;

    private static readonly uint s_word = FeatureHash.OfName("word");
    private static readonly uint s_wordPair = FeatureHash.OfName("word 2");
    private static readonly uint s_wordTriple = FeatureHash.OfName("word 3");
    private static readonly uint s_stem = FeatureHash.OfName("stem");
    private static readonly uint s_stemPair = FeatureHash.OfName("stem 2");
    private static readonly uint s_stemTriple = FeatureHash.OfName("stem 3");
    private static readonly uint s_stemSkip = FeatureHash.OfName("stem skip");
    private static readonly uint s_class = FeatureHash.OfName("class");
    private static readonly uint s_classPair = FeatureHash.OfName("class 2");
    private static readonly uint s_classTriple = FeatureHash.OfName("class 3");
    private static readonly uint s_classSkip = FeatureHash.OfName("class skip");
    private static readonly uint s_opener = FeatureHash.OfName("opener");
    private static readonly uint s_characters = FeatureHash.OfName("characters");
    private static readonly uint s_lexicon = FeatureHash.OfName("lexicon");

    private readonly Lexicon _lexicon;
    private readonly FeatureSettings _settings;
    private readonly bool _usesClasses;
    private readonly WordCache _words = new();

    public FeatureExtractor(FeatureSettings settings, Lexicon lexicon)
    {
        settings.Validate();
        _settings = settings;
        _lexicon = lexicon;
        _usesClasses = lexicon.Count > 0;
    }

    /// <summary>What the features of a text are made by.</summary>
    public FeatureSettings Settings => _settings;

    /// <summary>What gives words their classes.</summary>
    public Lexicon Lexicon => _lexicon;

    /// <summary>The key of a word or phrase in a lexicon; 0 if it has no word or more than three.</summary>
    public static uint LexiconKey(string entry) => LexiconKey(entry, out _);

    /// <summary>The key of a word or phrase in a lexicon, and the stem that a phrase ends with (0 for a word).</summary>
    public static uint LexiconKey(string entry, out uint phraseEnd)
    {
        phraseEnd = 0;
        List<string> words = [.. ArabicNormalizer.Tokens(entry)];
        if (words.Count is 0 or > 3 || words.Any(w => !CharacterFolding.IsWordCharacter(w[0])))
            return 0;
        if (words.Count == 1)
            return KeyOf(FeatureHash.Short(FeatureHash.OfWord(words[0])));

        uint[] stems = [.. words.Select(word =>
        {
            LightStemmer.Stem(word, out int start, out int end);
            return FeatureHash.Short(FeatureHash.OfWord(word.AsSpan(start, end - start)));
        })];
        phraseEnd = stems[^1];
        uint phrase = KeyOf(stems[^2], stems[^1]);
        return words.Count == 2 ? phrase : KeyOf(stems[0], phrase);
    }

    /// <summary>Hands every feature of <paramref name="text"/> to <paramref name="sink"/>.</summary>
    [SkipLocalsInit]
    public void Extract<T, TEncoding, TSink>(ReadOnlySpan<T> text, ref TSink sink)
        where T : unmanaged
        where TEncoding : struct, ITextEncoding<T>
        where TSink : struct, IFeatureSink
    {
        Span<char> folded = stackalloc char[BlockLength + Tokenizer.Stride];
        Span<int> positions = TSink.TracksPositions ? stackalloc int[BlockLength] : default;
        Span<Token> tokens = stackalloc Token[Lead + BlockLength];
        Span<short> bounds = stackalloc short[2 * BlockLength];
        FeatureBuffer<TSink> buffer = new(
            stackalloc uint[FeatureRoom],
            TSink.TracksPositions ? stackalloc FeaturePlace[FeatureRoom] : default,
            ref sink);
        Past past = new() { SinceClass = LongestSkip + 1 };
        tokens[..Lead].Clear();
        int held = 0;
        int read = 0;
        while (true)
        {
            Span<int> freePositions = TSink.TracksPositions ? positions[held..] : default;
            int used = TEncoding.Fold(text[read..], folded[held..BlockLength], freePositions, out int length);
            if (TSink.TracksPositions)
            {
                foreach (ref int position in freePositions[..length])
                    position += read;
            }

            read += used;
            length += held;
            bool last = read == text.Length;
            int end = length;
            while (!last && end > 0 && CharacterFolding.IsWordCharacter(folded[end - 1]))
                end--;

            int count = Tokenizer.Split(folded, end, bounds, bounds[BlockLength..]);
            if (count > 0)
            {
                Analyze(folded, bounds[..count], bounds.Slice(BlockLength, count), tokens);
                Emit(folded, positions, tokens[..(Lead + count)], ref past, ref buffer);
                tokens.Slice(count, Lead).CopyTo(tokens);
            }

            if (last)
                return;

            // The word that may go on moves to the front; what is too long to count is dropped.
            held = Math.Min(length - end, FeatureHash.MaxWordLength);
            folded.Slice(end, held).CopyTo(folded);
            if (TSink.TracksPositions)
                positions.Slice(end, held).CopyTo(positions);
        }
    }

    private static uint KeyOf(uint word) => FeatureHash.Feature(word, s_lexicon);

    private static uint KeyOf(uint first, uint rest) => FeatureHash.Feature(first, rest, s_lexicon);

    /// <summary>Finds out what is always the same about a word. What follows it must be readable.</summary>
    private WordAnalysis Analyze(ReadOnlySpan<char> readable, int length, uint hash)
    {
        ReadOnlySpan<char> word = readable[..length];
        LightStemmer.Stem(word, out int start, out int end);
        uint stem = Part(readable, start, end);
        if (!_usesClasses)
            return new WordAnalysis(stem, 0, 0, false);

        Span<int> starts = stackalloc int[LightStemmer.MostStarts];
        int count = LightStemmer.ParticleStarts(word, starts);
        byte found = _lexicon.ClassOf(KeyOf(hash));
        for (int i = 1; i < count && found == 0; i++)
            found = _lexicon.ClassOf(KeyOf(Part(readable, starts[i], length)));

        // Light stems keep a preposition that hangs on a bare noun; the first word of a phrase often has one.
        int bareStart = starts[count - 1];
        uint bare = bareStart > start && bareStart < end ? Part(readable, bareStart, end) : 0;
        return new WordAnalysis(stem, bare, found, _lexicon.MayEndPhrase(stem));
    }

    private static uint Part(ReadOnlySpan<char> readable, int start, int end) =>
        FeatureHash.Short(FeatureHash.OfWord(in readable[start], end - start));

    /// <summary>Finds out about each token what does not depend on its neighbours, and then its class.</summary>
    private void Analyze(ReadOnlySpan<char> folded, ReadOnlySpan<short> starts, ReadOnlySpan<short> ends, Span<Token> tokens)
    {
        for (int i = 0; i < starts.Length; i++)
        {
            ref Token token = ref tokens[Lead + i];
            token.Start = starts[i];
            token.End = ends[i];
            int length = Math.Min(token.End - token.Start, FeatureHash.MaxWordLength);
            ulong hash = FeatureHash.OfWord(in folded[token.Start], length);
            token.Word = FeatureHash.Short(hash);
            if (!_words.TryGet(hash, out token.Analysis))
            {
                token.Analysis = Analyze(folded[token.Start..], length, token.Word);
                _words.Add(hash, in token.Analysis, i);
            }
        }

        ReadOnlySpan<uint> names = _lexicon.Names;
        for (int i = Lead; i < Lead + starts.Length; i++)
        {
            ref Token token = ref tokens[i];
            token.Class = token.Analysis.MayEndPhrase && ClassOfPhrase(tokens, i) is > 0 and int phrase ? phrase : token.Analysis.Class;
            token.Name = token.Class == 0 ? token.Analysis.Stem : names[token.Class];
        }
    }

    /// <summary>The class of the longest phrase that ends with a token, or 0.</summary>
    private int ClassOfPhrase(ReadOnlySpan<Token> tokens, int end)
    {
        uint stem = tokens[end].Analysis.Stem;
        WordAnalysis middle = tokens[end - 1].Analysis;
        WordAnalysis first = tokens[end - 2].Analysis;
        uint pair = KeyOf(middle.Stem, stem);
        int found = _lexicon.ClassOf(KeyOf(first.Stem, pair));
        if (found == 0 && first.Bare != 0)
            found = _lexicon.ClassOf(KeyOf(first.Bare, pair));
        if (found == 0)
            found = _lexicon.ClassOf(pair);
        if (found == 0 && middle.Bare != 0)
            found = _lexicon.ClassOf(KeyOf(middle.Bare, stem));
        return found;
    }

    /// <summary>Hands over tokens and their features; <paramref name="tokens"/> begins with those of the block before.</summary>
    /// <remarks>Every template is a loop without branches: what does not apply is written and not counted.</remarks>
    private void Emit<TSink>(ReadOnlySpan<char> folded, ReadOnlySpan<int> positions, ReadOnlySpan<Token> tokens, ref Past past, ref FeatureBuffer<TSink> buffer)
        where TSink : struct, IFeatureSink
    {
        FeatureSettings settings = _settings;
        buffer.Sink.Tokens(tokens[Lead..], positions);
        if (settings.WordNGrams >= 1)
        {
            int n = buffer.Reserve(tokens.Length);
            for (int i = Lead; i < tokens.Length; i++)
                buffer.Put(n++, FeatureHash.Feature(tokens[i].Word, s_word), i - Lead, 1);
            buffer.Count = n;
        }

        if (settings.WordNGrams >= 2)
        {
            int n = buffer.Reserve(tokens.Length);
            for (int i = Lead; i < tokens.Length; i++)
                buffer.Put(n++, FeatureHash.Feature(tokens[i - 1].Word, tokens[i].Word, s_wordPair), i - Lead, 2);
            buffer.Count = n;
        }

        if (settings.WordNGrams >= 3)
        {
            int n = buffer.Reserve(tokens.Length);
            for (int i = Lead; i < tokens.Length; i++)
                buffer.Put(n++, FeatureHash.Feature(tokens[i - 2].Word, FeatureHash.Feature(tokens[i - 1].Word, tokens[i].Word, s_wordPair), s_wordTriple), i - Lead, 3);
            buffer.Count = n;
        }

        if (settings.StemNGrams >= 1)
        {
            int n = buffer.Reserve(tokens.Length);
            for (int i = Lead; i < tokens.Length; i++)
                buffer.Put(n++, FeatureHash.Feature(tokens[i].Analysis.Stem, s_stem), i - Lead, 1);
            buffer.Count = n;
        }

        if (settings.StemNGrams >= 2)
        {
            int n = buffer.Reserve(tokens.Length);
            for (int i = Lead; i < tokens.Length; i++)
                buffer.Put(n++, FeatureHash.Feature(tokens[i - 1].Analysis.Stem, tokens[i].Analysis.Stem, s_stemPair), i - Lead, 2);
            buffer.Count = n;
        }

        if (settings.StemNGrams >= 3)
        {
            int n = buffer.Reserve(tokens.Length);
            for (int i = Lead; i < tokens.Length; i++)
            {
                uint pair = FeatureHash.Feature(tokens[i - 1].Analysis.Stem, tokens[i].Analysis.Stem, s_stemPair);
                buffer.Put(n++, FeatureHash.Feature(tokens[i - 2].Analysis.Stem, pair, s_stemTriple), i - Lead, 3);
            }

            buffer.Count = n;
        }

        if (settings.StemSkipGrams)
        {
            int n = buffer.Reserve(tokens.Length);
            for (int i = Lead; i < tokens.Length; i++)
                buffer.Put(n++, FeatureHash.Feature(tokens[i - 2].Analysis.Stem, tokens[i].Analysis.Stem, s_stemSkip), i - Lead, 3);
            buffer.Count = n;
        }

        if (_usesClasses)
            EmitClasses(tokens, ref past, ref buffer);
        if (settings.MaxCharNGram > 0)
            EmitCharacters(folded, tokens, ref buffer);

        for (int i = Lead; i < tokens.Length && past.Tokens + i - Lead < settings.Openers; i++)
        {
            int n = buffer.Reserve(1);
            buffer.Put(n, FeatureHash.Feature(tokens[i].Name, s_opener), i - Lead, 1);
            buffer.Count = n + 1;
        }

        past.Tokens = Math.Min(past.Tokens + tokens.Length - Lead, int.MaxValue / 2);
        buffer.Flush();
    }

    private void EmitClasses<TSink>(ReadOnlySpan<Token> tokens, ref Past past, ref FeatureBuffer<TSink> buffer)
        where TSink : struct, IFeatureSink
    {
        if (_settings.ClassNGrams >= 1)
        {
            int n = buffer.Reserve(tokens.Length);
            for (int i = Lead; i < tokens.Length; i++)
            {
                buffer.Put(n, FeatureHash.Feature(tokens[i].Name, s_class), i - Lead, 1);
                n += One(tokens[i].Class);
            }

            buffer.Count = n;
        }

        if (_settings.ClassNGrams >= 2)
        {
            int n = buffer.Reserve(tokens.Length);
            for (int i = Lead; i < tokens.Length; i++)
            {
                buffer.Put(n, FeatureHash.Feature(tokens[i - 1].Name, tokens[i].Name, s_classPair), i - Lead, 2);
                n += One(tokens[i - 1].Class | tokens[i].Class);
            }

            buffer.Count = n;
        }

        if (_settings.ClassNGrams >= 3)
        {
            int n = buffer.Reserve(tokens.Length);
            for (int i = Lead; i < tokens.Length; i++)
            {
                uint pair = FeatureHash.Feature(tokens[i - 1].Name, tokens[i].Name, s_classPair);
                buffer.Put(n, FeatureHash.Feature(tokens[i - 2].Name, pair, s_classTriple), i - Lead, 3);
                n += One(tokens[i - 2].Class) + One(tokens[i - 1].Class) + One(tokens[i].Class) >> 1;
            }

            buffer.Count = n;
        }

        if (_settings.ClassSkipGrams)
        {
            // A class and the one before it, not next to it and not too far.
            int n = buffer.Reserve(tokens.Length);
            int distance = past.SinceClass;
            uint before = past.LastClass;
            for (int i = Lead; i < tokens.Length; i++)
            {
                int classed = One(tokens[i].Class);
                buffer.Put(n, FeatureHash.Feature(before, tokens[i].Name, s_classSkip), i - Lead, distance + 1);
                n += classed & ((uint)(distance - 2) <= LongestSkip - 2 ? 1 : 0);
                before = classed != 0 ? tokens[i].Name : before;
                distance = (classed != 0 ? 0 : distance) + 1;
            }

            past.SinceClass = Math.Min(distance, LongestSkip + 1);
            past.LastClass = before;
            buffer.Count = n;
        }

        static int One(int wordClass) => wordClass != 0 ? 1 : 0;
    }

    /// <summary>Characters inside words: n-grams with the boundaries counted in as one character each.</summary>
    private void EmitCharacters<TSink>(ReadOnlySpan<char> folded, ReadOnlySpan<Token> tokens, ref FeatureBuffer<TSink> buffer)
        where TSink : struct, IFeatureSink
    {
        for (int i = Lead; i < tokens.Length; i++)
        {
            int start = tokens[i].Start;
            int length = Math.Min(tokens[i].End - start, FeatureHash.MaxWordLength);
            for (int size = _settings.MinCharNGram; size <= _settings.MaxCharNGram; size++)
            {
                int n = buffer.Reserve(FeatureHash.MaxWordLength + 2);
                for (int at = -1; at + size <= length + 1; at++)
                {
                    int from = Math.Max(0, at);
                    int to = Math.Min(length, at + size);
                    uint boundaries = (at < 0 ? 1U : 0) + (at + size > length ? 2U : 0);
                    buffer.Put(n++, FeatureHash.Feature(Part(folded, start + from, start + to), boundaries, s_characters), i - Lead, 1);
                }

                buffer.Count = n;
            }
        }
    }

    /// <summary>What the next block needs to know of the text before it.</summary>
    private struct Past
    {
        public int Tokens;

        /// <summary>How many tokens ago the last class was; beyond the longest skip if there was none.</summary>
        public int SinceClass;

        public uint LastClass;
    }

    /// <summary>Features on their way to a sink.</summary>
    private ref struct FeatureBuffer<TSink>(Span<uint> features, Span<FeaturePlace> places, ref TSink sink)
        where TSink : struct, IFeatureSink
    {
        public ref TSink Sink = ref sink;

        public int Count;

        private readonly Span<uint> _features = features;
        private readonly Span<FeaturePlace> _places = places;

        /// <summary>Makes room for so many features; tells where the next one goes.</summary>
        public int Reserve(int features)
        {
            if (Count + features > FeatureRoom)
                Flush();
            return Count;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Put(int n, uint feature, int last, int span)
        {
            _features[n] = feature;
            if (TSink.TracksPositions)
                _places[n] = new FeaturePlace(last, span);
        }

        public void Flush()
        {
            Sink.Features(_features[..Count], TSink.TracksPositions ? _places[..Count] : default);
            Count = 0;
        }
    }
}

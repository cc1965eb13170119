using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ArabicTextClassifier.Text;

/// <summary>
/// The one way from characters to features: fold, cut into tokens, stem, look up the class, and hand every n-gram to a
/// sink, once however often it occurs. Prediction, explanation and training differ only in their sink.
/// </summary>
/// <remarks>Time is linear in the text, memory constant, nothing is allocated. Safe from any thread.</remarks>
internal sealed class FeatureExtractor
{
    /// <summary>Characters that are folded at a time.</summary>
    public const int BlockLength = 512;

    /// <summary>Tokens of the block before that n-grams reach back to.</summary>
    private const int Lead = 2;

    /// <summary>A class and the one before it make a feature if they stand at most this many tokens apart.</summary>
    private const int LongestSkip = 8;

    /// <summary>Who says something within this many tokens opens the text by it.</summary>
    private const int OpeningTokens = 3;

    /// <summary>Features are handed over when there are about so many.</summary>
    private const int FeatureRoom = 1024;

    /// <summary>A word has at most a feature of its own, one of its stem, and an n-gram of each size at each of its characters.</summary>
    private const int MostWordFeatures = 2 + (FeatureHash.MaxWordLength + 2) * (FeatureSettings.LongestCharNGram - 1);

    private static readonly uint s_lexicon = FeatureHash.OfName("lexicon");

    /// <summary>What stands before a text: the empty word, with which no phrase begins.</summary>
    private static readonly Token s_nothing = Token.OfWord(FeatureHash.Short(FeatureHash.OfWord([])));

    private readonly Lexicon _lexicon;
    private readonly FeatureSettings _settings;
    private readonly bool _usesClasses;
    private readonly int[] _wordFeatureCounts = new int[FeatureHash.MaxWordLength + 1];
    private readonly WordCache _words = new(null);

    public FeatureExtractor(FeatureSettings settings, Lexicon lexicon)
    {
        settings.Validate();
        _settings = settings;
        _lexicon = lexicon;
        _usesClasses = lexicon.Count > 0;
        char[] word = new char[FeatureHash.MaxWordLength + FeatureHash.ReadableLength];
        uint[] features = new uint[MostWordFeatures];
        for (int length = 0; length <= FeatureHash.MaxWordLength; length++)
            _wordFeatureCounts[length] = WordFeatures(word, length, 0, default, features).Length;
    }

    /// <summary>What the features of a text are made by.</summary>
    public FeatureSettings Settings => _settings;

    /// <summary>What gives words their classes.</summary>
    public Lexicon Lexicon => _lexicon;

    /// <summary>The key of a word or phrase in a lexicon; 0 if it has no word or more than three.</summary>
    public static uint LexiconKey(string entry) => LexiconKey(entry, out _);

    /// <summary>The key of a word or phrase in a lexicon, and the key of the two words that a phrase ends with (0 for a word).</summary>
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
        phraseEnd = KeyOf(stems[^2], stems[^1]);
        return words.Count == 2 ? phraseEnd : KeyOf(stems[0], phraseEnd);
    }

    /// <summary>Hands every feature of a paragraph by itself to <paramref name="sink"/>.</summary>
    public FeatureTotals Extract<T, TEncoding, TSink>(ReadOnlySpan<T> text, ref TSink sink)
        where T : unmanaged
        where TEncoding : struct, ITextEncoding<T>
        where TSink : struct, IFeatureSink
    {
        ArticleVoices voices = default;
        return Extract<T, TEncoding, TSink>(text, ref sink, ref voices);
    }

    /// <summary>Hands every feature of a paragraph in its article to <paramref name="sink"/>.</summary>
    public FeatureTotals Extract<T, TEncoding, TSink>(ReadOnlySpan<T> text, ref TSink sink, ref ArticleVoices voices)
        where T : unmanaged
        where TEncoding : struct, ITextEncoding<T>
        where TSink : struct, IFeatureSink => Extract<T, TEncoding, TSink>(text, ref sink, ref voices, _words, KeyFilter.All);

    /// <summary>Hands the features of <paramref name="text"/> that pass a filter to <paramref name="sink"/>.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="sink">Takes the features.</param>
    /// <param name="voices">The article so far; takes what this paragraph adds.</param>
    /// <param name="words">Remembers words, and what their features weigh if <typeparamref name="TSink"/> wants that.</param>
    /// <param name="filter">Which features are handed over; all of them are counted.</param>
    /// <remarks>Takes its memory from the stack here, where no loop is: a method with both is never compiled with what a running program has shown.</remarks>
    [SkipLocalsInit]
    public FeatureTotals Extract<T, TEncoding, TSink>(ReadOnlySpan<T> text, ref TSink sink, ref ArticleVoices voices, WordCache words, KeyFilter filter)
        where T : unmanaged
        where TEncoding : struct, ITextEncoding<T>
        where TSink : struct, IFeatureSink
    {
        Block block = new()
        {
            Folded = stackalloc char[BlockLength + Tokenizer.Stride],
            Positions = TSink.TracksPositions ? stackalloc int[BlockLength] : default,
            Starts = stackalloc short[BlockLength],
            Ends = stackalloc short[BlockLength],
            Hashes = stackalloc ulong[BlockLength],
            Classed = stackalloc short[BlockLength],
            NextToClassed = stackalloc short[BlockLength],
            Speech = stackalloc short[BlockLength],
            Tokens = stackalloc Token[Lead + BlockLength],
            Words = words,
        };
        SeenHashes seen = new(stackalloc uint[SeenHashes.Length]);
        FeatureBuffer<TSink> buffer = new(
            stackalloc uint[FeatureRoom],
            TSink.TracksPositions ? stackalloc FeaturePlace[FeatureRoom] : default,
            seen,
            filter,
            ref sink);
        return Extract<T, TEncoding, TSink>(text, in block, ref voices, ref buffer);
    }

    private FeatureTotals Extract<T, TEncoding, TSink>(ReadOnlySpan<T> text, in Block block, ref ArticleVoices voices, ref FeatureBuffer<TSink> buffer)
        where T : unmanaged
        where TEncoding : struct, ITextEncoding<T>
        where TSink : struct, IFeatureSink
    {
        Span<char> folded = block.Folded;
        Span<int> positions = block.Positions;
        Span<Token> tokens = block.Tokens;
        Vector256<double> wordSum = default;
        Past past = new() { SinceClass = LongestSkip + 1, Speech = new SpeechReader(_lexicon.Roles), SpeakerBefore = voices.LastSpeaker };
        for (int i = 0; i < Lead; i++)
            tokens[i] = s_nothing;
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

            int count = Tokenizer.Split(folded, end, block.Starts, block.Ends);
            if (count > 0)
            {
                // Sums of single precision stay short, so that a paragraph of any length adds up exactly enough.
                (Vector128<double> lower, Vector128<double> upper) = Vector128.Widen(Analyze<TSink>(in block, count, buffer.Seen, ref buffer.Total));
                wordSum += Vector256.Create(lower, upper);
                Places places = FindClasses(in block, tokens[..(Lead + count)]);
                Emit(in block, tokens[..(Lead + count)], places, ref past, ref voices, ref buffer);
                tokens.Slice(count, Lead).CopyTo(tokens);
            }

            if (last)
            {
                EmitLastSpeech(ref past, ref voices, ref buffer);
                return new FeatureTotals(buffer.Total, wordSum);
            }

            // The word that may go on moves to the front; what is too long to count is dropped.
            held = Math.Min(length - end, FeatureHash.MaxWordLength);
            folded.Slice(end, held).CopyTo(folded);
            if (TSink.TracksPositions)
                positions.Slice(end, held).CopyTo(positions);
        }
    }

    private static uint KeyOf(uint word) => FeatureHash.Feature(word, s_lexicon);

    private static uint KeyOf(uint first, uint rest) => FeatureHash.Feature(first, rest, s_lexicon);

    /// <summary>Finds out what is always the same about a word, and remembers it.</summary>
    /// <param name="readable">The word and what follows it.</param>
    /// <param name="length">How long it is.</param>
    /// <param name="hash">Its hash.</param>
    /// <param name="words">Where it is remembered.</param>
    /// <param name="turn">Any running number.</param>
    /// <param name="weight">What its own features count, if the sink wants that.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private WordAnalysis Analyze<TSink>(ReadOnlySpan<char> readable, int length, ulong hash, WordCache words, int turn, out Vector128<float> weight)
        where TSink : struct, IFeatureSink
    {
        WordAnalysis analysis = Analyze(readable, length, FeatureHash.Short(hash));
        weight = TSink.WeighsWords ? words.Weigh(WordFeatures(readable, length, FeatureHash.Short(hash), analysis, stackalloc uint[MostWordFeatures])) : default;
        words.Add(hash, analysis, weight, turn);
        return analysis;
    }

    private WordAnalysis Analyze(ReadOnlySpan<char> readable, int length, uint hash)
    {
        ReadOnlySpan<char> word = readable[..length];
        LightStemmer.Stem(word, out int start, out int end);
        uint stem = Part(readable, start, end);
        if (!_usesClasses)
            return new WordAnalysis(stem, stem, 0, tellsSpeech: false);

        LightStemmer.TakeOffParticles(word, out int first, out int second);
        byte found = _lexicon.FirstClassOf(KeyOf(hash), KeyOf(Part(readable, first, length)), KeyOf(Part(readable, second, length)));

        // Light stems keep a preposition that hangs on a bare noun; the first word of a phrase often has one.
        uint bare = second > start && second < end ? Part(readable, second, end) : stem;
        return new WordAnalysis(stem, bare, found, SpeechReader.Tells(word, _lexicon.Roles[found]));
    }

    private static uint Part(ReadOnlySpan<char> readable, int start, int end) =>
        FeatureHash.Short(FeatureHash.OfWord(in readable[start], end - start));

    /// <summary>Finds out about each token what does not depend on its neighbours, and then its class; sums what words count by themselves.</summary>
    /// <param name="block">The block.</param>
    /// <param name="count">How many tokens it has.</param>
    /// <param name="seen">The words there have been.</param>
    /// <param name="features">Counts the features of the words that were weighed.</param>
    private Vector128<float> Analyze<TSink>(in Block block, int count, SeenHashes seen, ref long features)
        where TSink : struct, IFeatureSink
    {
        // In bounds: everything in a block is longer than it has tokens, and the text is readable on behind it.
        ref char folded = ref MemoryMarshal.GetReference(block.Folded);
        ref short starts = ref MemoryMarshal.GetReference(block.Starts);
        ref short ends = ref MemoryMarshal.GetReference(block.Ends);
        ref ulong hashes = ref MemoryMarshal.GetReference(block.Hashes);
        WordCache.Finder words = block.Words.CreateFinder();

        // Twice over the words: what is remembered of the later ones is on its way from memory while the first are looked at.
        for (int i = 0; i < count; i++)
        {
            int start = Unsafe.Add(ref starts, i);
            ulong hash = FeatureHash.OfWord(in Unsafe.Add(ref folded, start), Math.Min(Unsafe.Add(ref ends, i) - start, FeatureHash.MaxWordLength));
            Unsafe.Add(ref hashes, i) = hash;
            words.Prefetch(hash);
        }

        Vector128<float> sum = default;
        ref Token tokens = ref block.Tokens[Lead];
        for (int i = 0; i < count; i++)
        {
            ref Token token = ref Unsafe.Add(ref tokens, i);
            ulong hash = Unsafe.Add(ref hashes, i);
            token.Start = Unsafe.Add(ref starts, i);
            token.End = Unsafe.Add(ref ends, i);
            if (!words.TryGet(hash, out token.Analysis, out Vector128<float> weight))
                token.Analysis = Analyze<TSink>(block.Folded[token.Start..], Math.Min(token.End - token.Start, FeatureHash.MaxWordLength), hash, block.Words, i, out weight);
            token.Word = FeatureHash.Short(hash);
            token.IsNew = seen.Add(token.Word);
            if (TSink.WeighsWords)
            {
                sum += weight & Vector128.Create(-token.IsNew).AsSingle();
                features += -token.IsNew & WordFeatureCount(token.End - token.Start);
            }
        }

        return sum;
    }

    /// <summary>Finds the class of each token, where it may end a phrase, and lists the tokens that features of classes stand at.</summary>
    private Places FindClasses(in Block block, Span<Token> tokens)
    {
        // In bounds: the lists are as long as the block, and there is a name for every byte.
        ref short classed = ref MemoryMarshal.GetReference(block.Classed);
        ref short nextToClassed = ref MemoryMarshal.GetReference(block.NextToClassed);
        ref short speech = ref MemoryMarshal.GetReference(block.Speech);
        ref uint names = ref MemoryMarshal.GetArrayDataReference(_lexicon.Names);
        ref Token token = ref tokens[Lead - 1];
        KeyFilter.Tester phrases = _lexicon.CreatePhraseTester();
        nint classedCount = 0;
        nint nextCount = 0;
        nint speechCount = 0;
        for (int i = Lead; i < tokens.Length; i++)
        {
            WordAnalysis before = token.Analysis;
            int classBefore = token.Class;
            token = ref Unsafe.Add(ref token, 1);
            uint stem = token.Analysis.Stem;
            int found = token.Analysis.Class;
            bool tellsSpeech = token.Analysis.TellsSpeech;
            uint pair = KeyOf(before.Stem, stem);
            uint barePair = KeyOf(before.Bare, stem);
            if ((phrases.MayContain(pair) | phrases.MayContain(barePair)) != 0 && ClassOfPhrase(pair, barePair, Unsafe.Subtract(ref token, 2).Analysis) is > 0 and int phrase)
            {
                found = phrase;
                tellsSpeech = _lexicon.Roles[phrase] != SpeechRole.None;
            }

            token.Class = found;
            token.Name = found == 0 ? stem : Unsafe.Add(ref names, found);

            // Without branches: every place is written, and written over by the next one if it does not count.
            Unsafe.Add(ref classed, classedCount) = (short)i;
            Unsafe.Add(ref nextToClassed, nextCount) = (short)i;
            Unsafe.Add(ref speech, speechCount) = (short)i;
            classedCount += found != 0 ? 1 : 0;
            nextCount += (found | classBefore) != 0 ? 1 : 0;
            speechCount += tellsSpeech ? 1 : 0;
        }

        return new Places(block.Classed[..(int)classedCount], block.NextToClassed[..(int)nextCount], block.Speech[..(int)speechCount]);
    }

    /// <summary>The features that a word has wherever it stands.</summary>
    private ReadOnlySpan<uint> WordFeatures(ReadOnlySpan<char> readable, int length, uint word, WordAnalysis analysis, Span<uint> features)
    {
        int count = 0;
        if (_settings.WordNGrams >= 1)
            features[count++] = Templates.WordFeature(word);
        if (_settings.StemNGrams >= 1)
            features[count++] = Templates.StemFeature(analysis.Stem);

        // Characters inside the word: n-grams with the boundaries counted in as one character each.
        for (int size = Math.Max(1, _settings.MinCharNGram); size <= _settings.MaxCharNGram; size++)
        {
            for (int at = -1; at + size <= length + 1; at++)
            {
                uint part = Part(readable, Math.Max(0, at), Math.Min(length, at + size));
                uint boundaries = (at < 0 ? 1U : 0) + (at + size > length ? 2U : 0);
                features[count++] = FeatureHash.Feature(part, boundaries, Templates.Characters);
            }
        }

        return features[..count];
    }

    /// <summary>How many features <see cref="WordFeatures"/> gives.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int WordFeatureCount(int length) => _wordFeatureCounts[Math.Min(length, FeatureHash.MaxWordLength)];

    /// <summary>The class of the longest phrase that ends with two words, or 0.</summary>
    /// <param name="pair">The key of the two words.</param>
    /// <param name="barePair">The same with the first of them bare.</param>
    /// <param name="first">The word before them.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private int ClassOfPhrase(uint pair, uint barePair, WordAnalysis first)
    {
        int found = _lexicon.FirstClassOf(KeyOf(first.Stem, pair), KeyOf(first.Bare, pair), pair);
        return found != 0 ? found : _lexicon.ClassOf(barePair);
    }

    /// <summary>Hands over tokens and their features; <paramref name="tokens"/> begins with those of the block before.</summary>
    private void Emit<TSink>(in Block block, Span<Token> tokens, scoped Places places, ref Past past, ref ArticleVoices voices, ref FeatureBuffer<TSink> buffer)
        where TSink : struct, IFeatureSink
    {
        FeatureSettings settings = _settings;
        past.BlockStart = past.Tokens;
        buffer.Sink.Tokens(tokens[Lead..], block.Positions);
        if (!TSink.WeighsWords)
            EmitWords(block.Folded, tokens[Lead..], ref buffer);
        if (settings.WordNGrams >= 2)
            buffer.Emit<Templates.WordPair>(tokens);
        if (settings.WordNGrams >= 3)
            buffer.Emit<Templates.WordTriple>(tokens);
        if (settings.StemNGrams >= 2)
            buffer.Emit<Templates.StemPair>(tokens);
        if (settings.StemNGrams >= 3)
            buffer.Emit<Templates.StemTriple>(tokens);
        if (settings.StemSkipGrams)
            buffer.Emit<Templates.StemSkip>(tokens);
        if (_usesClasses)
        {
            if (settings.ClassNGrams >= 1)
                buffer.Emit<Templates.Class>(tokens, places.Classed);
            if (settings.ClassNGrams >= 2)
                buffer.Emit<Templates.ClassPair>(tokens, places.NextToClassed);
            if (settings.ClassNGrams >= 3)
                buffer.Emit<Templates.ClassTriple>(tokens);
            if (settings.ClassSkipGrams)
                EmitClassSkips(tokens, places.Classed, ref past, ref buffer);
            if (settings.Speakers)
                EmitSpeech(tokens, places.Speech, ref past, ref voices, ref buffer);
        }

        for (int i = 0; i < tokens.Length - Lead && past.Tokens + i < settings.Openers; i++)
            buffer.Add(FeatureHash.Feature(tokens[Lead + i].Name, Templates.Opener), i, 1);

        past.Tokens = Math.Min(past.Tokens + tokens.Length - Lead, int.MaxValue / 2);
        buffer.Flush();
    }

    private void EmitWords<TSink>(ReadOnlySpan<char> folded, ReadOnlySpan<Token> tokens, ref FeatureBuffer<TSink> buffer)
        where TSink : struct, IFeatureSink
    {
        Span<uint> room = stackalloc uint[MostWordFeatures];
        for (int i = 0; i < tokens.Length; i++)
        {
            Token token = tokens[i];
            if (token.IsNew == 0)
                continue;
            int length = Math.Min(token.End - token.Start, FeatureHash.MaxWordLength);
            foreach (uint feature in WordFeatures(folded[token.Start..], length, token.Word, token.Analysis, room))
                buffer.AddAgain(feature, i);
        }
    }

    /// <summary>A class and the one before it, not next to it and not too far.</summary>
    private static void EmitClassSkips<TSink>(Span<Token> tokens, scoped ReadOnlySpan<short> classed, ref Past past, ref FeatureBuffer<TSink> buffer)
        where TSink : struct, IFeatureSink
    {
        int n = buffer.Reserve(classed.Length);
        int last = Lead - past.SinceClass;
        uint before = past.LastClass;
        foreach (short place in classed)
        {
            int distance = place - last;
            uint name = tokens[place].Name;
            n += buffer.Put(n, FeatureHash.Feature(before, name, Templates.ClassSkip), (uint)(distance - 2) <= LongestSkip - 2 ? 1 : 0, place - Lead, distance + 1);
            before = name;
            last = place;
        }

        past.SinceClass = Math.Min(tokens.Length - last, LongestSkip + 1);
        past.LastClass = before;
        buffer.Advance(n);
    }

    /// <summary>Who says something, and how he is named.</summary>
    private void EmitSpeech<TSink>(ReadOnlySpan<Token> tokens, scoped ReadOnlySpan<short> speech, ref Past past, ref ArticleVoices voices, ref FeatureBuffer<TSink> buffer)
        where TSink : struct, IFeatureSink
    {
        int next = Lead;
        foreach (short place in speech)
        {
            if (past.Speech.Pass(tokens[next..place], ref voices, out SpeechAct act))
                EmitSpeech(act, past.BlockStart, ref buffer);
            if (past.Speech.Read(in tokens[place], ref voices, out act))
                EmitSpeech(act, past.BlockStart, ref buffer);
            next = place + 1;
        }

        if (past.Speech.Pass(tokens[next..], ref voices, out SpeechAct last))
            EmitSpeech(last, past.BlockStart, ref buffer);
    }

    private void EmitSpeech<TSink>(SpeechAct act, int tokensBefore, ref FeatureBuffer<TSink> buffer)
        where TSink : struct, IFeatureSink
    {
        uint speaker = _lexicon.Names[act.Speaker];
        int last = act.At - tokensBefore;
        buffer.Add(FeatureHash.Feature((uint)act.Kind, speaker, Templates.Speech), last, 1);
        if (act.At < OpeningTokens)
            buffer.Add(FeatureHash.Feature((uint)act.Kind, speaker, Templates.OpeningSpeech), last, 1);
        buffer.Add(FeatureHash.Feature(speaker, Templates.Speaker), last, 1);
    }

    /// <summary>The speech that the text ends in, or that nobody speaks.</summary>
    private void EmitLastSpeech<TSink>(ref Past past, ref ArticleVoices voices, ref FeatureBuffer<TSink> buffer)
        where TSink : struct, IFeatureSink
    {
        if (!_usesClasses || !_settings.Speakers || past.Tokens == 0)
            return;
        if (past.Speech.Finish(ref voices, out SpeechAct act))
            EmitSpeech(act, past.BlockStart, ref buffer);
        else if (!past.Speech.AnySpeech)
            EmitSilence(in past, ref buffer);
        buffer.Flush();
    }

    /// <summary>That nobody speaks, whoever spoke before and whoever is named: who only acts is no source.</summary>
    private void EmitSilence<TSink>(in Past past, ref FeatureBuffer<TSink> buffer)
        where TSink : struct, IFeatureSink
    {
        buffer.Add(FeatureHash.Feature((uint)SpeechKind.None, _lexicon.Names[past.SpeakerBefore], Templates.Speech), -past.BlockStart, 1);
        if (past.Speech.FirstNamed == 0)
            return;
        buffer.Add(FeatureHash.Feature(_lexicon.Names[past.Speech.FirstNamed], Templates.SilentSpeaker), -past.BlockStart, 1);
        buffer.Add(FeatureHash.Feature(_lexicon.Names[past.Speech.LastNamed], Templates.SilentSpeaker), -past.BlockStart, 1);
    }

    /// <summary>Room for a block of text on its way to features.</summary>
    private ref struct Block
    {
        public required Span<char> Folded;

        /// <summary>Where in the text each folded character stands; empty if nobody asks.</summary>
        public required Span<int> Positions;

        public required Span<short> Starts;

        public required Span<short> Ends;

        public required Span<ulong> Hashes;

        /// <summary>Room for the lists of <see cref="Places"/>.</summary>
        public required Span<short> Classed;

        public required Span<short> NextToClassed;

        public required Span<short> Speech;

        /// <summary>Begins with the last tokens of the block before.</summary>
        public required Span<Token> Tokens;

        public required WordCache Words;
    }

    /// <summary>Where features of classes stand in a block, as indices of tokens, rising.</summary>
    private readonly ref struct Places(ReadOnlySpan<short> classed, ReadOnlySpan<short> nextToClassed, ReadOnlySpan<short> speech)
    {
        /// <summary>Tokens that have a class.</summary>
        public ReadOnlySpan<short> Classed { get; } = classed;

        /// <summary>Tokens that have a class or follow one that has.</summary>
        public ReadOnlySpan<short> NextToClassed { get; } = nextToClassed;

        /// <summary>Tokens that tell who speaks or where speech begins.</summary>
        public ReadOnlySpan<short> Speech { get; } = speech;
    }

    /// <summary>What the next block needs to know of the text before it.</summary>
    private struct Past
    {
        public int Tokens;

        /// <summary>How many tokens stand before the latest block.</summary>
        public int BlockStart;

        /// <summary>How many tokens ago the last class was; beyond the longest skip if there was none.</summary>
        public int SinceClass;

        public uint LastClass;

        public SpeechReader Speech;

        /// <summary>The class of whoever spoke last before this text.</summary>
        public int SpeakerBefore;
    }

    /// <summary>Features on their way to a sink.</summary>
    private ref struct FeatureBuffer<TSink>(Span<uint> features, Span<FeaturePlace> places, SeenHashes seen, KeyFilter filter, ref TSink sink)
        where TSink : struct, IFeatureSink
    {
        public ref TSink Sink = ref sink;

        /// <summary>How many features there have been, those that did not pass the filter included.</summary>
        public long Total;

        /// <summary>The words and n-grams there have been.</summary>
        public readonly SeenHashes Seen = seen;

        private readonly Span<uint> _features = features;
        private readonly Span<FeaturePlace> _places = places;
        private readonly KeyFilter.Tester _filter = filter.CreateTester();
        private int _count;

        /// <summary>Hands over all features of a template; <paramref name="tokens"/> begins with those of the block before.</summary>
        public void Emit<TTemplate>(Span<Token> tokens)
            where TTemplate : struct, ITemplate
        {
            int n = Reserve(tokens.Length);
            for (int i = Lead; i < tokens.Length; i++)
            {
                ref Token token = ref tokens[i];
                n += Put(n, TTemplate.Feature(ref token), TTemplate.Applies(ref token), i - Lead, TTemplate.Span);
            }

            Advance(n);
        }

        /// <summary>Hands over the features of a template that has one at each of some tokens.</summary>
        public void Emit<TTemplate>(Span<Token> tokens, scoped ReadOnlySpan<short> places)
            where TTemplate : struct, ITemplate
        {
            int n = Reserve(places.Length);
            foreach (short place in places)
                n += Put(n, TTemplate.Feature(ref tokens[place]), 1, place - Lead, TTemplate.Span);
            Advance(n);
        }

        /// <summary>Hands over a feature unless it has been there.</summary>
        public void Add(uint feature, int last, int span)
        {
            int n = Reserve(1);
            Advance(n + Put(n, feature, 1, last, span));
        }

        /// <summary>Hands over a feature of a single word, whether it has been there or not.</summary>
        public void AddAgain(uint feature, int last)
        {
            int n = Reserve(1);
            Write(n, feature, last, 1);
            Total++;
            Advance(n + _filter.MayContain(feature));
        }

        /// <summary>Makes room for so many features; tells where the next one goes.</summary>
        public int Reserve(int features)
        {
            if (_count + features > FeatureRoom)
                Flush();
            return _count;
        }

        /// <summary>Writes a feature; tells, as 1 or 0, whether it counts.</summary>
        /// <param name="n">Where it goes.</param>
        /// <param name="feature">The feature.</param>
        /// <param name="applies">1 if there is such a feature here, 0 if not.</param>
        /// <param name="last">Its last token.</param>
        /// <param name="span">How many tokens it spans.</param>
        /// <remarks>Without branches: what does not count is written and written over.</remarks>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public int Put(int n, uint feature, int applies, int last, int span)
        {
            Write(n, feature, last, span);
            int added = Seen.Add(feature, applies);
            Total += added;
            return added & _filter.MayContain(feature);
        }

        /// <summary>Takes note of where the next feature goes.</summary>
        public void Advance(int count) => _count = count;

        public void Flush()
        {
            Sink.Features(_features[.._count], TSink.TracksPositions ? _places[.._count] : default);
            _count = 0;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void Write(int n, uint feature, int last, int span)
        {
            _features[n] = feature;
            if (TSink.TracksPositions)
                _places[n] = new FeaturePlace(last, span);
        }
    }
}

/// <summary>What the features of a text come to.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="Words">The weights of the features that belong to single words, if the sink had them weighed.</param>
internal readonly record struct FeatureTotals(long Count, Vector256<double> Words);

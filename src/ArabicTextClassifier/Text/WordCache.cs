using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ArabicTextClassifier.Text;

/// <summary>What is always the same about a word.</summary>
/// <param name="stem">The hash of its light stem.</param>
/// <param name="bare">The hash of its stem when an attached preposition is taken off too; if there is none, that of its stem.</param>
/// <param name="wordClass">The class of the word by itself, counted from 1; 0 if it has none.</param>
/// <param name="tellsSpeech">Whether it tells who speaks or where speech begins.</param>
internal readonly struct WordAnalysis(uint stem, uint bare, byte wordClass, bool tellsSpeech)
{
    /// <summary>So many bits of <see cref="Packed"/> are used; the cache keeps a part of the word's hash in the others.</summary>
    public const int PackedBits = 9;

    private const uint SpeechBit = 1 << PackedBits - 1;

    private WordAnalysis(uint stem, uint bare, uint packed)
        : this(stem, bare, 0, false) => Packed = packed;

    public uint Stem { get; } = stem;

    public uint Bare { get; } = bare;

    /// <summary>Class and flag in one integer.</summary>
    public uint Packed { get; } = wordClass | (tellsSpeech ? SpeechBit : 0);

    public byte Class => (byte)Packed;

    public bool TellsSpeech => (Packed & SpeechBit) != 0;

    /// <summary>The same with something in the bits that are free.</summary>
    public WordAnalysis With(uint tag) => new(Stem, Bare, Packed & (1U << PackedBits) - 1 | tag & ~0U << PackedBits);
}

/// <summary>The weights of features, of four labels at a time.</summary>
internal interface IFeatureWeights
{
    /// <summary>The sum of the weights of features.</summary>
    Vector128<float> Sum(ReadOnlySpan<uint> features);
}

/// <summary>
/// Remembers the analysis of words met before, and what a word's own features come to: most of any text is made of few
/// words, and looking one up is much cheaper than stemming and weighing it. Changes speed and nothing else.
/// </summary>
/// <remarks>
/// Two entries, one line of the processor's cache, have room for the words whose hashes begin with the same bits. Safe from
/// any thread without a lock: an entry holds its word's hash combined with all that it remembers, and one that two threads
/// wrote at once does not match any word and counts as empty (R. Hyatt and T. Mann, "A lockless transposition-table
/// implementation for parallel search", 2002). Begins small, for a program that labels a few paragraphs and ends, and grows
/// with what it is given up to a fixed size; then it begins anew.
/// </remarks>
/// <param name="weights">What the features of a word count; null where nobody asks.</param>
internal sealed class WordCache(IFeatureWeights? weights)
{
    /// <summary>There are two to the power of so many entries at first, at most, and in between.</summary>
    private const int FirstBits = 10;
    private const int MostBits = 16;
    private const int Growth = 3;

    private const int LineLength = 64;

    /// <summary>One new word in so many takes a place that is taken: rare words seldom drive out frequent ones.</summary>
    private const int ReplacementRate = 8;

    private Lines _lines = new(FirstBits);

    /// <summary>What features of a word count.</summary>
    public Vector128<float> Weigh(ReadOnlySpan<uint> features) => weights is null ? default : weights.Sum(features);

    /// <summary>What finds words one after the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Finder CreateFinder() => _lines.CreateFinder();

    /// <summary>Remembers a word, perhaps.</summary>
    /// <param name="hash">The word's hash, not 0.</param>
    /// <param name="analysis">Its analysis.</param>
    /// <param name="weight">What its own features come to.</param>
    /// <param name="turn">Any running number.</param>
    public void Add(ulong hash, WordAnalysis analysis, Vector128<float> weight, int turn)
    {
        Lines lines = _lines;
        ref Entry first = ref lines.CreateFinder().Line(hash);
        ref Entry second = ref Unsafe.Add(ref first, 1);
        bool full = first.Check != 0 && second.Check != 0;
        if (full && lines.Bits < MostBits && ++lines.Crowded > 1 << lines.Bits - 2)
            _lines = new Lines(Math.Min(lines.Bits + Growth, MostBits));
        if (full && turn % ReplacementRate != 0)
            return;
        ref Entry entry = ref (full ? turn / ReplacementRate % 2 == 0 : first.Check == 0) ? ref first : ref second;
        analysis = analysis.With((uint)hash);
        entry.Analysis = analysis;
        entry.Weight = weight;
        entry.Check = Check(hash, analysis, weight);
    }

    /// <summary>The half of the hash that does not number the lines, mixed with everything else; never 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Check(ulong hash, WordAnalysis analysis, Vector128<float> weight)
    {
        ulong mixed = (weight.AsUInt64()[0] ^ weight.AsUInt64()[1]) * 0x9E3779B97F4A7C15;
        return (uint)hash ^ (uint)(mixed >> 32) ^ analysis.Stem * 3 ^ analysis.Bare * 5 ^ analysis.Packed << 20 | 1;
    }

    /// <summary>Entries that were all made at once.</summary>
    private sealed class Lines
    {
        private readonly Entry[] _entries;
        private readonly nint _firstLine;

        public unsafe Lines(int bits)
        {
            Bits = bits;

            // Pinned, so that the lines of the array stay those of the processor; a line more, so that the first can begin anywhere.
            _entries = GC.AllocateArray<Entry>((1 << bits) + 2, pinned: true);
            nint address = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_entries));
            _firstLine = -address & LineLength - 1;
        }

        public int Bits { get; }

        /// <summary>How many words have found no room, more or less: threads may count over one another.</summary>
        public int Crowded { get; set; }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Finder CreateFinder() =>
            new(ref Unsafe.AddByteOffset(ref MemoryMarshal.GetArrayDataReference(_entries), _firstLine), 64 + 1 - Bits);
    }

    /// <summary>Finds what is remembered of words.</summary>
    internal readonly ref struct Finder
    {
        private readonly ref Entry _firstLine;
        private readonly int _shift;

        /// <summary>Takes the lines of a cache.</summary>
        internal Finder(ref Entry firstLine, int shift)
        {
            _firstLine = ref firstLine;
            _shift = shift;
        }

        /// <summary>Fetches what is remembered of a word into the processor's cache.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public unsafe void Prefetch(ulong hash)
        {
            if (Sse.IsSupported)
                Sse.Prefetch0(Unsafe.AsPointer(ref Line(hash)));
        }

        /// <summary>Finds what is remembered of a word.</summary>
        /// <param name="hash">The word's hash, not 0.</param>
        /// <param name="analysis">Its analysis, if it is remembered.</param>
        /// <param name="weight">What its own features come to.</param>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool TryGet(ulong hash, out WordAnalysis analysis, out Vector128<float> weight)
        {
            ref Entry line = ref Line(hash);
            uint differs = (line.Analysis.Packed ^ (uint)hash) >> WordAnalysis.PackedBits;
            ref Entry entry = ref Unsafe.Add(ref line, differs != 0 ? 1 : 0);
            analysis = entry.Analysis;
            weight = entry.Weight;
            return entry.Check == Check(hash, analysis, weight);
        }

        // In bounds: the top bits of a hash number the lines.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal ref Entry Line(ulong hash) => ref Unsafe.Add(ref _firstLine, (nint)(hash >> _shift) * 2);
    }

    /// <summary>A word, and what is remembered of it: half a line.</summary>
    internal struct Entry
    {
        public WordAnalysis Analysis;
        public uint Check;
        public Vector128<float> Weight;
    }
}

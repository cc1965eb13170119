using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ArabicTextClassifier.Text;

/// <summary>What is always the same about a word.</summary>
/// <param name="stem">The hash of its light stem.</param>
/// <param name="bare">The hash of its stem when an attached preposition is taken off too; 0 if there is none.</param>
/// <param name="wordClass">The class of the word by itself, counted from 1; 0 if it has none.</param>
/// <param name="mayEndPhrase">Whether phrases of the lexicon may end with it.</param>
internal readonly struct WordAnalysis(uint stem, uint bare, byte wordClass, bool mayEndPhrase)
{
    private const uint PhraseBit = 1 << 8;

    public uint Stem { get; } = stem;

    public uint Bare { get; } = bare;

    /// <summary>Class and flag in one integer.</summary>
    public uint Packed { get; } = wordClass | (mayEndPhrase ? PhraseBit : 0);

    public byte Class => (byte)Packed;

    public bool MayEndPhrase => (Packed & PhraseBit) != 0;
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
/// <param name="weights">What the features of a word count; null where nobody asks.</param>
/// <remarks>
/// Safe from any thread without a lock. An entry holds its word's hash combined with all that it remembers: one that two
/// threads wrote at once does not match any word and counts as empty (R. Hyatt and T. Mann, "A lockless
/// transposition-table implementation for parallel search", 2002). Of fixed size.
/// </remarks>
internal sealed class WordCache(IFeatureWeights? weights)
{
    private const int Bits = 15;

    /// <summary>One new word in so many takes a place that is taken: rare words seldom drive out frequent ones.</summary>
    private const int ReplacementRate = 8;

    private readonly Entry[] _entries = new Entry[1 << Bits];

    /// <summary>What features of a word count.</summary>
    public Vector128<float> Weigh(ReadOnlySpan<uint> features) => weights is null ? default : weights.Sum(features);

    /// <summary>Fetches what is remembered of a word into the processor's cache.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe void Prefetch(ulong hash)
    {
        // Only a hint: the array may move before the address is used, which costs time and nothing else.
        if (Sse.IsSupported)
            Sse.Prefetch0(Unsafe.AsPointer(ref Place(hash)));
    }

    /// <summary>Finds what is remembered of a word.</summary>
    /// <param name="hash">The word's hash, not 0.</param>
    /// <param name="analysis">Its analysis, if it is remembered.</param>
    /// <param name="weight">What its own features come to.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryGet(ulong hash, out WordAnalysis analysis, out Vector128<float> weight)
    {
        ref Entry entry = ref Place(hash);
        analysis = entry.Analysis;
        weight = entry.Weight;
        return entry.Check == Check(hash, analysis, weight);
    }

    /// <summary>Remembers a word, perhaps.</summary>
    /// <param name="hash">The word's hash, not 0.</param>
    /// <param name="analysis">Its analysis.</param>
    /// <param name="weight">What its own features come to.</param>
    /// <param name="turn">Any running number.</param>
    public void Add(ulong hash, WordAnalysis analysis, Vector128<float> weight, int turn)
    {
        ref Entry entry = ref Place(hash);
        if (entry.Check != 0 && turn % ReplacementRate != 0)
            return;
        entry.Analysis = analysis;
        entry.Weight = weight;
        entry.Check = Check(hash, analysis, weight);
    }

    /// <summary>The half of the hash that does not number the entries, mixed with everything else; never 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Check(ulong hash, WordAnalysis analysis, Vector128<float> weight)
    {
        ulong mixed = (weight.AsUInt64()[0] ^ weight.AsUInt64()[1]) * 0x9E3779B97F4A7C15;
        return (uint)hash ^ (uint)(mixed >> 32) ^ analysis.Stem * 3 ^ analysis.Bare * 5 ^ analysis.Packed << 20 | 1;
    }

    // In bounds: the top bits of a hash number the entries.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref Entry Place(ulong hash) =>
        ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_entries), (nuint)(hash >> 64 - Bits));

    private struct Entry
    {
        public WordAnalysis Analysis;
        public uint Check;
        public Vector128<float> Weight;
    }
}

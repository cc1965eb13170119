using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ArabicTextClassifier.Text;

/// <summary>What is always the same about a word.</summary>
/// <param name="Stem">The hash of its light stem.</param>
/// <param name="Bare">The hash of its stem when an attached preposition is taken off too; 0 if there is none.</param>
/// <param name="Class">The class of the word by itself, counted from 1; 0 if it has none.</param>
/// <param name="MayEndPhrase">Whether phrases of the lexicon may end with it.</param>
internal readonly record struct WordAnalysis(uint Stem, uint Bare, byte Class, bool MayEndPhrase);

/// <summary>
/// Remembers the analysis of words met before: most of any text is made of few words, and looking one up is much cheaper
/// than stemming it. Changes speed and nothing else.
/// </summary>
/// <remarks>
/// Safe from any thread without a lock. An entry is three integers, the first of which is the word's hash combined with
/// the other two: an entry that two threads wrote at once does not match any word and counts as empty (R. Hyatt and
/// T. Mann, "A lockless transposition-table implementation for parallel search", 2002). Of fixed size.
/// </remarks>
internal sealed class WordCache
{
    private const int Bits = 15;
    private const ulong ClassFactor = 0x9E3779B97F4A7C15;

    /// <summary>One new word in so many takes a place that is taken: rare words seldom drive out frequent ones.</summary>
    private const int ReplacementRate = 8;

    private readonly Entry[] _entries = new Entry[1 << Bits];

    /// <summary>Finds what is remembered of a word.</summary>
    /// <param name="hash">The word's hash, not 0.</param>
    /// <param name="analysis">Its analysis, if it is remembered.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryGet(ulong hash, out WordAnalysis analysis)
    {
        ref Entry entry = ref Place(hash);
        (ulong check, ulong stems, ulong rest) = (entry.Check, entry.Stems, entry.Rest);
        analysis = new WordAnalysis((uint)(stems >> 32), (uint)stems, (byte)rest, rest >> 8 != 0);
        return (check ^ stems ^ rest * ClassFactor) == hash;
    }

    /// <summary>Remembers a word, perhaps.</summary>
    /// <param name="hash">The word's hash, not 0.</param>
    /// <param name="analysis">Its analysis.</param>
    /// <param name="turn">Any running number.</param>
    public void Add(ulong hash, in WordAnalysis analysis, int turn)
    {
        ref Entry entry = ref Place(hash);
        if (entry.Check != 0 && turn % ReplacementRate != 0)
            return;
        ulong stems = (ulong)analysis.Stem << 32 | analysis.Bare;
        ulong rest = analysis.Class | (analysis.MayEndPhrase ? 1UL << 8 : 0);
        entry.Stems = stems;
        entry.Rest = rest;
        entry.Check = hash ^ stems ^ rest * ClassFactor;
    }

    // In bounds: the top bits of a hash number the entries.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref Entry Place(ulong hash) =>
        ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_entries), (nuint)(hash >> 64 - Bits));

    private struct Entry
    {
        public ulong Check;
        public ulong Stems;
        public ulong Rest;
    }
}

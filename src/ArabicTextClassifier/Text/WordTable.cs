using System.Numerics;
using System.Runtime.CompilerServices;

namespace ArabicTextClassifier.Text;

/// <summary>What is always the same about a word: its stem, its stem without a preposition, its own class.</summary>
/// <param name="Stem">The hash of its light stem.</param>
/// <param name="Bare">The hash of its stem when an attached preposition is taken off too; 0 if there is none.</param>
/// <param name="Class">The class of the word by itself, counted from 1; 0 if it has none.</param>
internal readonly record struct WordAnalysis(ulong Stem, ulong Bare, int Class);

/// <summary>
/// The frequent words of a language with their analysis, made once when a model is loaded: most of any text is made of
/// few words, and looking one up is much cheaper than stemming it. Changes speed and nothing else.
/// </summary>
internal sealed class WordTable
{
    private readonly ulong[] _hashes;
    private readonly WordAnalysis[] _analyses;
    private readonly int _shift;

    public WordTable(IReadOnlyCollection<(ulong Hash, WordAnalysis Analysis)> words)
    {
        int size = Math.Max(4, (int)BitOperations.RoundUpToPowerOf2((uint)words.Count * 2));
        _hashes = new ulong[size];
        _analyses = new WordAnalysis[size];
        _shift = 64 - BitOperations.Log2((uint)size);
        foreach ((ulong hash, WordAnalysis analysis) in words)
        {
            int slot = SlotOf(hash);
            while (_hashes[slot] != 0)
                slot = (slot + 1) & (size - 1);
            _hashes[slot] = hash;
            _analyses[slot] = analysis;
        }
    }

    /// <summary>How many slots there are.</summary>
    public int Size => _hashes.Length;

    /// <summary>The analysis in a slot.</summary>
    public ref readonly WordAnalysis this[int slot] => ref _analyses[slot];

    /// <summary>The slot of a word's hash, or -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(ulong hash)
    {
        ulong[] hashes = _hashes;
        int slot = SlotOf(hash);
        while (true)
        {
            ulong there = hashes[slot & (hashes.Length - 1)];
            if (there == hash)
                return slot & (hashes.Length - 1);
            if (there == 0)
                return -1;
            slot++;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int SlotOf(ulong hash) => (int)((hash ^ (hash >> 29)) * FeatureHash.Base >> _shift);
}

using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ArabicTextClassifier.Text;

/// <summary>
/// Tells of most hashes that are not in a set that they are not, by two bits of one word each: a blocked Bloom filter
/// (F. Putze, P. Sanders and J. Singler, "Cache-, hash- and space-efficient Bloom filters", 2007). Never wrong when it says no.
/// </summary>
/// <remarks>Safe from any thread once filled.</remarks>
internal sealed class KeyFilter
{
    /// <summary>At this rate one hash in thirty gets through by mistake or fewer, and a hundred thousand keys take an eighth of a megabyte.</summary>
    private const int BitsPerKey = 10;

    private const int WordBits = 5;

    private readonly uint[] _words;
    private readonly int _shift;

    /// <summary>Takes the keys of the set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public KeyFilter(ReadOnlySpan<uint> keys)
    {
        int bits = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(1 << WordBits + 1, Math.Min(keys.Length, int.MaxValue / 2 / BitsPerKey) * BitsPerKey));
        _words = new uint[bits >> WordBits];
        _shift = 32 + WordBits - BitOperations.Log2((uint)bits);
        foreach (uint key in keys)
            _words[key >> _shift] |= Bits(key);
    }

    /// <summary>Lets everything through.</summary>
    public static KeyFilter All { get; } = CreateAll();

    /// <summary>1 if a hash may be in the set, 0 if it is not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int MayContain(uint key) => CreateTester().MayContain(key);

    /// <summary>What tests hashes one after the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Tester CreateTester() => new(_words, _shift);

    /// <summary>The low bits of a hash number two bits of a word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Bits(uint key) => 1U << (int)key | 1U << (int)(key >> WordBits);

    private static KeyFilter CreateAll()
    {
        KeyFilter all = new([]);
        Array.Fill(all._words, uint.MaxValue);
        return all;
    }

    /// <summary>Tests hashes.</summary>
    internal readonly ref struct Tester(uint[] words, int shift)
    {
        private readonly ref uint _words = ref MemoryMarshal.GetArrayDataReference(words);
        private readonly int _shift = shift;

        /// <inheritdoc cref="KeyFilter.MayContain"/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public int MayContain(uint key)
        {
            // In bounds: the words are a power of two, and so many top bits of the key number them (see _shift).
            uint missing = Bits(key) & ~Unsafe.Add(ref _words, key >> _shift);
            return missing == 0 ? 1 : 0;
        }
    }
}

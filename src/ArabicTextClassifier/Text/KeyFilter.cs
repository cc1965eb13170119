using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ArabicTextClassifier.Text;

/// <summary>
/// Tells of most hashes that are not in a set that they are not, by one bit each: a Bloom filter with one hash function
/// (B. Bloom, "Space/time trade-offs in hash coding with allowable errors", 1970). Never wrong when it says no.
/// </summary>
/// <remarks>Safe from any thread once filled.</remarks>
internal sealed class KeyFilter
{
    /// <summary>At this rate one hash in a dozen gets through by mistake, and a hundred thousand keys take an eighth of a megabyte.</summary>
    private const int BitsPerKey = 10;

    private const int WordBits = 5;

    private readonly uint[] _bits;
    private readonly int _shift;

    /// <summary>Takes the keys of the set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public KeyFilter(ReadOnlySpan<uint> keys)
    {
        int bits = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(1 << WordBits, Math.Min(keys.Length, int.MaxValue / 2 / BitsPerKey) * BitsPerKey));
        _bits = new uint[bits >> WordBits];
        _shift = 32 - BitOperations.Log2((uint)bits);
        foreach (uint key in keys)
            _bits[key >> _shift >> WordBits] |= 1U << (int)(key >> _shift);
    }

    /// <summary>Lets everything through.</summary>
    public static KeyFilter All { get; } = CreateAll();

    /// <summary>1 if a hash may be in the set, 0 if it is not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int MayContain(uint key) => CreateTester().MayContain(key);

    /// <summary>What tests hashes one after the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Tester CreateTester() => new(_bits, _shift);

    private static KeyFilter CreateAll()
    {
        KeyFilter all = new([]);
        Array.Fill(all._bits, uint.MaxValue);
        return all;
    }

    /// <summary>Tests hashes.</summary>
    internal readonly ref struct Tester(uint[] bits, int shift)
    {
        private readonly ref uint _bits = ref MemoryMarshal.GetArrayDataReference(bits);
        private readonly int _shift = shift;

        /// <inheritdoc cref="KeyFilter.MayContain"/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public int MayContain(uint key)
        {
            // In bounds: the bits are a power of two, and so many top bits of the key number them (see _shift).
            uint bit = key >> _shift;
            return (int)(Unsafe.Add(ref _bits, bit >> WordBits) >> (int)bit) & 1;
        }
    }
}

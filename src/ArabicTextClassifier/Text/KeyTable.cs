using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ArabicTextClassifier.Text;

/// <summary>
/// A set of hashes with a slot number for each. Every key lies in one of two buckets of four, so that a look-up is two
/// loads and eight comparisons, takes the same time for hits and misses, and never branches.
/// </summary>
/// <remarks>
/// Cuckoo hashing with buckets: M. Dietzfelbinger and C. Weidling, "Balanced allocation and dictionaries with tightly
/// packed constant size bins" (2007). What belongs to a key lies in an array of its owner, at the key's slot; the slot
/// <see cref="Missing"/> belongs to no key. Safe from any thread once filled.
/// </remarks>
internal sealed class KeyTable
{
    private const int BucketBits = 2;
    private const int BucketSize = 1 << BucketBits;
    private const uint SecondHash = 0x9E3779B1;

    /// <summary>Which of the eight places of two buckets a comparison mask points to: 0–3 in the first, 4–7 in the second.</summary>
    private const int NoMatch = 1 << NoMatchBits;
    private const int NoMatchBits = BucketBits + 1;

    private readonly uint[] _keys;
    private readonly int _shift;

    /// <summary>Takes keys that are neither 0 nor there twice.</summary>
    /// <exception cref="InvalidModelException">The keys were made to collide.</exception>
    public KeyTable(ReadOnlySpan<uint> keys)
    {
        // Two choices of buckets of four can be filled to far over nine tenths; a fifth of room keeps building fast.
        int size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(2 * BucketSize, keys.Length + keys.Length / 4));
        while (true)
        {
            _keys = new uint[size];
            _shift = 32 - BitOperations.Log2((uint)(size / BucketSize));
            if (TryFill(keys))
                return;
            if (size / 16 > keys.Length)
                throw new InvalidModelException($"The model's {keys.Length} hashes are no hashes: too many of them fall together.");
            size *= 2;
        }
    }

    /// <summary>How many slots there are, <see cref="Missing"/> not counted.</summary>
    public int Size => _keys.Length;

    /// <summary>The slot after all others, for what a missing key counts.</summary>
    public int Missing => _keys.Length;

    /// <summary>The keys, rising.</summary>
    public uint[] Keys()
    {
        uint[] keys = Array.FindAll(_keys, key => key != 0);
        Array.Sort(keys);
        return keys;
    }

    /// <summary>The slot of a key, or <see cref="Missing"/>; for 0 a slot that belongs to no key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(uint key) => CreateFinder().Find(key);

    /// <summary>What finds keys one after the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Finder CreateFinder() => new(_keys, _shift);

    /// <summary>Finds the slots of keys.</summary>
    internal readonly ref struct Finder(uint[] keys, int shift)
    {
        private readonly ref uint _keys = ref MemoryMarshal.GetArrayDataReference(keys);
        private readonly int _shift = shift;
        private readonly int _missing = keys.Length;

        /// <inheritdoc cref="KeyTable.Find"/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public int Find(uint key)
        {
            // In bounds: a bucket number has as many bits as the number of buckets, a power of two, allows (see _shift).
            uint first = key >> _shift << BucketBits;
            uint second = key * SecondHash >> _shift << BucketBits;
            Vector128<uint> wanted = Vector128.Create(key);
            uint inFirst = Vector128.Equals(Vector128.LoadUnsafe(ref _keys, first), wanted).ExtractMostSignificantBits();
            uint inSecond = Vector128.Equals(Vector128.LoadUnsafe(ref _keys, second), wanted).ExtractMostSignificantBits();
            int place = BitOperations.TrailingZeroCount(inFirst | inSecond << BucketSize | 1U << NoMatch);

            // Selected by masks: whether a key is there, and in which bucket, is what no branch predictor can know.
            int bucket = (int)(first ^ (first ^ second) & (uint)-(place >> BucketBits & 1));
            int slot = bucket + (place & BucketSize - 1);
            return slot ^ (slot ^ _missing) & -(place >> NoMatchBits);
        }
    }

    /// <remarks>Runs once a process: the JIT has no second chance to optimize it.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TryFill(ReadOnlySpan<uint> keys)
    {
        uint random = 1;
        foreach (uint added in keys)
        {
            uint key = added;
            bool placed = false;
            for (int kicks = 0; kicks < 500 && !placed; kicks++)
            {
                placed = TryPlace(key, (int)(key >> _shift)) || TryPlace(key, (int)(key * SecondHash >> _shift));
                if (placed)
                    continue;

                // Both full: the key takes a place, and what stood there looks for another.
                random = random * 1664525 + 1013904223;
                int bucket = (int)((random & 0x10000) == 0 ? key >> _shift : key * SecondHash >> _shift);
                ref uint place = ref _keys[bucket * BucketSize + (int)(random >> 24 & 3)];
                (key, place) = (place, key);
            }

            if (!placed)
                return false;
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryPlace(uint key, int bucket)
    {
        foreach (ref uint place in _keys.AsSpan(bucket * BucketSize, BucketSize))
        {
            if (place == 0)
            {
                place = key;
                return true;
            }
        }

        return false;
    }
}

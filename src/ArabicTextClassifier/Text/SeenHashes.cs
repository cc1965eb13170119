using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ArabicTextClassifier.Text;

/// <summary>
/// Remembers which hashes there have been, so that a paragraph counts as the set of its features: what is said twice does
/// not say more. Remembers the latest four hashes in each of many buckets: in a text of many pages one may count again,
/// always the same one.
/// </summary>
/// <remarks>Presence instead of counts: B. Pang, L. Lee and S. Vaithyanathan, "Thumbs up?" (EMNLP 2002), section 6.</remarks>
internal readonly ref struct SeenHashes
{
    /// <summary>How many hashes are remembered: several times the n-grams of a paragraph.</summary>
    public const int Length = BucketSize << BucketBits;

    private const int BucketBits = 8;
    private const int BucketSize = 4; // a Vector128<uint>
    private const uint Factor = 0x9E3779B1;

    private readonly ref Vector128<uint> _buckets;

    /// <summary>Starts with nothing seen.</summary>
    /// <param name="places">Memory of <see cref="Length"/>.</param>
    public SeenHashes(Span<uint> places)
    {
        places[..Length].Clear();
        _buckets = ref Unsafe.As<uint, Vector128<uint>>(ref MemoryMarshal.GetReference(places));
    }

    /// <summary>1 if a hash is new, 0 if it has been there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Add(uint hash) => Add(hash, 1);

    /// <summary>1 if a hash is new, 0 if it has been there or does not apply; then it leaves no trace.</summary>
    /// <param name="hash">The hash.</param>
    /// <param name="applies">1 or 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Add(uint hash, int applies)
    {
        // In bounds: the top bits of a product number the buckets.
        ref Vector128<uint> bucket = ref Unsafe.Add(ref _buckets, (int)(hash * Factor >> 32 - BucketBits));
        Vector128<uint> before = bucket;
        Vector128<uint> after = Vector128.Shuffle(before, Vector128.Create(0U, 0, 1, 2)).WithElement(0, hash);

        // 1 if no bit is set, without a branch: whether a hash is new is what no branch predictor can know.
        int added = (int)(Vector128.Equals(before, Vector128.Create(hash)).ExtractMostSignificantBits() - 1 >> 31) & applies;
        bucket = Vector128.ConditionalSelect(Vector128.Create((uint)-added), after, before);
        return added;
    }
}

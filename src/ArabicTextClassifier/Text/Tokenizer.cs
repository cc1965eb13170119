using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ArabicTextClassifier.Text;

/// <summary>Cuts folded text into tokens: runs of word characters, and punctuation marks one by one.</summary>
internal static class Tokenizer
{
    /// <summary>The text must be readable up to a multiple of this.</summary>
    public const int Stride = 64;

    /// <summary>Finds where tokens start and end.</summary>
    /// <param name="folded">Folded text, readable up to the next multiple of <see cref="Stride"/> after <paramref name="length"/>.</param>
    /// <param name="length">Where the text ends.</param>
    /// <param name="starts">Takes where each token starts; as long as the text.</param>
    /// <param name="ends">Takes where each token ends, exclusive; as long as the text.</param>
    /// <returns>How many tokens there are.</returns>
    /// <remarks>
    /// One bit per character tells where tokens start and end, and the set bits are listed one after the other, as in
    /// G. Langdale and D. Lemire, "Parsing gigabytes of JSON per second" (2019): no branch depends on a word's length.
    /// </remarks>
    public static int Split(ReadOnlySpan<char> folded, int length, Span<short> starts, Span<short> ends)
    {
        int startCount = 0;
        int endCount = 0;
        ulong wordBefore = 0;
        ulong markBefore = 0;
        for (int at = 0; at < length; at += Stride)
        {
            Classify(folded.Slice(at, Stride), out ulong words, out ulong marks);
            if (length - at < Stride)
            {
                ulong valid = (1UL << length - at) - 1;
                words &= valid;
                marks &= valid;
            }

            ulong shifted = words << 1 | wordBefore;
            startCount = List(words & ~shifted | marks, at, starts, startCount);
            endCount = List(~words & shifted | marks << 1 | markBefore, at, ends, endCount);
            wordBefore = words >> Stride - 1;
            markBefore = marks >> Stride - 1;
        }

        if (endCount < startCount)
            ends[endCount] = (short)length;
        return startCount;
    }

    private static int List(ulong bits, int offset, Span<short> positions, int count)
    {
        while (bits != 0)
        {
            positions[count++] = (short)(offset + BitOperations.TrailingZeroCount(bits));
            bits &= bits - 1;
        }

        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Classify(ReadOnlySpan<char> folded, out ulong words, out ulong marks)
    {
        ref ushort first = ref Unsafe.As<char, ushort>(ref MemoryMarshal.GetReference(folded));
        if (Vector512.IsHardwareAccelerated)
        {
            Vector512<ushort> low = Vector512.LoadUnsafe(ref first);
            Vector512<ushort> high = Vector512.LoadUnsafe(ref first, 32);
            Vector512<ushort> last = Vector512.Create((ushort)CharacterFolding.LastPunctuation);
            Vector512<ushort> space = Vector512.Create((ushort)CharacterFolding.Separator);
            words = Vector512.GreaterThan(low, last).ExtractMostSignificantBits() | Vector512.GreaterThan(high, last).ExtractMostSignificantBits() << 32;
            marks = ~(words | Vector512.Equals(low, space).ExtractMostSignificantBits() | Vector512.Equals(high, space).ExtractMostSignificantBits() << 32);
            return;
        }

        Vector128<ushort> lastPunctuation = Vector128.Create((ushort)CharacterFolding.LastPunctuation);
        Vector128<ushort> separator = Vector128.Create((ushort)CharacterFolding.Separator);
        words = 0;
        ulong separators = 0;
        for (int i = 0; i < Stride; i += 16)
        {
            Vector128<ushort> lower = Vector128.LoadUnsafe(ref first, (nuint)i);
            Vector128<ushort> upper = Vector128.LoadUnsafe(ref first, (nuint)i + 8);
            words |= Bits(Vector128.GreaterThan(lower, lastPunctuation), Vector128.GreaterThan(upper, lastPunctuation)) << i;
            separators |= Bits(Vector128.Equals(lower, separator), Vector128.Equals(upper, separator)) << i;
        }

        marks = ~(words | separators);

        static ulong Bits(Vector128<ushort> lower, Vector128<ushort> upper) =>
            Vector128.Narrow(lower, upper).ExtractMostSignificantBits();
    }
}

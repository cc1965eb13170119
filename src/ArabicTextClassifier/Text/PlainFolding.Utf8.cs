using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ArabicTextClassifier.Text;

internal static partial class PlainFolding
{
    /// <summary>Bytes and characters that are folded at once.</summary>
    private const int Utf8Stride = 64;

#if NET10_0_OR_GREATER
    /// <summary>Whether this processor, and this version of .NET, has what it takes to fold UTF-8.</summary>
    public static bool IsUtf8Supported => Avx512Vbmi.IsSupported && Avx512Vbmi2.IsSupported && Bmi2.X64.IsSupported;

    /// <summary>Folds plain UTF-8 up to the first character that is not plain.</summary>
    /// <param name="text">Any bytes.</param>
    /// <param name="folded">Takes the folded characters; not more than it holds are folded.</param>
    /// <param name="written">How many characters there are.</param>
    /// <returns>How many bytes were folded.</returns>
    public static int Fold(ReadOnlySpan<byte> text, Span<char> folded, out int written)
    {
        ref byte from = ref MemoryMarshal.GetReference(text);
        ref ushort to = ref Unsafe.As<char, ushort>(ref MemoryMarshal.GetReference(folded));
        int at = 0;
        written = 0;
        while (text.Length - at > Utf8Stride && folded.Length - written >= Utf8Stride)
        {
            // In bounds: a stride and a byte from here on are inside the text, a stride is inside the room.
            int plain = FoldStride(ref Unsafe.Add(ref from, at), Utf8Stride, ref Unsafe.Add(ref to, written), Utf8Stride, out int characters);
            at += plain;
            written += characters;
            if (plain < Utf8Stride)
                return at;
        }

        at += FoldRest(text[at..], folded[written..], out int last);
        written += last;
        return at;
    }

    [SkipLocalsInit]
    private static int FoldRest(ReadOnlySpan<byte> text, Span<char> folded, out int written)
    {
        // In bounds: a stride and a byte, and a stride, fit into the buffers.
        Span<byte> padded = stackalloc byte[Utf8Stride + 1];
        Span<char> result = stackalloc char[Utf8Stride];
        padded.Clear();
        text[..Math.Min(text.Length, padded.Length)].CopyTo(padded);
        int plain = FoldStride(
            ref MemoryMarshal.GetReference(padded),
            Math.Min(text.Length, Utf8Stride),
            ref Unsafe.As<char, ushort>(ref MemoryMarshal.GetReference(result)),
            folded.Length,
            out written);
        result[..written].CopyTo(folded);
        return plain;
    }

    /// <summary>Folds at most one stride of bytes into at most one stride of characters.</summary>
    /// <remarks>
    /// Every byte looks up what it would be if a character began there; those where one does are then moved together
    /// (compression as in R. Clausecker and D. Lemire, "Transcoding Unicode characters with AVX-512 instructions", 2023).
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int FoldStride(ref byte from, int length, ref ushort to, int room, out int written)
    {
        Vector512<byte> first = Vector512.LoadUnsafe(ref from);
        Vector512<byte> second = Vector512.LoadUnsafe(ref from, 1);
        Vector512<byte> quoteMarks = Vector512.Equals(second, Vector512.Create((byte)0xAB)) | Vector512.Equals(second, Vector512.Create((byte)0xBB));
        Vector512<byte> quotes = Vector512.Equals(first, Vector512.Create((byte)0xC2)) & quoteMarks; // « and »

        // Two bytes that begin with D8 or D9 are the first half of the Arabic block: seven bits, one from the first byte, six from the second.
        Vector512<byte> isSecond = Vector512.Equals(second & Vector512.Create((byte)0xC0), Vector512.Create((byte)0x80));
        Vector512<byte> arabic = Vector512.Equals(first & Vector512.Create((byte)0xFE), Vector512.Create((byte)0xD8)) & isSecond;
        Vector512<byte> arabicIndex = Vector512.Create((byte)0x80) | (first.AsUInt16() << 6).AsByte() & Vector512.Create((byte)0x40) | second & Vector512.Create((byte)0x3F);
        Vector512<byte> index = Vector512.ConditionalSelect(arabic, arabicIndex, Vector512.ConditionalSelect(quotes, Vector512.Create((byte)CharacterFolding.Quote), first));
        Vector512<byte> found = LookUp(index);

        Vector512<byte> ascii = Vector512.GreaterThanOrEqual(first.AsSByte(), Vector512<sbyte>.Zero).AsByte();
        Vector512<byte> begins = ascii | arabic | quotes;
        ulong pairs = (arabic | quotes).ExtractMostSignificantBits();
        ulong follows = pairs << 1;
        ulong plain = begins.ExtractMostSignificantBits() & ~Vector512.Equals(found, Vector512<byte>.Zero).ExtractMostSignificantBits();
        ulong other = ~(plain | follows);
        if (length < Utf8Stride)
            other |= ~0UL << length;
        int end = BitOperations.TrailingZeroCount(other);
        plain &= end == Utf8Stride ? ~0UL : (1UL << end) - 1;
        written = BitOperations.PopCount(plain);
        if (written > room)
        {
            // Up to the character that has no room any more.
            end = BitOperations.TrailingZeroCount(Bmi2.X64.ParallelBitDeposit(1UL << room, plain));
            written = room;
        }

        Vector512<byte> beforeEnd = Vector512.LessThan(Vector512<byte>.Indices, Vector512.Create((byte)end));
        StoreWide(Avx512Vbmi2.Compress(Vector512<byte>.Zero, begins & beforeEnd, found), ref to);
        return end + (int)(end == Utf8Stride ? pairs >> Utf8Stride - 1 : 0);
    }
#else
    /// <summary>Whether this processor, and this version of .NET, has what it takes to fold UTF-8.</summary>
    public static bool IsUtf8Supported => false;

    /// <summary>Folds nothing.</summary>
    public static int Fold(ReadOnlySpan<byte> text, Span<char> folded, out int written) => written = 0;
#endif
}

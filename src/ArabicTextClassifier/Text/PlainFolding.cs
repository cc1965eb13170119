using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace ArabicTextClassifier.Text;

/// <summary>
/// Folds runs of plain text many characters at a time. Plain is what becomes exactly one character by a table of a byte per
/// character: ASCII, the Arabic block, the usual quotation marks. It is nearly all of a newspaper.
/// </summary>
/// <remarks>
/// A table of 256 bytes lies in vector registers: sixteen rows of which a shuffle reads one at a time, or four of
/// sixty-four with AVX-512 VBMI (W. Muła and D. Lemire, "Base64 encoding and decoding at almost the speed of a memory copy", 2019).
/// Gives what <see cref="CharacterFolding.Table"/> gives.
/// </remarks>
internal static partial class PlainFolding
{
    /// <summary>Characters that are folded at once; there must be room for as many.</summary>
    public static int Stride => Avx512Vbmi.IsSupported ? 64 : 16;

    /// <summary>Whether this processor has what it takes.</summary>
    public static bool IsSupported => Avx512Vbmi.IsSupported || Ssse3.IsSupported || AdvSimd.Arm64.IsSupported;

    /// <summary>Folded characters in a byte: ASCII as it is, the Arabic block from 128 on, 0 for what is not plain.</summary>
    private static readonly byte[] s_table = CreateTable();

    private const ushort FirstArabic = 0x600;
    private const int ArabicOffset = FirstArabic - 0x80;

    /// <summary>Folds plain text up to the first character that is not plain.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="folded">Takes the folded characters; not more than it holds are folded.</param>
    /// <returns>How many characters were folded.</returns>
    public static int Fold(ReadOnlySpan<char> text, Span<char> folded)
    {
        int length = Math.Min(text.Length, folded.Length);
        int stride = Stride;
        ref ushort from = ref Unsafe.As<char, ushort>(ref MemoryMarshal.GetReference(text));
        ref ushort to = ref Unsafe.As<char, ushort>(ref MemoryMarshal.GetReference(folded));
        int at = 0;
        while (length - at >= stride)
        {
            // In bounds: a stride from here on is inside both spans.
            int plain = FoldStride(ref Unsafe.Add(ref from, at), ref Unsafe.Add(ref to, at));
            at += plain;
            if (plain < stride)
                return at;
        }

        return at + FoldRest(text[at..length], folded[at..length]);
    }

    [SkipLocalsInit]
    private static int FoldRest(ReadOnlySpan<char> text, Span<char> folded)
    {
        // In bounds: the longest stride fits into both buffers.
        Span<char> padded = stackalloc char[64];
        Span<char> result = stackalloc char[64];
        padded.Clear();
        text.CopyTo(padded);
        int plain = Math.Min(text.Length, FoldStride(
            ref Unsafe.As<char, ushort>(ref MemoryMarshal.GetReference(padded)),
            ref Unsafe.As<char, ushort>(ref MemoryMarshal.GetReference(result))));
        result[..plain].CopyTo(folded);
        return plain;
    }

    /// <summary>Folds one stride and tells how many of its first characters are plain.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int FoldStride(ref ushort from, ref ushort to) =>
        Avx512Vbmi.IsSupported ? FoldWide(ref from, ref to) : FoldNarrow(ref from, ref to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int FoldWide(ref ushort from, ref ushort to)
    {
        Vector512<ushort> lower = Quotes(Vector512.LoadUnsafe(ref from));
        Vector512<ushort> upper = Quotes(Vector512.LoadUnsafe(ref from, 32));
        Vector512<byte> index = Vector512.Narrow(Index(lower), Index(upper));
        Vector512<byte> found = LookUp(index);
        StoreWide(found, ref to);
        ulong other = Vector512.Equals(found, Vector512<byte>.Zero).ExtractMostSignificantBits()
            | Foreign(lower).ExtractMostSignificantBits() | Foreign(upper).ExtractMostSignificantBits() << 32;
        return BitOperations.TrailingZeroCount(other);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static Vector512<ushort> Quotes(Vector512<ushort> c)
        {
            Vector512<ushort> quotes = Vector512.Equals(c, Vector512.Create((ushort)'«')) | Vector512.Equals(c, Vector512.Create((ushort)'»'))
                | Vector512.Equals(c, Vector512.Create((ushort)'“')) | Vector512.Equals(c, Vector512.Create((ushort)'”'));
            return Vector512.ConditionalSelect(quotes, Vector512.Create((ushort)CharacterFolding.Quote), c);
        }

        // Bit 10 tells the Arabic block from ASCII.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static Vector512<ushort> Index(Vector512<ushort> c) =>
            c & Vector512.Create((ushort)0x7F) | c >>> 3 & Vector512.Create((ushort)0x80);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static Vector512<ushort> Foreign(Vector512<ushort> c)
        {
            Vector512<ushort> block = c & Vector512.Create((ushort)0xFF80);
            return ~(Vector512.Equals(block, Vector512<ushort>.Zero) | Vector512.Equals(block, Vector512.Create(FirstArabic)));
        }
    }

    /// <summary>The folded characters of sixty-four indices of the table.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> LookUp(Vector512<byte> index)
    {
        ref byte table = ref MemoryMarshal.GetArrayDataReference(s_table);
        Vector512<byte> ascii = Avx512Vbmi.PermuteVar64x8x2(Vector512.LoadUnsafe(ref table), index, Vector512.LoadUnsafe(ref table, 64));
        Vector512<byte> arabic = Avx512Vbmi.PermuteVar64x8x2(Vector512.LoadUnsafe(ref table, 128), index, Vector512.LoadUnsafe(ref table, 192));
        return Vector512.ConditionalSelect(Vector512.LessThan(index.AsSByte(), Vector512<sbyte>.Zero).AsByte(), arabic, ascii);
    }

    /// <summary>Writes out folded characters that are a byte each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreWide(Vector512<byte> found, ref ushort to)
    {
        (Vector512<ushort> lower, Vector512<ushort> upper) = Vector512.Widen(found);
        Widen(lower).StoreUnsafe(ref to);
        Widen(upper).StoreUnsafe(ref to, 32);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static Vector512<ushort> Widen(Vector512<ushort> c) =>
            c + (Vector512.GreaterThan(c, Vector512.Create((ushort)0x7F)) & Vector512.Create((ushort)ArabicOffset));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int FoldNarrow(ref ushort from, ref ushort to)
    {
        Vector128<ushort> lower = Quotes(Vector128.LoadUnsafe(ref from));
        Vector128<ushort> upper = Quotes(Vector128.LoadUnsafe(ref from, 8));
        Vector128<byte> index = Vector128.Narrow(Index(lower), Index(upper));
        Vector128<byte> column = index & Vector128.Create((byte)0xF);
        Vector128<byte> row = (index.AsUInt16() >>> 4).AsByte() & Vector128.Create((byte)0xF);

        // Punctuation and digits, and the Arabic letters and digits; what stands in other rows is left for the table.
        Vector128<byte> found = Row(0x2, row, column) | Row(0x3, row, column) | Row(0x8, row, column) | Row(0x9, row, column)
            | Row(0xA, row, column) | Row(0xB, row, column) | Row(0xC, row, column) | Row(0xE, row, column);

        (Vector128<ushort> foundLower, Vector128<ushort> foundUpper) = Vector128.Widen(found);
        Widen(foundLower).StoreUnsafe(ref to);
        Widen(foundUpper).StoreUnsafe(ref to, 8);
        uint other = Vector128.Equals(found, Vector128<byte>.Zero).ExtractMostSignificantBits()
            | Foreign(lower).ExtractMostSignificantBits() | Foreign(upper).ExtractMostSignificantBits() << 8;
        return BitOperations.TrailingZeroCount(other | 1U << 16);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static Vector128<byte> Row(byte number, Vector128<byte> row, Vector128<byte> column) => Vector128.Equals(row, Vector128.Create(number))
            & Shuffle(Vector128.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(s_table), (nuint)number << 4), column);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static Vector128<byte> Shuffle(Vector128<byte> table, Vector128<byte> index) =>
            Ssse3.IsSupported ? Ssse3.Shuffle(table, index) : AdvSimd.Arm64.VectorTableLookup(table, index);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static Vector128<ushort> Quotes(Vector128<ushort> c)
        {
            Vector128<ushort> quotes = Vector128.Equals(c, Vector128.Create((ushort)'«')) | Vector128.Equals(c, Vector128.Create((ushort)'»'))
                | Vector128.Equals(c, Vector128.Create((ushort)'“')) | Vector128.Equals(c, Vector128.Create((ushort)'”'));
            return Vector128.ConditionalSelect(quotes, Vector128.Create((ushort)CharacterFolding.Quote), c);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static Vector128<ushort> Index(Vector128<ushort> c) =>
            c & Vector128.Create((ushort)0x7F) | c >>> 3 & Vector128.Create((ushort)0x80);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static Vector128<ushort> Foreign(Vector128<ushort> c)
        {
            Vector128<ushort> block = c & Vector128.Create((ushort)0xFF80);
            return ~(Vector128.Equals(block, Vector128<ushort>.Zero) | Vector128.Equals(block, Vector128.Create(FirstArabic)));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static Vector128<ushort> Widen(Vector128<ushort> c) =>
            c + (Vector128.GreaterThan(c, Vector128.Create((ushort)0x7F)) & Vector128.Create((ushort)ArabicOffset));
    }

    private static byte[] CreateTable()
    {
        byte[] table = new byte[256];
        for (int i = 0; i < table.Length; i++)
        {
            char folded = CharacterFolding.Table[i < 0x80 ? i : i + ArabicOffset];
            table[i] = folded switch
            {
                < (char)0x80 => (byte)folded,
                >= (char)FirstArabic and < (char)(FirstArabic + 0x80) => (byte)(folded - ArabicOffset),
                _ => 0,
            };
        }

        return table;
    }
}

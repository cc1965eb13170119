using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace ArabicTextClassifier.Text;

/// <summary>Folds text of one encoding, a buffer at a time.</summary>
internal interface ITextEncoding<T>
    where T : unmanaged
{
    /// <summary>Folds from the start of <paramref name="text"/> until it ends or <paramref name="folded"/> is full.</summary>
    /// <param name="text">What is left of the text.</param>
    /// <param name="folded">Takes the folded characters; at least <see cref="CharacterFolding.LongestExpansion"/> long.</param>
    /// <param name="positions">Empty, or as long as <paramref name="folded"/>: takes the index in <paramref name="text"/> of each folded character.</param>
    /// <param name="written">How many folded characters there are now.</param>
    /// <returns>How much of <paramref name="text"/> was used up.</returns>
    static abstract int Fold(ReadOnlySpan<T> text, Span<char> folded, Span<int> positions, out int written);
}

/// <summary>UTF-16, as .NET strings hold it. Lone surrogates are separators, like every symbol.</summary>
internal readonly struct Utf16 : ITextEncoding<char>
{
    /// <inheritdoc/>
    public static int Fold(ReadOnlySpan<char> text, Span<char> folded, Span<int> positions, out int written)
    {
        int room = folded.Length - CharacterFolding.LongestExpansion;
        int count = 0;
        int i = 0;
        bool plain = PlainFolding.IsSupported && positions.IsEmpty;
        ref char table = ref MemoryMarshal.GetReference(CharacterFolding.Table); // an entry for every char: no index is out of bounds
        while (i < text.Length && count <= room)
        {
            if (plain)
            {
                // Up to where one by one would end too: a text falls into the same blocks on every processor.
                int run = PlainFolding.Fold(text[i..], folded[count..(room + 1)]);
                i += run;
                count += run;
                if (i == text.Length || count > room)
                    break;
            }

            count += Put(Unsafe.Add(ref table, text[i]), i, folded, positions, count);
            i++;
        }

        written = count;
        return i;
    }

    /// <summary>Writes what a character was folded to; tells how many characters that is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Put(char c, int position, Span<char> folded, Span<int> positions, int count)
    {
        if (!positions.IsEmpty)
            positions[count] = position;
        folded[count] = c;

        // One comparison for both rarities: what is removed wraps around to the top.
        if ((uint)(c - 1) < CharacterFolding.FirstExpansion - 1 || c > CharacterFolding.LastExpansion)
            return 1;
        return c == CharacterFolding.Removed ? 0 : Expand(c, position, folded[count..], positions.IsEmpty ? positions : positions[count..]);
    }

    /// <summary>Writes out a character that stands for several; there is room for it.</summary>
    private static int Expand(char c, int position, Span<char> folded, Span<int> positions)
    {
        string letters = CharacterFolding.Expansion(c);
        letters.CopyTo(folded);
        if (!positions.IsEmpty)
            positions[..letters.Length].Fill(position);
        return letters.Length;
    }
}

/// <summary>UTF-8. A byte sequence that is no UTF-8 is a separator.</summary>
internal readonly struct Utf8 : ITextEncoding<byte>
{
    /// <inheritdoc/>
    public static int Fold(ReadOnlySpan<byte> text, Span<char> folded, Span<int> positions, out int written)
    {
        int room = folded.Length - CharacterFolding.LongestExpansion;
        int count = 0;
        int i = 0;
        bool plain = PlainFolding.IsUtf8Supported && positions.IsEmpty;
        ref char table = ref MemoryMarshal.GetReference(CharacterFolding.Table); // an entry for every char: no index is out of bounds
        while (i < text.Length && count <= room)
        {
            if (plain)
            {
                // As with UTF-16: up to where one by one would end too.
                i += PlainFolding.Fold(text[i..], folded[count..(room + 1)], out int run);
                count += run;
                if (i == text.Length || count > room)
                    break;
            }

            char c = Decode(text, i, out int length);
            count += Utf16.Put(Unsafe.Add(ref table, c), i, folded, positions, count);
            i += length;
        }

        written = count;
        return i;
    }

    /// <summary>The code unit at <paramref name="i"/>; for a supplementary character its first surrogate, which is all that folding looks at.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static char Decode(ReadOnlySpan<byte> text, int i, out int length)
    {
        byte first = text[i];
        length = 1;
        if (first < 0x80)
            return (char)first;

        // Two bytes: all of Arabic outside the presentation forms.
        if ((first & 0xE0) == 0xC0 && first >= 0xC2 && i + 1 < text.Length && (text[i + 1] & 0xC0) == 0x80)
        {
            length = 2;
            return (char)((first & 0x1F) << 6 | text[i + 1] & 0x3F);
        }

        return DecodeRare(text, i, out length);
    }

    private static char DecodeRare(ReadOnlySpan<byte> text, int i, out int length)
    {
        OperationStatus status = Rune.DecodeFromUtf8(text[i..], out Rune rune, out length);
        if (status != OperationStatus.Done)
            return '\uFFFD';
        return rune.IsBmp ? (char)rune.Value : (char)(((rune.Value - 0x10000) >> 10) + 0xD800);
    }
}

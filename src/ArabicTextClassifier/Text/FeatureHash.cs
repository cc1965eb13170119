using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ArabicTextClassifier.Text;

/// <summary>Hashes of words and of what is made of them. Part of the model format: a change makes old models wrong.</summary>
/// <remarks>
/// A word is read as four integers and hashed by two 128-bit products whose halves are folded together, the mixing step
/// of wyhash (Wang Yi, 2019): the same few instructions for every word, however long. What is hashed well once stays so in
/// a linear combination, so that an n-gram costs one multiplication.
/// </remarks>
internal static class FeatureHash
{
    /// <summary>Characters of a word beyond this do not count.</summary>
    public const int MaxWordLength = 16;

    /// <summary>Characters that must be readable from the first character of a word on, whatever the word's length.</summary>
    public const int ReadableLength = MaxWordLength;

    private const uint Order = 0xCC9E2D51;

    /// <summary>By length, four integers each: which bits of sixteen characters belong to a word.</summary>
    private static readonly ulong[] s_masks = Masks();

    /// <summary>The hash of a word; never 0.</summary>
    /// <param name="first">Its first character; <see cref="ReadableLength"/> characters from here on can be read.</param>
    /// <param name="length">From 0 to <see cref="MaxWordLength"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong OfWord(ref readonly char first, int length)
    {
        // In bounds: the caller's promise for the characters, and four masks for each of the seventeen lengths.
        ref byte characters = ref Unsafe.As<char, byte>(ref Unsafe.AsRef(in first));
        ref ulong masks = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(s_masks), length * 4);
        ulong a = Unsafe.ReadUnaligned<ulong>(ref characters) & masks;
        ulong b = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref characters, 8)) & Unsafe.Add(ref masks, 1);
        ulong c = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref characters, 16)) & Unsafe.Add(ref masks, 2);
        ulong d = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref characters, 24)) & Unsafe.Add(ref masks, 3);
        ulong firstHigh = Math.BigMul(a ^ 0xA0761D6478BD642F, b ^ 0xE7037ED1A0B428DB, out ulong firstLow);
        ulong lastHigh = Math.BigMul(c ^ 0x8EBC6AF09C88C6E3, d ^ 0x589965CC75374CC3, out ulong lastLow);
        return firstHigh ^ firstLow ^ lastHigh ^ lastLow | 1;
    }

    /// <summary>The hash of a word of any length, which counts by its first <see cref="MaxWordLength"/> characters.</summary>
    public static ulong OfWord(ReadOnlySpan<char> word)
    {
        Span<char> readable = stackalloc char[ReadableLength];
        readable.Clear();
        word = word[..Math.Min(word.Length, MaxWordLength)];
        word.CopyTo(readable);
        return OfWord(ref MemoryMarshal.GetReference(readable), word.Length);
    }

    /// <summary>What stands for a word or stem in features: the better half of its hash.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Short(ulong hash) => (uint)(hash >> 32);

    /// <summary>The feature that a template makes of one thing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Feature(uint thing, uint template) => thing + template;

    /// <summary>The feature that a template makes of two things in order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Feature(uint first, uint second, uint template) => first * Order + second + template;

    /// <summary>A number for the name of a template or class.</summary>
    public static uint OfName(string name)
    {
        ulong hash = 0x5851F42D4C957F2D;
        foreach (char c in name)
            hash = (hash + c) * 0x9E3779B97F4A7C15;
        return Short(hash);
    }

    private static ulong[] Masks()
    {
        ulong[] masks = new ulong[(MaxWordLength + 1) * 4];
        for (int length = 0; length <= MaxWordLength; length++)
        {
            for (int character = 0; character < length; character++)
                masks[length * 4 + character / 4] |= 0xFFFFUL << character % 4 * 16;
        }

        return masks;
    }
}

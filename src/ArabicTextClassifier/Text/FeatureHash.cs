using System.Runtime.CompilerServices;

namespace ArabicTextClassifier.Text;

/// <summary>Hashes of words and of what is made of them. Part of the model format: a change makes old models wrong.</summary>
/// <remarks>
/// A word is hashed as a polynomial over its characters modulo 2^64, so that the hash of every part of it follows from
/// the hashes of its beginnings (Karp and Rabin, 1987); a feature multiplies and keeps the high half (Fibonacci hashing).
/// </remarks>
internal static class FeatureHash
{
    /// <summary>The base of the polynomial: odd, so that no character is ever shifted out.</summary>
    public const ulong Base = 0x9E3779B97F4A7C15;

    private const ulong Combine = 0xD6E8FEB86659FD93;
    private const ulong Mix = 0xFF51AFD7ED558CCD;

    /// <summary>The hash of a text one character longer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Append(ulong hash, char c) => (hash + c) * Base;

    /// <summary>The hash of two things in order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Pair(ulong first, ulong second) => (first ^ (first >> 29)) * Combine + second;

    /// <summary>The feature that a template makes of a hash.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Feature(ulong hash, ulong template)
    {
        hash = (hash ^ (hash >> 32) ^ template) * Mix;
        return (uint)((hash ^ (hash >> 29)) * Combine >> 32);
    }

    /// <summary>A hash that no word has, for the name of a class or template.</summary>
    public static ulong OfName(string name)
    {
        ulong hash = 0x5851F42D4C957F2D;
        foreach (char c in name)
            hash = Append(hash, c);
        return hash;
    }
}

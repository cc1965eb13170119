using System.Text;
using ArabicTextClassifier.Text;

namespace ArabicTextClassifier;

/// <summary>
/// The text as the classifier reads it: letters folded to one form each, digits masked, diacritics, tatweel and
/// invisible marks gone, tokens separated by one space.
/// </summary>
/// <remarks>
/// Alef with hamza, madda or wasla becomes ا; ؤ becomes و; ئ and ى become ي; ة becomes ه; Persian and Urdu look-alikes
/// become the Arabic letter; presentation forms and ligatures become the letters they show; every digit becomes ٠;
/// Latin letters are lower-cased; quotation marks become <c>"</c>, and <c>: # ? ! (</c> stay; other punctuation separates
/// words. All members are safe from any thread.
/// </remarks>
public static class ArabicNormalizer
{
    /// <summary>Normalizes a text. Normalizing twice changes nothing more.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>Its tokens with one space between them; empty if it has none.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    public static string Normalize(string text) => Normalize(text, out _);

    /// <summary>Normalizes a text and tells where each character came from.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="positions">For each character of the result its index in <paramref name="text"/>; for the space before a token that of the token's first character. Never decreases.</param>
    /// <returns>Its tokens with one space between them; empty if it has none.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    public static string Normalize(string text, out int[] positions)
    {
        ArgumentNullException.ThrowIfNull(text);
        StringBuilder normalized = new(text.Length);
        List<int> origins = new(text.Length);
        bool inWord = false;
        foreach ((char c, int position) in Folded(text))
        {
            bool word = CharacterFolding.IsWordCharacter(c);
            if (c != CharacterFolding.Separator)
            {
                if (normalized.Length > 0 && !(word && inWord))
                    Append(' ', position);
                Append(c, position);
            }

            inWord = word;
        }

        positions = [.. origins];
        return normalized.ToString();

        void Append(char c, int position)
        {
            normalized.Append(c);
            origins.Add(position);
        }
    }

    /// <summary>The tokens of a normalized text.</summary>
    internal static string[] Tokens(string text) =>
        Normalize(text).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<(char Folded, int Position)> Folded(string text)
    {
        char[] folded = new char[256];
        int[] positions = new int[folded.Length];
        for (int read = 0; read < text.Length;)
        {
            int used = Utf16.Fold(text.AsSpan(read), folded, positions, out int count);
            for (int i = 0; i < count; i++)
                yield return (folded[i], positions[i] + read);
            read += used;
        }
    }
}

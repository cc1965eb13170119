using static ArabicTextClassifier.Text.CharacterFolding;

namespace ArabicTextClassifier.Text;

/// <summary>Light stemming of folded Arabic words: cuts frequent prefixes and suffixes, never infixes.</summary>
/// <remarks>
/// The light10 algorithm of Larkey, Ballesteros and Connell, "Light stemming for Arabic information retrieval" (2007),
/// in the form that Lucene made standard: at most one prefix, then each suffix once, and two letters always stay.
/// </remarks>
internal static class LightStemmer
{
    /// <summary>The part of <paramref name="word"/> that is its stem.</summary>
    /// <param name="word">Folded word characters.</param>
    /// <param name="start">Where the stem starts.</param>
    /// <param name="end">Where it ends, exclusive.</param>
    public static void Stem(ReadOnlySpan<char> word, out int start, out int end)
    {
        start = PrefixLength(word);
        end = word.Length;

        // Longest suffixes first, each once: ها ان ات ون ين يه, then ه and ي.
        if (end - start >= 4)
        {
            char last = word[end - 1];
            char before = word[end - 2];
            if (last == 'ا' && before == 'ه')
                end -= 2;
            if (end - start >= 4 && word[end - 1] == 'ن' && word[end - 2] == 'ا')
                end -= 2;
            if (end - start >= 4 && word[end - 1] == 'ت' && word[end - 2] == 'ا')
                end -= 2;
            if (end - start >= 4 && word[end - 1] == 'ن' && word[end - 2] == 'و')
                end -= 2;
            if (end - start >= 4 && word[end - 1] == 'ن' && word[end - 2] == 'ي')
                end -= 2;
            if (end - start >= 4 && word[end - 1] == 'ه' && word[end - 2] == 'ي')
                end -= 2;
        }

        if (end - start >= 3 && word[end - 1] == 'ه')
            end--;
        if (end - start >= 3 && word[end - 1] == 'ي')
            end--;
    }

    /// <summary>
    /// Where the word may start when attached particles are taken off: the conjunctions و ف, the prepositions ب ل ك,
    /// the article. The whole word comes first, the shortest form last.
    /// </summary>
    /// <param name="word">Folded word characters.</param>
    /// <param name="starts">Takes the offsets; at least <see cref="MostStarts"/> long.</param>
    /// <returns>How many there are.</returns>
    public static int ParticleStarts(ReadOnlySpan<char> word, Span<int> starts)
    {
        int count = 0;
        int at = 0;
        starts[count++] = 0;
        if (word.Length >= 4 && word[0] is 'و' or 'ف' && word.Length >= 4)
            starts[count++] = at = 1;

        ReadOnlySpan<char> rest = word[at..];
        if (rest.Length >= 4 && rest[0] == 'ا' && rest[1] == 'ل')
        {
            starts[count++] = at + 2;
        }
        else if (rest.Length >= 4 && rest[0] == 'ل' && rest[1] == 'ل')
        {
            starts[count++] = at + 2;
        }
        else if (rest.Length >= 4 && rest[0] is 'ب' or 'ل' or 'ك')
        {
            if (rest.Length >= 5 && rest[1] == 'ا' && rest[2] == 'ل')
                starts[count++] = at + 3;
            else if (rest.Length >= 4)
                starts[count++] = at + 1;
        }

        return count;
    }

    /// <summary>The most offsets that <see cref="ParticleStarts"/> gives.</summary>
    public const int MostStarts = 3;

    private static int PrefixLength(ReadOnlySpan<char> word)
    {
        if (word.Length < 4)
            return 0;
        char first = word[0];
        if (first == 'ا')
            return word[1] == 'ل' ? 2 : 0;
        if (first == 'ل')
            return word[1] == 'ل' ? 2 : 0;
        if (first is 'و' or 'ب' or 'ك' or 'ف' && word.Length >= 5 && word[1] == 'ا' && word[2] == 'ل')
            return 3;
        return first == 'و' ? 1 : 0;
    }
}

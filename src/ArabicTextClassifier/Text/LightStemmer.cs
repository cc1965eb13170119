using System.Runtime.CompilerServices;

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
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Stem(ReadOnlySpan<char> word, out int start, out int end)
    {
        start = PrefixLength(word);
        end = word.Length;
        if (word is [.., 'ا' or 'ن' or 'ت' or 'ه' or 'ي'])
            CutSuffixes(word, start, ref end);
    }

    /// <summary>
    /// Where the word may start when attached particles are taken off: first the conjunctions و ف, then the prepositions
    /// ب ل ك and the article.
    /// </summary>
    /// <param name="word">Folded word characters.</param>
    /// <param name="first">Where it starts without a conjunction; 0 if it has none.</param>
    /// <param name="second">Where it starts without all particles; the same as <paramref name="first"/> if there are no others.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void TakeOffParticles(ReadOnlySpan<char> word, out int first, out int second)
    {
        first = word.Length >= 4 && word[0] is 'و' or 'ف' ? 1 : 0;
        ReadOnlySpan<char> rest = word[first..];
        second = first + rest switch
        {
            { Length: < 4 } => 0,
            ['ا' or 'ل', 'ل', ..] => 2,
            ['ب' or 'ل' or 'ك', 'ا', 'ل', _, _, ..] => 3,
            ['ب' or 'ل' or 'ك', ..] => 1,
            _ => 0,
        };
    }

    /// <summary>Longest suffixes first, each once: ها ان ات ون ين يه, then ه and ي.</summary>
    private static void CutSuffixes(ReadOnlySpan<char> word, int start, ref int end)
    {
        Cut(word, start, ref end, 'ه', 'ا');
        Cut(word, start, ref end, 'ا', 'ن');
        Cut(word, start, ref end, 'ا', 'ت');
        Cut(word, start, ref end, 'و', 'ن');
        Cut(word, start, ref end, 'ي', 'ن');
        Cut(word, start, ref end, 'ي', 'ه');
        if (end - start >= 3 && word[end - 1] == 'ه')
            end--;
        if (end - start >= 3 && word[end - 1] == 'ي')
            end--;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void Cut(ReadOnlySpan<char> word, int start, ref int end, char before, char last)
        {
            if (end - start >= 4 && word[end - 1] == last && word[end - 2] == before)
                end -= 2;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int PrefixLength(ReadOnlySpan<char> word)
    {
        if (word.Length < 4)
            return 0;
        char first = word[0];
        if (first is 'ا' or 'ل')
            return word[1] == 'ل' ? 2 : 0;
        if (first is 'و' or 'ب' or 'ك' or 'ف' && word.Length >= 5 && word[1] == 'ا' && word[2] == 'ل')
            return 3;
        return first == 'و' ? 1 : 0;
    }
}

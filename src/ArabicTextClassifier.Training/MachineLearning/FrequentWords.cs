using System.Runtime.InteropServices;
using ArabicTextClassifier.Text;

namespace ArabicTextClassifier.Training.MachineLearning;

/// <summary>Chooses the words that a model analyzes beforehand.</summary>
internal static class FrequentWords
{
    /// <summary>Enough to cover most of a newspaper's text, few enough to stay in a processor's second-level cache.</summary>
    private const int Most = 8192;

    /// <summary>A rarer word would take longer to load than it saves.</summary>
    private const int MinOccurrences = 3;

    /// <summary>The most frequent words of texts, in ordinal order.</summary>
    public static string[] Choose(IEnumerable<string> texts)
    {
        Dictionary<string, int> counts = [];
        foreach (string word in texts.SelectMany(ArabicNormalizer.Tokens))
        {
            if (word.Length <= FeatureExtractor.MaxWordLength && CharacterFolding.IsWordCharacter(word[0]))
                CollectionsMarshal.GetValueRefOrAddDefault(counts, word, out _)++;
        }

        return [.. counts.Where(c => c.Value >= MinOccurrences)
            .OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal).Take(Most)
            .Select(c => c.Key).Order(StringComparer.Ordinal)];
    }
}

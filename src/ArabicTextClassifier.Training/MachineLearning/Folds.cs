namespace ArabicTextClassifier.Training.MachineLearning;

/// <summary>Splits paragraphs into folds so that no article stands in two of them.</summary>
internal static class Folds
{
    /// <summary>The fold of each paragraph, 0 to <paramref name="count"/> - 1: articles in random order, each to the fold with fewest paragraphs.</summary>
    public static int[] ByArticle(IReadOnlyList<string> articles, int count, int seed)
    {
        (string Article, int Paragraphs)[] sizes = [.. articles.GroupBy(a => a).Select(g => (g.Key, g.Count())).OrderBy(a => a.Key, StringComparer.Ordinal)];
        new Random(seed).Shuffle(sizes);
        int[] filled = new int[count];
        Dictionary<string, int> foldOf = [];
        foreach ((string article, int paragraphs) in sizes)
        {
            int fold = Array.IndexOf(filled, filled.Min());
            filled[fold] += paragraphs;
            foldOf[article] = fold;
        }

        return [.. articles.Select(a => foldOf[a])];
    }
}

namespace ArabicTextClassifier.Training.MachineLearning;

/// <summary>Learns which label comes first where a paragraph has several: the most probable one is not always what it is about.</summary>
internal static class LabelOrder
{
    private const float Most = 3;
    private const float Step = 0.25f;
    private const int Rounds = 3;

    /// <summary>What is added to each label's logit when labels are put in order, so that the first label is right most often out of fold.</summary>
    /// <param name="set">The training paragraphs, whose first label is the primary one.</param>
    /// <param name="probabilities">By label, then paragraph: out of fold.</param>
    /// <param name="labels">The labels with their thresholds.</param>
    /// <returns>By label; found one after the other, each time the smallest of the best.</returns>
    public static float[] Learn(TrainingSet set, float[][] probabilities, LabelInfo[] labels)
    {
        float[] priorities = new float[labels.Length];
        int[] several = [.. Enumerable.Range(0, set.Paragraphs.Count).Where(i => Given(i).Skip(1).Any())];
        int[] primary = [.. several.Select(i => Array.IndexOf(set.LabelNames, set.Paragraphs[i].Labels is [string first, ..] ? first : null))];
        float[] steps = [.. Enumerable.Range(0, (int)(2 * Most / Step) + 1).Select(n => n * Step - Most).OrderBy(Math.Abs)];
        for (int round = 0; round < Rounds; round++)
        {
            for (int label = 0; label < labels.Length; label++)
                priorities[label] = steps.MaxBy(step => CountRight(label, step));
        }

        return priorities;

        IEnumerable<int> Given(int paragraph) => Enumerable.Range(0, labels.Length).Where(l => probabilities[l][paragraph] >= labels[l].Threshold);

        int CountRight(int label, float priority)
        {
            return several.Where((paragraph, n) => Given(paragraph).MaxBy(other => Rank(other, paragraph)) == primary[n]).Count();

            float Rank(int other, int paragraph) =>
                ParagraphClassifier.Logit(probabilities[other][paragraph]) + (other == label ? priority : priorities[other]);
        }
    }
}

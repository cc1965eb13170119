namespace ArabicTextClassifier.Training.MachineLearning;

/// <summary>Figures of a model that gives every paragraph exactly one label.</summary>
internal static class SingleLabel
{
    /// <summary>There is no threshold to choose; half is what explanations compare with.</summary>
    private const float NoThreshold = 0.5f;

    /// <summary>Makes the probabilities of each paragraph add up to one, in place, and measures the most probable labels.</summary>
    /// <param name="set">The training paragraphs.</param>
    /// <param name="probabilities">By label, then paragraph: out-of-fold probabilities.</param>
    public static LabelInfo[] Measure(TrainingSet set, float[][] probabilities)
    {
        int labels = probabilities.Length;
        int[] given = new int[set.Vectors.Length];
        float[] row = new float[labels];
        for (int i = 0; i < given.Length; i++)
        {
            for (int label = 0; label < labels; label++)
                row[label] = probabilities[label][i];
            ParagraphClassifier.Normalize(row);
            for (int label = 0; label < labels; label++)
                probabilities[label][i] = row[label];
            given[i] = Array.IndexOf(row, row.Max());
        }

        return [.. set.LabelNames.Select((name, label) =>
        {
            LabelMetrics metrics = LabelMetrics.Measure(name, set.Labels[label], Array.ConvertAll(given, g => g == label), probabilities[label]);
            return new LabelInfo(name, NoThreshold, metrics.Support, (float)metrics.Precision, (float)metrics.Recall, (float)metrics.F1);
        })];
    }
}

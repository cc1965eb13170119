namespace ArabicTextClassifier.Training.Comparing;

/// <summary>McNemar's test in its exact form: a two-sided binomial test of the paragraphs that only one model gets right.</summary>
internal static class McNemar
{
    /// <summary>The probability, among equal models, of a split at least as uneven.</summary>
    public static double Exact(int lost, int won)
    {
        int all = lost + won;
        double tail = 0;
        double log = -all * Math.Log(2); // of the binomial probability of k
        for (int k = 0; k <= Math.Min(lost, won); k++)
        {
            tail += Math.Exp(log);
            log += Math.Log((double)(all - k) / (k + 1));
        }

        return Math.Min(1, 2 * tail);
    }
}

namespace ArabicTextClassifier.Training.Linting;

/// <summary>Finds answers that the data itself speaks against.</summary>
/// <remarks>
/// C. Northcutt, L. Jiang and I. Chuang, "Confident learning: estimating uncertainty in dataset labels", JAIR 70 (2021):
/// an answer is suspect when the out-of-fold probability of the other answer reaches the mean that it has among the
/// paragraphs given that other answer. With labels that may stand together, each label is a yes-or-no question.
/// </remarks>
internal static class ConfidentLearning
{
    /// <summary>By paragraph: whether its answer is suspect.</summary>
    /// <param name="probabilities">By paragraph: out-of-fold probability of yes.</param>
    /// <param name="answers">By paragraph: the answer it was given.</param>
    public static bool[] Suspects(IReadOnlyList<float> probabilities, IReadOnlyList<bool> answers)
    {
        double yes = Mean(true);
        double no = Mean(false);
        return [.. answers.Select((answer, i) => answer
            ? 1 - probabilities[i] >= no && (probabilities[i] < yes || 1 - probabilities[i] > probabilities[i])
            : probabilities[i] >= yes && (1 - probabilities[i] < no || probabilities[i] > 1 - probabilities[i]))];

        double Mean(bool answer)
        {
            double[] own = [.. Enumerable.Range(0, answers.Count).Where(i => answers[i] == answer).Select(i => answer ? (double)probabilities[i] : 1 - probabilities[i])];
            return own.Length == 0 ? double.PositiveInfinity : own.Average();
        }
    }
}

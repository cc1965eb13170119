namespace ArabicTextClassifier.Training.Comparing;

/// <summary>Draws articles with replacement and looks how the difference between two models moves.</summary>
internal sealed class PairedBootstrap
{
    private readonly double[][] _labels;
    private readonly double[] _macro;

    public PairedBootstrap(IReadOnlyList<string> labels, IReadOnlyList<ParagraphDifference> paragraphs, int resamples, int seed)
    {
        // By article, then label: found, given and carried by old and new; sums of these give F1.
        int[][][] counts = [.. paragraphs.GroupBy(p => p.Paragraph.Article).Select(article => labels.Select(label => Count(label, article)).ToArray())];
        _labels = [.. labels.Select(_ => new double[resamples])];
        _macro = new double[resamples];
        Random random = new(seed);
        int[] times = new int[counts.Length];
        for (int resample = 0; resample < resamples; resample++)
        {
            Array.Clear(times);
            for (int i = 0; i < counts.Length; i++)
                times[random.Next(counts.Length)]++;
            for (int label = 0; label < labels.Count; label++)
            {
                int[] sums = new int[5];
                for (int article = 0; article < counts.Length; article++)
                {
                    for (int i = 0; i < sums.Length; i++)
                        sums[i] += times[article] * counts[article][label][i];
                }

                _labels[label][resample] = F1(sums[3], sums[4], sums[0]) - F1(sums[1], sums[2], sums[0]);
            }

            _macro[resample] = _labels.Average(l => l[resample]);
        }
    }

    /// <summary>The interval around the difference of a label's F1.</summary>
    public Difference F1(int label, double value) => Interval(value, _labels[label]);

    /// <summary>The interval around the difference of macro-F1.</summary>
    public Difference MacroF1(double value) => Interval(value, _macro);

    private static int[] Count(string label, IEnumerable<ParagraphDifference> article)
    {
        int[] counts = new int[5];
        foreach (ParagraphDifference paragraph in article)
        {
            bool carried = paragraph.Paragraph.Labels!.Contains(label);
            bool old = paragraph.Old.Labels.Contains(label);
            bool @new = paragraph.New.Labels.Contains(label);
            counts[0] += carried ? 1 : 0;
            counts[1] += carried && old ? 1 : 0;
            counts[2] += old ? 1 : 0;
            counts[3] += carried && @new ? 1 : 0;
            counts[4] += @new ? 1 : 0;
        }

        return counts;
    }

    private static double F1(int found, int given, int carried) => given + carried == 0 ? 0 : 2.0 * found / (given + carried);

    private static Difference Interval(double value, double[] resamples)
    {
        double[] sorted = [.. resamples.Order()];
        return new Difference(value, sorted[(int)(0.025 * (sorted.Length - 1))], sorted[(int)Math.Ceiling(0.975 * (sorted.Length - 1))]);
    }
}

using ArabicTextClassifier.Training.MachineLearning;

namespace ArabicTextClassifier.Training;

/// <summary>How good a model is that was trained on a part of the data.</summary>
/// <param name="Share">The share of the articles, 0..1.</param>
/// <param name="Paragraphs">Mean number of training paragraphs.</param>
/// <param name="MacroF1">Mean macro-F1 on articles that were not trained on.</param>
/// <param name="Spread">Its standard deviation over the repetitions.</param>
public sealed record LearningCurvePoint(double Share, double Paragraphs, double MacroF1, double Spread);

/// <summary>Measures whether more data would help. Static and safe from any thread.</summary>
public static class LearningCurve
{
    private static readonly double[] s_shares = [0.2, 0.4, 0.6, 0.8, 1];

    /// <summary>Trains on growing shares of the articles.</summary>
    /// <param name="training">The training data.</param>
    /// <param name="settings">How to train.</param>
    /// <param name="test">What to measure on; null to hold out a different part of the training data each time.</param>
    /// <param name="repetitions">How often each share is drawn, 2 or more.</param>
    /// <param name="progress">Told of each finished model.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <returns>Points in rising order; shares too small to train on are left out.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static IReadOnlyList<LearningCurvePoint> Measure(
        LabelledData training, TrainingSettings settings, LabelledData? test = null, int repetitions = 3, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentOutOfRangeException.ThrowIfLessThan(repetitions, 2);
        int[] foldOf = Folds.ByArticle([.. training.Paragraphs.Select(p => p.Article)], Math.Max(3, repetitions), settings.Seed);
        List<LearningCurvePoint> points = [];
        int done = 0;
        foreach (double share in s_shares)
        {
            List<(double Paragraphs, double F1)> runs = [];
            for (int repetition = 0; repetition < repetitions; repetition++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                LabelledParagraph[] pool = [.. training.Paragraphs.Where((_, i) => test is not null || foldOf[i] != repetition)];
                string[] articles = [.. pool.Select(p => p.Article).Distinct()];
                new Random(settings.Seed + repetition).Shuffle(articles);
                HashSet<string> drawn = [.. articles.Take((int)Math.Ceiling(share * articles.Length))];
                LabelledData measured = test ?? new LabelledData(training.Paragraphs.Where((_, i) => foldOf[i] == repetition));
                if (MacroF1(new LabelledData(pool.Where(p => drawn.Contains(p.Article))), measured, settings, cancellationToken) is double f1)
                    runs.Add((pool.Count(p => drawn.Contains(p.Article)), f1));
                progress?.Report(new TrainingProgress(++done, s_shares.Length * repetitions));
            }

            if (runs.Count < 2)
                continue;
            double mean = runs.Average(r => r.F1);
            points.Add(new LearningCurvePoint(share, runs.Average(r => r.Paragraphs), mean, Math.Sqrt(runs.Sum(r => (r.F1 - mean) * (r.F1 - mean)) / (runs.Count - 1))));
        }

        return points;
    }

    private static double? MacroF1(LabelledData training, LabelledData test, TrainingSettings settings, CancellationToken token)
    {
        try
        {
            return Evaluation.Measure(ModelTrainer.Train(training, settings, null, token).Classifier, test).MacroF1;
        }
        catch (LabelledDataException)
        {
            return null; // a label is on too few articles of this share
        }
    }
}

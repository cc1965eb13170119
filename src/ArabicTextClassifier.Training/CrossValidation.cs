using System.Diagnostics;
using ArabicTextClassifier.Training.MachineLearning;

namespace ArabicTextClassifier.Training;

/// <summary>Settings that compete with others.</summary>
/// <param name="Name">What tables call them.</param>
/// <param name="Settings">The settings.</param>
public sealed record Candidate(string Name, TrainingSettings Settings);

/// <summary>How settings did in cross-validation.</summary>
/// <param name="Candidate">The settings.</param>
/// <param name="Folds">The figures of each fold, on paragraphs of articles that its model had not seen.</param>
/// <param name="Predictions">By paragraph of the data: what the model of its fold says; null where nobody labelled it.</param>
/// <param name="TrainingTime">Mean time to train one model, its own inner cross-validation included.</param>
/// <param name="ModelBytes">Mean size of a model file in bytes.</param>
/// <param name="ParagraphsPerSecond">Prediction speed on one thread of this machine.</param>
public sealed record CandidateResult(
    Candidate Candidate, IReadOnlyList<Evaluation> Folds, IReadOnlyList<Prediction?> Predictions, TimeSpan TrainingTime, long ModelBytes, double ParagraphsPerSecond)
{
    /// <summary>The mean of the folds' macro-F1, 0..1.</summary>
    public double MacroF1 => Folds.Average(f => f.MacroF1);

    /// <summary>The standard deviation of the folds' macro-F1.</summary>
    public double Spread => Deviation([.. Folds.Select(f => f.MacroF1)]);

    /// <summary>The mean of the folds' F1 of a label, and its standard deviation.</summary>
    /// <param name="label">The label.</param>
    public (double Mean, double Spread) F1Of(string label)
    {
        double[] values = [.. Folds.Select(f => f.Labels.Single(l => l.Label == label).F1)];
        return (values.Average(), Deviation(values));
    }

    private static double Deviation(double[] values)
    {
        double mean = values.Average();
        return values.Length < 2 ? 0 : Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1));
    }
}

/// <summary>Cross-validates settings on the same folds. Static and safe from any thread.</summary>
public static class CrossValidation
{
    /// <summary>Trains and measures every candidate on every fold.</summary>
    /// <param name="data">Labelled paragraphs; no article stands in two folds.</param>
    /// <param name="candidates">What competes.</param>
    /// <param name="folds">Number of folds, 2 or more.</param>
    /// <param name="seed">Seed of the split.</param>
    /// <param name="timeLimit">How long this may take; null for as long as it takes. The first candidate is always measured; the one that the end of the time finds unfinished, and those after it, are left out.</param>
    /// <param name="progress">Told of each finished step.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <returns>A result per candidate that the time was enough for, in order.</returns>
    /// <remarks>
    /// A fold's model knows nothing of the fold: its thresholds and calibration come from cross-validation inside the
    /// other folds. So the figures are those to expect on new articles.
    /// </remarks>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than two folds, or no time at all.</exception>
    /// <exception cref="LabelledDataException">The data cannot be cross-validated.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static IReadOnlyList<CandidateResult> Run(
        LabelledData data, IReadOnlyList<Candidate> candidates, int folds = 5, int seed = 1, TimeSpan? timeLimit = null, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(candidates);
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 2);
        if (timeLimit is { } time)
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(time, TimeSpan.Zero, nameof(timeLimit));
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeLimit ?? Timeout.InfiniteTimeSpan);
        int[] foldOf = MachineLearning.Folds.ByArticle([.. data.Paragraphs.Select(p => p.Article)], folds, seed);
        int total = candidates.Sum(c => folds * (c.Settings.Folds + 1) * data.Labels.Count);
        int done = 0;
        List<CandidateResult> results = [];
        try
        {
            foreach (Candidate candidate in candidates)
                results.Add(Run(candidate, results.Count == 0 ? cancellationToken : limit.Token));
        }
        catch (OperationCanceledException) when (results.Count > 0 && !cancellationToken.IsCancellationRequested)
        {
            // The time is up.
        }

        return results;

        CandidateResult Run(Candidate candidate, CancellationToken token)
        {
            List<Evaluation> evaluations = [];
            Prediction?[] predictions = new Prediction?[foldOf.Length];
            TimeSpan training = default;
            long bytes = 0;
            double speed = 0;
            for (int fold = 0; fold < folds; fold++)
            {
                token.ThrowIfCancellationRequested();
                LabelledData inside = new(data.Paragraphs.Where((_, i) => foldOf[i] != fold));
                LabelledData outside = new(data.Paragraphs.Where((_, i) => foldOf[i] == fold));
                Stopwatch watch = Stopwatch.StartNew();
                TrainedModel model = ModelTrainer.Train(inside, candidate.Settings, Inner(), token);
                training += watch.Elapsed;
                bytes += model.File.Length;
                speed += Speed(model.Classifier, outside);
                IReadOnlyList<Prediction> predicted = outside.Predict(model.Classifier);
                evaluations.Add(Evaluation.Measure(model.Classifier.Labels, [.. outside.Paragraphs.Zip(predicted).Where(p => p.First.Labels is not null).Select(p => (p.First.Labels!, p.Second))]));
                int next = 0;
                for (int i = 0; i < foldOf.Length; i++)
                {
                    if (foldOf[i] == fold)
                        predictions[i] = data.Paragraphs[i].Labels is null ? null : predicted[next];
                    next += foldOf[i] == fold ? 1 : 0;
                }

                done += (candidate.Settings.Folds + 1) * data.Labels.Count;
                progress?.Report(new TrainingProgress(done, total));
            }

            return new CandidateResult(candidate, evaluations, predictions, training / folds, bytes / folds, speed / folds);
        }

        InnerProgress? Inner() => progress is null ? null : new InnerProgress(progress, done, total);
    }

    /// <summary>Paragraphs a second on one thread, measured for a tenth of a second.</summary>
    private static double Speed(ParagraphClassifier classifier, LabelledData data)
    {
        float[] probabilities = new float[classifier.Labels.Count];
        long count = 0;
        Stopwatch watch = Stopwatch.StartNew();
        do
        {
            foreach (LabelledParagraph paragraph in data.Paragraphs)
                classifier.Predict(paragraph.Text.AsSpan(), probabilities);
            count += data.Paragraphs.Count;
        }
        while (watch.ElapsedMilliseconds < 100);
        return count / watch.Elapsed.TotalSeconds;
    }

    private sealed class InnerProgress(IProgress<TrainingProgress> outer, int before, int total) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => outer.Report(new TrainingProgress(before + value.Done, total));
    }
}

using ArabicTextClassifier.Training.Comparing;

namespace ArabicTextClassifier.Training.Tests;

public class ComparisonTests
{
    private static readonly LabelledData s_data = SmallCorpus.Create();

    // Exact two-sided binomial tests, as R's binom.test gives them.
    [TestCase(0, 0, 1)]
    [TestCase(5, 5, 1)]
    [TestCase(0, 5, 0.0625)]
    [TestCase(1, 9, 0.021484375)]
    [TestCase(9, 1, 0.021484375)]
    [TestCase(400, 500, 0.00096)]
    public void McNemar_s_test_is_the_exact_binomial_one(int lost, int won, double p) =>
        Assert.That(McNemar.Exact(lost, won), Is.EqualTo(p).Within(0.00005));

    [Test]
    public void A_model_compared_with_itself_does_not_differ()
    {
        ParagraphClassifier model = ModelTrainer.Train(s_data, SmallCorpus.Settings).Classifier;
        ModelComparison same = ModelComparison.Measure(model, model, s_data);
        Assert.That(same.MacroF1, Is.EqualTo(new Difference(0, 0, 0)));
        Assert.That(same.MacroF1.IsSure, Is.False);
        Assert.That(same.Labels.Select(l => l.McNemar), Is.All.EqualTo(1));
        Assert.That(same.Differences, Is.Empty);
    }

    [Test]
    public void A_model_that_learned_wrong_labels_is_surely_worse_and_the_paragraphs_are_named()
    {
        ParagraphClassifier good = ModelTrainer.Train(s_data, SmallCorpus.Settings).Classifier;
        LabelledData wrong = new(s_data.Paragraphs.Select(p => p with { Labels = [.. p.Labels!.Select(l => l == "attack" ? "statement" : "attack")] }));
        ParagraphClassifier bad = ModelTrainer.Train(wrong, SmallCorpus.Settings).Classifier;
        ModelComparison worse = ModelComparison.Measure(good, bad, s_data);
        Assert.That(worse.MacroF1.High, Is.LessThan(0));
        Assert.That(worse.MacroF1.Value, Is.InRange(worse.MacroF1.Low, worse.MacroF1.High));
        Assert.That(worse.Labels.Select(l => l.McNemar), Is.All.LessThan(0.001));
        Assert.That(worse.Labels.Select(l => l.Lost), Is.All.GreaterThan(30));
        Assert.That(worse.Differences, Has.Count.GreaterThan(40));

        ModelComparison better = ModelComparison.Measure(bad, good, s_data);
        Assert.That(better.MacroF1.Value, Is.EqualTo(-worse.MacroF1.Value).Within(1e-9));
        Assert.That(better.Labels.Select(l => l.Won), Is.EqualTo(worse.Labels.Select(l => l.Lost)));
    }

    [Test]
    public void Candidates_are_measured_on_the_same_folds_and_see_none_of_them()
    {
        // Without context: in a corpus so regular the place in the article gives the label away.
        TrainingSettings settings = SmallCorpus.Settings with { UseContext = false };
        IReadOnlyList<CandidateResult> results = CrossValidation.Run(s_data,
        [
            new("good", settings),
            new("again", settings),
            new("one feature", settings with { MaxFeatures = 1 }),
        ], folds: 3);
        Assert.That(results.Select(r => r.Folds.Count), Is.All.EqualTo(3));
        Assert.That(results[0].Folds.Sum(f => f.Paragraphs), Is.EqualTo(100));
        Assert.That(results[1].MacroF1, Is.EqualTo(results[0].MacroF1));
        Assert.That(results[2].MacroF1, Is.LessThan(results[0].MacroF1));
        Assert.That(results[2].ModelBytes, Is.LessThan(results[0].ModelBytes));
        Assert.That(results[0].MacroF1, Is.GreaterThan(0.8));
        Assert.That(results[0].Spread, Is.InRange(0, 0.2));
        Assert.That(results[0].F1Of("attack").Mean, Is.EqualTo(results[0].Folds.Average(f => f.Labels[0].F1)));
        Assert.That(results.Select(r => r.ParagraphsPerSecond), Is.All.GreaterThan(100));
    }

    [Test]
    public void Cross_validation_reports_progress_and_can_be_cancelled()
    {
        using CancellationTokenSource source = new();
        List<TrainingProgress> seen = [];
        Progress progress = new(value =>
        {
            lock (seen)
                seen.Add(value);
            if (value.Done >= 8)
                source.Cancel();
        });
        Assert.That(() => CrossValidation.Run(s_data, [new("a", SmallCorpus.Settings)], folds: 3, progress: progress, cancellationToken: source.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(seen.Select(s => s.Total).Distinct(), Is.EqualTo(new[] { 3 * 4 * 2 }));
    }

    [Test]
    public void When_the_time_is_up_the_candidates_measured_by_then_are_whole_and_the_first_always_is()
    {
        Candidate[] candidates = [.. Enumerable.Range(0, 500).Select(i => new Candidate($"{i}", SmallCorpus.Settings with { L2 = 0.1f + i / 1000f }))];
        Assert.That(CrossValidation.Run(s_data, candidates, folds: 3, timeLimit: TimeSpan.FromTicks(1)).Select(r => r.Candidate.Name), Is.EqualTo(["0"]));

        System.Diagnostics.Stopwatch watch = System.Diagnostics.Stopwatch.StartNew();
        IReadOnlyList<CandidateResult> some = CrossValidation.Run(s_data, candidates, folds: 3, timeLimit: TimeSpan.FromSeconds(3));
        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(30)));
        Assert.That(some, Has.Count.InRange(1, candidates.Length - 1));
        Assert.That(some.Select(r => r.Candidate), Is.EqualTo(candidates.Take(some.Count)));
        Assert.That(some.Select(r => r.Folds.Count), Is.All.EqualTo(3));
        Assert.That(some.SelectMany(r => r.Predictions), Has.None.Null);
    }

    [Test]
    public void No_time_at_all_is_no_limit_to_search_under() => Assert.That(
        () => CrossValidation.Run(s_data, [new("a", SmallCorpus.Settings)], folds: 3, timeLimit: TimeSpan.Zero), Throws.InstanceOf<ArgumentOutOfRangeException>());

    [Test]
    public void A_search_draws_different_valid_settings_and_the_seed_decides_which()
    {
        IReadOnlyList<Candidate> drawn = RandomSearch.Draw(SmallCorpus.Settings, Enum.GetValues<TrainerKind>(), 40, seed: 5);
        IReadOnlyList<Candidate> again = RandomSearch.Draw(SmallCorpus.Settings, Enum.GetValues<TrainerKind>(), 40, seed: 5);
        Assert.That(drawn.Select(c => c.Settings), Is.Unique.And.EqualTo(again.Select(c => c.Settings)));
        Assert.That(drawn[0].Settings, Is.EqualTo(SmallCorpus.Settings));
        Assert.That(() => drawn.ToList().ForEach(c => c.Settings.Features.Validate()), Throws.Nothing);
        Assert.That(drawn.Select(c => c.Settings.Trainer).Distinct().Count(), Is.GreaterThan(3));
    }

    private sealed class Progress(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }
}

using ArabicTextClassifier.Text;
using ArabicTextClassifier.Training.MachineLearning;

namespace ArabicTextClassifier.Training;

/// <summary>How paragraphs to label next are chosen.</summary>
public sealed record SuggestionSettings
{
    /// <summary>How many paragraphs to choose.</summary>
    public int Count { get; init; } = 50;

    /// <summary>The share that is drawn at random, 0..1: it shows what the model is wrongly sure of, and gives fair figures.</summary>
    public double RandomShare { get; init; } = 0.2;

    /// <summary>What uncertainty counts against being unlike the paragraphs already chosen, 0..1.</summary>
    public double Uncertainty { get; init; } = 0.6;

    /// <summary>Seed of the random share.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Paragraphs that have labels already: their texts are not suggested again.</summary>
    public LabelledData? Labelled { get; init; }
}

/// <summary>A paragraph worth labelling.</summary>
/// <param name="Paragraph">The paragraph.</param>
/// <param name="Prediction">What the model says of it.</param>
/// <param name="Reason">Why it was chosen, for people.</param>
/// <param name="Uncertainty">How unsure the model is, 0 (sure of every label) to 1 (a label exactly at its threshold, or two equal ones in a single-label model).</param>
public sealed record Suggestion(LabelledParagraph Paragraph, Prediction Prediction, string Reason, double Uncertainty)
{
    /// <summary>Chooses the paragraphs whose labels would teach a model the most.</summary>
    /// <param name="classifier">The model.</param>
    /// <param name="data">Paragraphs; labelled ones, page furniture and copies are passed over.</param>
    /// <param name="settings">How many, and how.</param>
    /// <param name="progress">Told of each paragraph chosen.</param>
    /// <param name="cancellationToken">Stops between choices.</param>
    /// <returns>The uncertain ones in the order of their choice, then the random ones.</returns>
    /// <remarks>
    /// Uncertainty sampling (D. Lewis and W. Gale, SIGIR 1994) with maximal marginal relevance (J. Carbonell and
    /// J. Goldstein, SIGIR 1998) over cosines of stems weighted by their rarity.
    /// </remarks>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static IReadOnlyList<Suggestion> Choose(
        ParagraphClassifier classifier, LabelledData data, SuggestionSettings settings, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(settings);
        HashSet<string> seen = [.. (settings.Labelled?.Paragraphs ?? []).Select(p => ArabicNormalizer.Normalize(p.Text))];
        Suggestion[] candidates = [.. data.Paragraphs.Zip(data.Predict(classifier))
            .Where(pair => pair.First.Labels is null && !pair.First.Extra.Any(e => e.Key == "furniture") && seen.Add(ArabicNormalizer.Normalize(pair.First.Text)))
            .Select(pair => Of(pair.First, pair.Second, classifier))];
        int random = (int)Math.Round(Math.Clamp(settings.RandomShare, 0, 1) * Math.Min(settings.Count, candidates.Length));
        List<int> chosen = ChooseSpreadOut(candidates, Math.Min(settings.Count, candidates.Length) - random, settings.Uncertainty, new TrainingSteps(Math.Min(settings.Count, candidates.Length) - random, progress, cancellationToken));
        int[] rest = [.. Enumerable.Range(0, candidates.Length).Except(chosen)];
        new Random(settings.Seed).Shuffle(rest);
        return [.. chosen.Select(i => candidates[i]), .. rest.Take(random).Select(i => candidates[i] with { Reason = "drawn at random" })];
    }

    private static Suggestion Of(LabelledParagraph paragraph, Prediction prediction, ParagraphClassifier classifier)
    {
        if (classifier.Model.SingleLabel)
        {
            KeyValuePair<string, float>[] two = [.. prediction.Scores.OrderByDescending(s => s.Value).Take(2)];
            return new Suggestion(paragraph, prediction, FormattableString.Invariant($"{two[0].Key} {two[0].Value:0.00} or {two[^1].Key} {two[^1].Value:0.00}"), 1 - (two[0].Value - two[^1].Value));
        }

        (string Label, float Probability, float Threshold, double Uncertainty) most = classifier.Model.Labels
            .Select(label => (label.Name, prediction.Scores[label.Name], label.Threshold, UncertaintyOf(prediction.Scores[label.Name], label.Threshold)))
            .MaxBy(l => l.Item4);
        return new Suggestion(paragraph, prediction, FormattableString.Invariant($"unsure of {most.Label}: {most.Probability:0.00}, threshold {most.Threshold:0.00}"), most.Uncertainty);
    }

    /// <summary>1 at the threshold, falling to 0 at the probabilities 0 and 1.</summary>
    private static double UncertaintyOf(double probability, double threshold) => Math.Clamp(
        probability >= threshold ? (1 - probability) / Math.Max(1e-6, 1 - threshold) : probability / Math.Max(1e-6, threshold), 0, 1);

    private static List<int> ChooseSpreadOut(Suggestion[] candidates, int count, double weight, TrainingSteps steps)
    {
        Dictionary<uint, double>[] vectors = Vectors(candidates);
        double[] likeness = new double[candidates.Length];
        HashSet<int> open = [.. Enumerable.Range(0, candidates.Length)];
        List<int> chosen = [];
        while (chosen.Count < count)
        {
            int best = open.MaxBy(i => (weight * candidates[i].Uncertainty - (1 - weight) * likeness[i], -i));
            open.Remove(best);
            chosen.Add(best);
            Parallel.For(0, candidates.Length, i => likeness[i] = Math.Max(likeness[i], Cosine(vectors[best], vectors[i])));
            steps.Done();
        }

        return chosen;
    }

    /// <summary>Unit vectors of stems, each weighted by its rarity among the candidates.</summary>
    private static Dictionary<uint, double>[] Vectors(Suggestion[] candidates)
    {
        FeatureExtractor extractor = new(new FeatureSettings { WordNGrams = 0, StemNGrams = 1, ClassNGrams = 0, ClassSkipGrams = false, Speakers = false, Openers = 0 }, Lexicon.Empty);
        FeatureBag[] bags = [.. candidates.AsParallel().AsOrdered().Select(c => FeatureBag.Of(extractor, c.Paragraph.Text))];
        Dictionary<uint, int> frequencies = bags.SelectMany(b => b.Keys).CountBy(k => k).ToDictionary();
        return [.. bags.Select(bag =>
        {
            Dictionary<uint, double> vector = bag.Keys.ToDictionary(k => k, k => Math.Log(1 + (double)bags.Length / frequencies[k]));
            double length = Math.Sqrt(vector.Values.Sum(v => v * v));
            return vector.ToDictionary(v => v.Key, v => v.Value / length);
        })];
    }

    private static double Cosine(Dictionary<uint, double> first, Dictionary<uint, double> second) =>
        first.Sum(v => v.Value * second.GetValueOrDefault(v.Key));
}

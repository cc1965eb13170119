using ArabicTextClassifier.Training.Formats;

namespace ArabicTextClassifier.Training;

/// <summary>How well predictions match labels that people gave.</summary>
/// <param name="Paragraphs">How many labelled paragraphs were measured.</param>
/// <param name="Labels">The figures of each label.</param>
/// <param name="PrimaryAccuracy">Share of paragraphs whose primary label, or lack of one, was predicted, 0..1.</param>
public sealed record Evaluation(int Paragraphs, IReadOnlyList<LabelMetrics> Labels, double PrimaryAccuracy)
{
    /// <summary>The mean of the labels' F1, 0..1.</summary>
    public double MacroF1 => Labels.Count == 0 ? 0 : Labels.Average(l => l.F1);

    /// <summary>F1 over all decisions of all labels together, 0..1: frequent labels count more.</summary>
    public double MicroF1
    {
        get
        {
            double right = Labels.Sum(l => l.Recall * l.Support);
            int all = Labels.Sum(l => l.Support + l.Predicted);
            return all == 0 ? 0 : 2 * right / all;
        }
    }

    /// <summary>Measures a classifier on labelled paragraphs.</summary>
    /// <param name="classifier">The classifier.</param>
    /// <param name="data">Paragraphs; those nobody labelled are read for context only.</param>
    /// <param name="useContext">Whether consecutive paragraphs of one article are predicted as an article.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="LabelledDataException">No paragraph is labelled.</exception>
    public static Evaluation Measure(ParagraphClassifier classifier, LabelledData data, bool useContext = true)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        ArgumentNullException.ThrowIfNull(data);
        return Measure(classifier.Labels, [.. Pairs(classifier, data, useContext).Select(p => (p.Paragraph.Labels!, p.Predicted))]);
    }

    /// <summary>Measures a classifier apart for each value of a further key, such as the newspaper.</summary>
    /// <param name="classifier">The classifier.</param>
    /// <param name="data">Paragraphs; those nobody labelled are read for context only.</param>
    /// <param name="key">A key of <see cref="LabelledParagraph.Extra"/>.</param>
    /// <param name="useContext">Whether consecutive paragraphs of one article are predicted as an article.</param>
    /// <returns>
    /// By value, the value with most paragraphs first, the figures of its paragraphs; those without the key have the value
    /// <c>(none)</c>. A value has the labels that occur among its paragraphs or were given there: a label that is not to be found cannot be missed.
    /// </returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="LabelledDataException">No paragraph is labelled, or none of them has the key.</exception>
    public static IReadOnlyList<KeyValuePair<string, Evaluation>> MeasureBy(ParagraphClassifier classifier, LabelledData data, string key, bool useContext = true)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(key);
        LabelledParagraph[] labelled = [.. data.Paragraphs.Where(p => p.Labels is not null)];
        string[] keys = [.. labelled.SelectMany(p => p.Extra).Select(e => e.Key).Distinct()];
        if (labelled.Length == 0)
            throw NothingToMeasure();
        if (!keys.Contains(key))
            throw new LabelledDataException($"No labelled paragraph has the key \"{key}\"; {(keys.Length == 0 ? "they have no further keys" : $"there are: {string.Join(", ", keys)}")}.");
        return [.. Pairs(classifier, data, useContext)
            .GroupBy(pair => Value(pair.Paragraph, key))
            .Select(pairs => KeyValuePair.Create(pairs.Key, Measure(classifier.Labels, [.. pairs.Select(p => (p.Paragraph.Labels!, p.Predicted))])))
            .Select(group => KeyValuePair.Create(group.Key, group.Value with { Labels = [.. group.Value.Labels.Where(l => l.Support + l.Predicted > 0)] }))
            .OrderByDescending(group => group.Value.Paragraphs).ThenBy(group => group.Key, StringComparer.Ordinal)];
    }

    /// <summary>Measures predictions against labels.</summary>
    /// <param name="labels">The labels to measure.</param>
    /// <param name="pairs">For each paragraph the labels people gave it and its prediction.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="LabelledDataException">There is no pair.</exception>
    public static Evaluation Measure(IEnumerable<string> labels, IReadOnlyCollection<(IReadOnlyList<string> Actual, Prediction Predicted)> pairs)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(pairs);
        if (pairs.Count == 0)
            throw NothingToMeasure();
        LabelMetrics[] metrics = [.. labels.Select(label => LabelMetrics.Measure(
            label,
            [.. pairs.Select(p => p.Actual.Contains(label))],
            [.. pairs.Select(p => p.Predicted.Labels.Contains(label))],
            [.. pairs.Select(p => p.Predicted.Scores[label])]))];
        int right = pairs.Count(p => (p.Actual.Count == 0 ? null : p.Actual[0]) == p.Predicted.Label);
        return new Evaluation(pairs.Count, metrics, (double)right / pairs.Count);
    }

    /// <summary>The labelled paragraphs with their predictions.</summary>
    private static IEnumerable<(LabelledParagraph Paragraph, Prediction Predicted)> Pairs(ParagraphClassifier classifier, LabelledData data, bool useContext) =>
        data.Paragraphs.Zip(data.Predict(classifier, useContext)).Where(pair => pair.First.Labels is not null);

    private static string Value(LabelledParagraph paragraph, string key)
    {
        string? json = paragraph.Extra.FirstOrDefault(e => e.Key == key).Value;
        return json is null ? "(none)" : JsonFields.AsText(json) ?? json;
    }

    private static LabelledDataException NothingToMeasure() => new("No paragraph has a \"labels\" key: there is nothing to measure.");
}

/// <summary>How well one label is found.</summary>
/// <param name="Label">The label.</param>
/// <param name="Support">How many paragraphs carry it.</param>
/// <param name="Predicted">How many were given it.</param>
/// <param name="Precision">Share of those given it that carry it, 0..1.</param>
/// <param name="Recall">Share of those that carry it that were given it, 0..1.</param>
/// <param name="F1">Harmonic mean of precision and recall, 0..1.</param>
/// <param name="CalibrationError">
/// Expected calibration error, 0..1: the distance between probability and frequency in ten bins of equal width, weighted
/// by their paragraphs (Naeini, Cooper and Hauskrecht, AAAI 2015).
/// </param>
public sealed record LabelMetrics(string Label, int Support, int Predicted, double Precision, double Recall, double F1, double CalibrationError)
{
    private const int Bins = 10;

    /// <summary>Measures one label.</summary>
    /// <param name="label">Its name.</param>
    /// <param name="actual">By paragraph: whether it carries the label.</param>
    /// <param name="predicted">By paragraph: whether it was given the label.</param>
    /// <param name="probabilities">By paragraph: the label's probability.</param>
    internal static LabelMetrics Measure(string label, bool[] actual, bool[] predicted, float[] probabilities)
    {
        int support = actual.Count(a => a);
        int given = predicted.Count(p => p);
        int right = actual.Zip(predicted).Count(p => p.First && p.Second);
        double precision = given == 0 ? 0 : (double)right / given;
        double recall = support == 0 ? 0 : (double)right / support;
        double f1 = support + given == 0 ? 0 : 2.0 * right / (support + given);
        double error = Enumerable.Range(0, actual.Length)
            .GroupBy(i => Math.Min(Bins - 1, (int)(probabilities[i] * Bins)))
            .Sum(bin => Math.Abs(bin.Sum(i => (actual[i] ? 1 : 0) - probabilities[i])));
        return new LabelMetrics(label, support, given, precision, recall, f1, error / actual.Length);
    }
}

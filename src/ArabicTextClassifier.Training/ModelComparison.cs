using ArabicTextClassifier.Training.Comparing;

namespace ArabicTextClassifier.Training;

/// <summary>Two models on the same labelled paragraphs: is the new one better, or is it luck?</summary>
/// <param name="Old">The figures of the old model.</param>
/// <param name="New">The figures of the new model.</param>
/// <param name="MacroF1">The difference of macro-F1, new less old.</param>
/// <param name="Labels">The differences label by label.</param>
/// <param name="Differences">The paragraphs to which the two give different labels.</param>
public sealed record ModelComparison(
    Evaluation Old, Evaluation New, Difference MacroF1, IReadOnlyList<LabelDifference> Labels, IReadOnlyList<ParagraphDifference> Differences)
{
    /// <summary>Compares two models.</summary>
    /// <param name="old">The model in use.</param>
    /// <param name="new">The model that may replace it.</param>
    /// <param name="data">Test data; paragraphs nobody labelled are read for context only.</param>
    /// <param name="useContext">Whether consecutive paragraphs of one article are predicted as an article.</param>
    /// <param name="resamples">Bootstrap resamples, 100 or more.</param>
    /// <param name="seed">Seed of the resampling.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="LabelledDataException">Nothing is labelled, or the models have no label in common.</exception>
    public static ModelComparison Measure(ParagraphClassifier old, ParagraphClassifier @new, LabelledData data, bool useContext = true, int resamples = 2000, int seed = 1)
    {
        ArgumentNullException.ThrowIfNull(old);
        ArgumentNullException.ThrowIfNull(@new);
        ArgumentNullException.ThrowIfNull(data);
        string[] labels = [.. old.Labels.Intersect(@new.Labels)];
        if (labels.Length == 0)
            throw new LabelledDataException($"The models have no label in common: {string.Join(", ", old.Labels)} and {string.Join(", ", @new.Labels)}.");
        return MeasurePredictions(labels, data.Paragraphs, [.. data.Predict(old, useContext)], [.. data.Predict(@new, useContext)], resamples, seed);
    }

    /// <summary>Compares two lists of predictions of the same paragraphs.</summary>
    /// <param name="labels">The labels to compare on.</param>
    /// <param name="paragraphs">The paragraphs; those nobody labelled do not count.</param>
    /// <param name="old">What the old model says of each.</param>
    /// <param name="new">What the new model says of each.</param>
    /// <param name="resamples">Bootstrap resamples, 100 or more.</param>
    /// <param name="seed">Seed of the resampling.</param>
    /// <remarks>
    /// Confidence intervals of 95 % come from the paired bootstrap (B. Efron and R. Tibshirani, 1993) over whole articles,
    /// because paragraphs of an article err together; McNemar's test is the exact one (Q. McNemar, 1947).
    /// </remarks>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="LabelledDataException">Nothing is labelled.</exception>
    public static ModelComparison MeasurePredictions(
        IReadOnlyList<string> labels, IReadOnlyList<LabelledParagraph> paragraphs, IReadOnlyList<Prediction?> old, IReadOnlyList<Prediction?> @new, int resamples = 2000, int seed = 1)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(paragraphs);
        ArgumentNullException.ThrowIfNull(old);
        ArgumentNullException.ThrowIfNull(@new);
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 100);
        ParagraphDifference[] all = [.. Enumerable.Range(0, paragraphs.Count).Where(i => paragraphs[i].Labels is not null && old[i] is not null && @new[i] is not null)
            .Select(i => new ParagraphDifference(paragraphs[i], old[i]!, @new[i]!))];
        Evaluation oldFigures = Evaluation.Measure(labels, [.. all.Select(p => (p.Paragraph.Labels!, p.Old))]);
        Evaluation newFigures = Evaluation.Measure(labels, [.. all.Select(p => (p.Paragraph.Labels!, p.New))]);
        PairedBootstrap bootstrap = new(labels, all, resamples, seed);
        LabelDifference[] byLabel = [.. labels.Select((label, at) =>
        {
            int lost = all.Count(p => p.Right(label, p.Old) && !p.Right(label, p.New));
            int won = all.Count(p => !p.Right(label, p.Old) && p.Right(label, p.New));
            return new LabelDifference(label, bootstrap.F1(at, newFigures.Labels[at].F1 - oldFigures.Labels[at].F1), lost, won, McNemar.Exact(lost, won));
        })];
        return new ModelComparison(
            oldFigures, newFigures, bootstrap.MacroF1(newFigures.MacroF1 - oldFigures.MacroF1), byLabel,
            [.. all.Where(p => labels.Any(label => p.Old.Labels.Contains(label) != p.New.Labels.Contains(label)))]);
    }
}

/// <summary>A difference of two figures and how sure it is.</summary>
/// <param name="Value">New less old.</param>
/// <param name="Low">Lower end of the confidence interval of 95 %.</param>
/// <param name="High">Upper end of the confidence interval of 95 %.</param>
public sealed record Difference(double Value, double Low, double High)
{
    /// <summary>Whether the interval leaves out zero: then it is not luck.</summary>
    public bool IsSure => Low > 0 || High < 0;
}

/// <summary>How two models differ on a label.</summary>
/// <param name="Label">The label.</param>
/// <param name="F1">The difference of F1.</param>
/// <param name="Lost">Paragraphs that only the old model gets right.</param>
/// <param name="Won">Paragraphs that only the new model gets right.</param>
/// <param name="McNemar">McNemar's exact two-sided p: how probable a split as uneven as this is among equals, 0..1.</param>
public sealed record LabelDifference(string Label, Difference F1, int Lost, int Won, double McNemar);

/// <summary>A paragraph and what two models say of it.</summary>
/// <param name="Paragraph">The paragraph.</param>
/// <param name="Old">What the old model says.</param>
/// <param name="New">What the new model says.</param>
public sealed record ParagraphDifference(LabelledParagraph Paragraph, Prediction Old, Prediction New)
{
    /// <summary>Whether a prediction is right about a label.</summary>
    internal bool Right(string label, Prediction prediction) => Paragraph.Labels!.Contains(label) == prediction.Labels.Contains(label);
}

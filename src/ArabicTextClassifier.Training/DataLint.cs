using ArabicTextClassifier.Training.Linting;

namespace ArabicTextClassifier.Training;

/// <summary>What can be wrong with labelled data.</summary>
public enum LintKind
{
    /// <summary>A line that cannot be read.</summary>
    BrokenLine,

    /// <summary>A label that is not one of those expected.</summary>
    UnknownLabel,

    /// <summary>A label on one paragraph only: misspelt, or too rare to be learned.</summary>
    OneOffLabel,

    /// <summary>The same text once more, diacritics, digits and letter variants aside.</summary>
    ExactDuplicate,

    /// <summary>Nearly the same text once more.</summary>
    NearDuplicate,

    /// <summary>The same or nearly the same text in the training and in the test data: figures would be too good.</summary>
    TestLeak,

    /// <summary>The same text with different labels.</summary>
    LabelConflict,

    /// <summary>Too few words to tell anything.</summary>
    ShortText,

    /// <summary>Mostly other letters than Arabic ones.</summary>
    NotArabic,

    /// <summary>A label that is very rare or on nearly everything.</summary>
    Imbalance,

    /// <summary>Labels that models trained on the rest of the data speak against.</summary>
    SuspectedLabelError,
}

/// <summary>Something that may be wrong with labelled data.</summary>
/// <param name="Kind">What.</param>
/// <param name="File">The file; empty if the paragraph was not read from one.</param>
/// <param name="Line">The line in it, from 1; 0 if it is about all of the data.</param>
/// <param name="Message">What is wrong and what to do.</param>
public sealed record LintIssue(LintKind Kind, string File, int Line, string Message)
{
    /// <summary>The paragraph; empty if there is none.</summary>
    public string Text { get; init; } = "";

    /// <summary>Its labels.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>The labels that the model would give, where it was asked; else null.</summary>
    public IReadOnlyList<string>? Suggested { get; init; }

    /// <summary>Of a suspected error: the probability of the doubtful answer, 0..1; of a duplicate: the share of text in common, 0..1.</summary>
    public double? Score { get; init; }

    /// <summary>The file of the other paragraph of a pair; empty if there is none.</summary>
    public string OtherFile { get; init; } = "";

    /// <summary>The line of the other paragraph of a pair.</summary>
    public int OtherLine { get; init; }
}

/// <summary>How labelled data is checked.</summary>
public sealed record LintSettings
{
    /// <summary>The labels there may be; empty for any.</summary>
    public IReadOnlyList<string> KnownLabels { get; init; } = [];

    /// <summary>Data that the model will be tested on, to be kept apart from the training data.</summary>
    public LabelledData? Test { get; init; }

    /// <summary>A text with fewer words is short.</summary>
    public int MinWords { get; init; } = 3;

    /// <summary>Texts that have this share of runs of five characters in common are near duplicates, 0..1.</summary>
    public double NearDuplicate { get; init; } = 0.8;

    /// <summary>A label on a smaller share of the paragraphs is rare, 0..1.</summary>
    public double RareLabel { get; init; } = 0.02;

    /// <summary>How to train the models that look for label errors; null to leave that out.</summary>
    public TrainingSettings? Training { get; init; } = new();
}

/// <summary>Checks labelled data. Static and safe from any thread.</summary>
public static class DataLint
{
    /// <summary>Checks data.</summary>
    /// <param name="data">The data.</param>
    /// <param name="settings">What to check.</param>
    /// <param name="progress">Told how far training for the search of label errors has come.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <returns>What may be wrong, kind by kind; suspected label errors with the most doubtful first.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static IReadOnlyList<LintIssue> Check(
        LabelledData data, LintSettings settings, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(settings);
        return
        [
            .. Labels(data, settings),
            .. Duplicates(data, settings),
            .. Texts(data, settings),
            .. Balance(data, settings),
            .. LabelErrors(data, settings, progress, cancellationToken),
        ];
    }

    private static IEnumerable<LintIssue> Labels(LabelledData data, LintSettings settings)
    {
        Dictionary<string, int> counts = data.Paragraphs.SelectMany(p => p.Labels ?? []).CountBy(l => l).ToDictionary();
        foreach (LabelledParagraph paragraph in data.Paragraphs)
        {
            foreach (string label in paragraph.Labels ?? [])
            {
                if (settings.KnownLabels.Count > 0 && !settings.KnownLabels.Contains(label))
                    yield return About(LintKind.UnknownLabel, paragraph, $"'{label}' is not one of {string.Join(", ", settings.KnownLabels)}{Meant(label, settings.KnownLabels)}");
                else if (counts[label] == 1)
                    yield return About(LintKind.OneOffLabel, paragraph, $"'{label}' stands on this paragraph only{Meant(label, counts.Where(c => c.Value > 1).Select(c => c.Key))}");
            }
        }
    }

    private static IEnumerable<LintIssue> Duplicates(LabelledData data, LintSettings settings)
    {
        int own = data.Paragraphs.Count;
        LabelledParagraph[] all = [.. data.Paragraphs, .. settings.Test?.Paragraphs ?? []];
        string[] texts = [.. all.AsParallel().AsOrdered().Select(p => ArabicNormalizer.Normalize(p.Text))];
        foreach ((int first, int second, double resemblance) in new NearDuplicates(texts).Pairs(settings.NearDuplicate))
        {
            if (first >= own)
                continue; // both in the test data: not for the training data to mend
            bool exact = texts[first] == texts[second];
            bool leak = second >= own;
            bool conflict = !leak && all[first].Labels is { } a && all[second].Labels is { } b && !a.ToHashSet().SetEquals(b);
            string how = exact ? "the same text" : $"{resemblance:P0} the same text";
            string where = all[first].Article == all[second].Article ? "in the same article" : $"in the article {all[first].Article}";
            LabelledParagraph subject = leak ? all[first] : all[second];
            LabelledParagraph other = leak ? all[second] : all[first];
            LintIssue issue = leak
                ? About(LintKind.TestLeak, subject, $"{how} in the test data: take one of the two out")
                : conflict
                    ? About(LintKind.LabelConflict, subject, $"{how} {where} has the labels {Listed(other.Labels)}: label both alike")
                    : About(exact ? LintKind.ExactDuplicate : LintKind.NearDuplicate, subject, $"{how} {where}");
            yield return issue with { Score = Math.Round(resemblance, 3), OtherFile = other.File, OtherLine = other.Line };
        }
    }

    private static IEnumerable<LintIssue> Texts(LabelledData data, LintSettings settings)
    {
        foreach (LabelledParagraph paragraph in data.Paragraphs)
        {
            int letters = paragraph.Text.Count(char.IsLetter);
            int arabic = paragraph.Text.Count(c => char.IsLetter(c) && c is >= '\u0600' and <= '\u08FF' or >= '\uFB50' and <= '\uFEFF');
            int words = ArabicNormalizer.Normalize(paragraph.Text).Split(' ').Count(w => w.Length > 0 && char.IsLetterOrDigit(w[0]));
            if (arabic * 2 < letters || letters == 0)
                yield return About(LintKind.NotArabic, paragraph, letters == 0 ? "there is no letter in it" : $"{1 - (double)arabic / letters:P0} of its letters are not Arabic");
            else if (words < settings.MinWords)
                yield return About(LintKind.ShortText, paragraph, words == 1 ? "one word" : $"{words} words");
        }
    }

    private static IEnumerable<LintIssue> Balance(LabelledData data, LintSettings settings)
    {
        LabelledParagraph[] labelled = [.. data.Paragraphs.Where(p => p.Labels is not null)];
        foreach (string label in data.Labels)
        {
            int count = labelled.Count(p => p.Labels!.Contains(label));
            double share = (double)count / labelled.Length;
            if (share < settings.RareLabel)
                yield return new LintIssue(LintKind.Imbalance, "", 0, $"'{label}' is on {count} of {labelled.Length} paragraphs ({share:P1}): look for more of it (arabic-text suggest)");
            else if (share > 0.9)
                yield return new LintIssue(LintKind.Imbalance, "", 0, $"'{label}' is on {count} of {labelled.Length} paragraphs ({share:P1}): label some that do not have it");
        }
    }

    private static IEnumerable<LintIssue> LabelErrors(LabelledData data, LintSettings settings, IProgress<TrainingProgress>? progress, CancellationToken token)
    {
        if (settings.Training is not { } training)
            return [];
        LabelledData usable = Learnable(data, training.Folds, out string[] labels);
        if (labels.Length == 0)
            return [new LintIssue(LintKind.Imbalance, "", 0, $"no label is on paragraphs of {training.Folds} articles or more: too little to look for label errors")];
        TrainedModel model = ModelTrainer.Train(usable, training, progress, token);
        string[] names = [.. model.Classifier.Labels];
        bool[][] suspects = [.. names.Select((name, label) => ConfidentLearning.Suspects(model.OutOfFold[label], [.. model.Paragraphs.Select(p => p.Labels!.Contains(name))]))];
        List<LintIssue> issues = [];
        for (int i = 0; i < model.Paragraphs.Count; i++)
        {
            int[] doubtful = [.. Enumerable.Range(0, names.Length).Where(label => suspects[label][i])];
            if (doubtful.Length == 0)
                continue;
            LabelledParagraph paragraph = model.Paragraphs[i];
            double least = doubtful.Min(label => OfAnswer(label, i));
            string[] changed = [.. doubtful.Select(label => names[label])];
            if (training.SingleLabel && Best(i) == paragraph.Labels![0])
                continue;
            IReadOnlyList<string> suggested = training.SingleLabel ? [Best(i)] : [.. paragraph.Labels!.Except(changed), .. changed.Except(paragraph.Labels!)];
            string message = string.Join("; ", doubtful.OrderBy(label => OfAnswer(label, i)).Select(label =>
                $"{(paragraph.Labels!.Contains(names[label]) ? "perhaps not" : "perhaps")} {names[label]} ({model.OutOfFold[label][i]:0.00})"));
            issues.Add(About(LintKind.SuspectedLabelError, paragraph, message) with { Suggested = suggested, Score = Math.Round(least, 4) });
        }

        return issues.OrderBy(issue => issue.Score);

        string Best(int i) => names[Enumerable.Range(0, names.Length).MaxBy(label => model.OutOfFold[label][i])];

        double OfAnswer(int label, int i)
        {
            double probability = model.OutOfFold[label][i];
            return model.Paragraphs[i].Labels!.Contains(names[label]) ? probability : 1 - probability;
        }
    }

    /// <summary>The data without labels that cannot be cross-validated: they are named elsewhere.</summary>
    private static LabelledData Learnable(LabelledData data, int folds, out string[] labels)
    {
        LabelledParagraph[] labelled = [.. data.Paragraphs.Where(p => p.Labels is not null)];
        string[] kept = [.. data.Labels.Where(label =>
            labelled.Where(p => p.Labels!.Contains(label)).Select(p => p.Article).Distinct().Count() >= folds && !labelled.All(p => p.Labels!.Contains(label)))];
        labels = kept;
        return kept.Length == data.Labels.Count ? data : new LabelledData(data.Paragraphs.Select(p => p.Labels is null ? p : p with { Labels = [.. p.Labels.Intersect(kept)] }));
    }

    private static LintIssue About(LintKind kind, LabelledParagraph paragraph, string message) =>
        new(kind, paragraph.File, paragraph.Line, message) { Text = paragraph.Text, Labels = paragraph.Labels ?? [] };

    private static string Listed(IReadOnlyList<string>? labels) => labels is null or { Count: 0 } ? "none" : string.Join(", ", labels);

    /// <summary>The label that was probably meant: the nearest by at most two edits.</summary>
    private static string Meant(string label, IEnumerable<string> others)
    {
        string? nearest = others.Where(o => o != label).Select(o => (Label: o, Edits: Edits(label, o))).Where(o => o.Edits <= 2).OrderBy(o => o.Edits).Select(o => o.Label).FirstOrDefault();
        return nearest is null ? "" : $"; did you mean '{nearest}'?";
    }

    /// <summary>Levenshtein's distance.</summary>
    private static int Edits(string first, string second)
    {
        int[] row = [.. Enumerable.Range(0, second.Length + 1)];
        for (int i = 1; i <= first.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= second.Length; j++)
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (first[i - 1] == second[j - 1] ? 0 : 1)));
        }

        return row[^1];
    }
}

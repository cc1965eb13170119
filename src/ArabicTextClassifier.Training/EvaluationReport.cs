using System.Globalization;
using System.Text;
using System.Text.Json;
using ArabicTextClassifier.Training.Formats;
using ArabicTextClassifier.Training.Reporting;

namespace ArabicTextClassifier.Training;

/// <summary>What a report says.</summary>
public sealed record ReportSettings
{
    /// <summary>Its title.</summary>
    public string Title { get; init; } = "Evaluation";

    /// <summary>A sentence on what was measured.</summary>
    public string Source { get; init; } = "";

    /// <summary>Most errors shown of a label, the worst first.</summary>
    public int ErrorsPerLabel { get; init; } = 12;

    /// <summary>Most features shown for and against a label.</summary>
    public int FeaturesPerLabel { get; init; } = 12;

    /// <summary>Whether consecutive paragraphs of one article are predicted as an article.</summary>
    public bool UseContext { get; init; } = true;

    /// <summary>How good models trained on a part of the data are; empty to leave it out.</summary>
    public IReadOnlyList<LearningCurvePoint> LearningCurve { get; init; } = [];
}

/// <summary>
/// A page with everything about how well a model does: figures with confidence intervals, precision–recall and
/// reliability curves, thresholds to try, confusion, strongest features, worst errors. One HTML file that needs no network.
/// </summary>
public static class EvaluationReport
{
    /// <summary>Reports on labelled paragraphs.</summary>
    /// <param name="classifier">The model.</param>
    /// <param name="data">Paragraphs; those nobody labelled are read for context only.</param>
    /// <param name="settings">What to show.</param>
    /// <returns>HTML.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="LabelledDataException">No paragraph is labelled.</exception>
    public static string Create(ParagraphClassifier classifier, LabelledData data, ReportSettings settings)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(settings);
        return Create(classifier, data.Paragraphs, data.Predict(classifier, settings.UseContext), settings);
    }

    /// <summary>Reports on a freshly trained model, by its out-of-fold predictions of its training paragraphs.</summary>
    /// <param name="model">The model.</param>
    /// <param name="settings">What to show.</param>
    /// <returns>HTML.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static string Create(TrainedModel model, ReportSettings settings)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(settings);
        Prediction[] predictions = [.. Enumerable.Range(0, model.Paragraphs.Count).Select(i => model.Classifier.Decide([.. model.OutOfFold.Select(label => label[i])]))];
        return Create(model.Classifier, model.Paragraphs, predictions, settings);
    }

    private static string Create(ParagraphClassifier classifier, IReadOnlyList<LabelledParagraph> paragraphs, IReadOnlyList<Prediction> predictions, ReportSettings settings)
    {
        (LabelledParagraph Paragraph, Prediction Prediction)[] rows = [.. paragraphs.Zip(predictions).Where(p => p.First.Labels is not null)];
        if (rows.Length == 0)
            throw new LabelledDataException("No paragraph has a \"labels\" key: there is nothing to report on.");
        using MemoryStream json = new();
        using (Utf8JsonWriter writer = new(json, JsonFields.Readable))
            WriteData(writer, classifier, rows, settings);

        // "<" would end the script element where a text holds "</script>".
        string data = Encoding.UTF8.GetString(json.ToArray()).Replace("<", "\\u003c", StringComparison.Ordinal);
        StringBuilder page = new(Resource("report.html"));
        foreach ((string name, string content) in ((string, string)[])
        [
            ("title", System.Net.WebUtility.HtmlEncode(settings.Title)), ("uplot-css", Resource("uPlot.min.css")), ("css", Resource("report.css")),
            ("uplot-js", Resource("uPlot.iife.min.js")), ("js", Resource("report.js")), ("data", data),
        ])
            page.Replace($"{{{{{name}}}}}", content);
        return page.ToString();
    }

    private static void WriteData(Utf8JsonWriter writer, ParagraphClassifier classifier, (LabelledParagraph Paragraph, Prediction Prediction)[] rows, ReportSettings settings)
    {
        ModelInfo info = classifier.Model;
        string[] labels = [.. classifier.Labels];
        writer.WriteStartObject();
        writer.WriteString("title", settings.Title);
        writer.WriteString("source", settings.Source);
        writer.WriteBoolean("singleLabel", info.SingleLabel);
        WriteModel(writer, info);
        writer.WriteStartArray("labels");
        foreach (LabelInfo label in info.Labels)
        {
            writer.WriteStartObject();
            writer.WriteString("name", label.Name);
            Number(writer, "threshold", label.Threshold);
            Number(writer, "priority", label.Priority);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        Dictionary<string, int> articles = [];
        writer.WriteStartArray("rows");
        foreach ((LabelledParagraph paragraph, Prediction prediction) in rows)
        {
            // article, labels, labels given, probabilities
            writer.WriteStartArray();
            writer.WriteNumberValue(articles.TryGetValue(paragraph.Article, out int article) ? article : articles[paragraph.Article] = articles.Count);
            WriteIndexes(writer, labels, paragraph.Labels!);
            WriteIndexes(writer, labels, prediction.Labels);
            writer.WriteStartArray();
            foreach (float probability in prediction.Scores.Values)
                writer.WriteRawValue(Text(probability, 7));
            writer.WriteEndArray();
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        WriteFeatures(writer, classifier, [.. rows.Select(r => r.Paragraph.Text)], settings.FeaturesPerLabel);
        writer.WriteStartArray("learning");
        foreach (LearningCurvePoint point in settings.LearningCurve)
        {
            writer.WriteStartObject();
            Number(writer, "paragraphs", point.Paragraphs);
            Number(writer, "f1", point.MacroF1);
            Number(writer, "spread", point.Spread);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        WriteErrors(writer, classifier, rows, settings.ErrorsPerLabel);
        writer.WriteEndObject();
    }

    private static void WriteModel(Utf8JsonWriter writer, ModelInfo info)
    {
        writer.WriteStartObject("model");
        writer.WriteString("trainer", info.Trainer);
        writer.WriteString("settings", string.Join(", ", info.TrainerSettings.Select(s => $"{s.Key} {s.Value}")));
        writer.WriteNumber("features", info.FeatureCount);
        writer.WriteNumber("lexicon", info.LexiconCount);
        writer.WriteNumber("paragraphs", info.Paragraphs);
        writer.WriteNumber("articles", info.Articles);
        writer.WriteString("sha256", info.DataSha256);
        writer.WriteNumber("seed", info.Seed);
        writer.WriteNumber("bytes", info.SizeInBytes);
        writer.WriteEndObject();
    }

    private static void WriteFeatures(Utf8JsonWriter writer, ParagraphClassifier classifier, string[] texts, int count)
    {
        writer.WriteStartArray("features");
        foreach ((StrongFeature[] @for, StrongFeature[] against) in StrongestFeatures.Find(classifier, texts, count))
        {
            writer.WriteStartObject();
            Write("for", @for);
            Write("against", against);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();

        void Write(string name, StrongFeature[] features)
        {
            writer.WriteStartArray(name);
            foreach (StrongFeature feature in features)
            {
                writer.WriteStartObject();
                writer.WriteString("text", feature.Text);
                Number(writer, "logit", feature.Logit);
                writer.WriteNumber("paragraphs", feature.Paragraphs);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }
    }

    private static void WriteErrors(Utf8JsonWriter writer, ParagraphClassifier classifier, (LabelledParagraph Paragraph, Prediction Prediction)[] rows, int count)
    {
        writer.WriteStartArray("errors");
        foreach (string label in classifier.Labels)
        {
            IEnumerable<(LabelledParagraph Paragraph, Prediction Prediction)> wrong = rows
                .Where(r => r.Paragraph.Labels!.Contains(label) != r.Prediction.Labels.Contains(label))
                .OrderByDescending(r => r.Paragraph.Labels!.Contains(label) ? 1 - r.Prediction.Scores[label] : r.Prediction.Scores[label]);
            foreach ((LabelledParagraph paragraph, Prediction prediction) in wrong.Take(count))
            {
                Explanation explanation = classifier.Explain(paragraph.Text).Single(e => e.Label == label);
                writer.WriteStartObject();
                writer.WriteNumber("label", Array.IndexOf([.. classifier.Labels], label));
                writer.WriteBoolean("missed", paragraph.Labels!.Contains(label));
                Number(writer, "p", prediction.Scores[label]);
                Number(writer, "alone", explanation.Probability);
                writer.WriteString("place", paragraph.Line > 0 ? $"{Path.GetFileName(paragraph.File)}:{paragraph.Line}" : paragraph.Article);
                writer.WriteString("text", paragraph.Text);
                WriteNames(writer, "labels", paragraph.Labels!);
                WriteNames(writer, "given", prediction.Labels);
                writer.WriteStartArray("pieces");
                foreach (TextPiece piece in explanation.Pieces.Where(p => p.Contribution != 0).OrderBy(p => p.Range.Start.Value))
                {
                    writer.WriteStartArray();
                    writer.WriteNumberValue(piece.Range.Start.Value);
                    writer.WriteNumberValue(piece.Range.End.Value);
                    writer.WriteRawValue(Text(piece.Contribution, 3));
                    writer.WriteEndArray();
                }

                writer.WriteEndArray();
                writer.WriteEndObject();
            }
        }

        writer.WriteEndArray();
    }

    private static void WriteIndexes(Utf8JsonWriter writer, string[] labels, IReadOnlyList<string> names)
    {
        writer.WriteStartArray();
        foreach (string name in names.Where(labels.Contains))
            writer.WriteNumberValue(Array.IndexOf(labels, name));
        writer.WriteEndArray();
    }

    private static void WriteNames(Utf8JsonWriter writer, string key, IReadOnlyList<string> names)
    {
        writer.WriteStartArray(key);
        foreach (string name in names)
            writer.WriteStringValue(name);
        writer.WriteEndArray();
    }

    private static void Number(Utf8JsonWriter writer, string key, double value)
    {
        writer.WritePropertyName(key);
        writer.WriteRawValue(Text(value, 7));
    }

    private static string Text(double value, int digits) => Math.Round(value, digits).ToString("0.#######", CultureInfo.InvariantCulture);

    private static string Resource(string name)
    {
        using Stream stream = typeof(EvaluationReport).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The resource {name} is missing.");
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}

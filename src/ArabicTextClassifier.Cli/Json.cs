using System.Text.Encodings.Web;
using System.Text.Json;
using ArabicTextClassifier.Training;

namespace ArabicTextClassifier.Cli;

/// <summary>Everything the commands print as JSON.</summary>
internal static class Json
{
    // What every prediction repeats is escaped once.
    private static readonly JsonEncodedText s_label = JsonEncodedText.Encode("label");
    private static readonly JsonEncodedText s_probability = JsonEncodedText.Encode("probability");
    private static readonly JsonEncodedText s_labels = JsonEncodedText.Encode("labels");
    private static readonly JsonEncodedText s_scores = JsonEncodedText.Encode("scores");

    /// <summary>On one line, with readable Arabic.</summary>
    public static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes one JSON value and a line end.</summary>
    public static void Write(Stream output, Action<Utf8JsonWriter> value, bool indented = true)
    {
        using (Utf8JsonWriter writer = new(output, Compact with { Indented = indented }))
            value(writer);
        output.WriteByte((byte)'\n');
        output.Flush();
    }

    /// <summary>The feature settings in words.</summary>
    public static string Describe(FeatureSettings features)
    {
        List<string> parts = [];
        Add(features.WordNGrams > 0, $"words 1..{features.WordNGrams}");
        Add(features.StemNGrams > 0, $"stems 1..{features.StemNGrams}");
        Add(features.StemSkipGrams, "stem skips");
        Add(features.ClassNGrams > 0, $"classes 1..{features.ClassNGrams}");
        Add(features.ClassSkipGrams, "class skips");
        Add(features.Speakers, "speakers");
        Add(features.Openers > 0, $"openers {features.Openers}");
        Add(features.MinCharNGram > 0, $"characters {features.MinCharNGram}..{features.MaxCharNGram}");
        return string.Join(", ", parts);

        void Add(bool used, string part)
        {
            if (used)
                parts.Add(part);
        }
    }

    /// <summary>A prediction, as the value of a key.</summary>
    public static void Prediction(Utf8JsonWriter writer, Prediction prediction)
    {
        writer.WriteStartObject();
        writer.WriteString(s_label, prediction.Label);
        if (prediction.Probability is float probability)
            Number(writer, s_probability, probability);
        else
            writer.WriteNull(s_probability);
        writer.WriteStartArray(s_labels);
        foreach (string label in prediction.Labels)
            writer.WriteStringValue(label);
        writer.WriteEndArray();
        writer.WriteStartObject(s_scores);
        foreach ((string label, float score) in prediction.Scores)
            Number(writer, label, score);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>An evaluation, and those by the values of a key, if any.</summary>
    public static void Evaluation(Utf8JsonWriter writer, Evaluation evaluation, string? key = null, IEnumerable<KeyValuePair<string, Evaluation>>? byValue = null)
    {
        writer.WriteStartObject();
        writer.WriteNumber("paragraphs", evaluation.Paragraphs);
        Number(writer, "macro_f1", evaluation.MacroF1);
        Number(writer, "micro_f1", evaluation.MicroF1);
        Number(writer, "primary_accuracy", evaluation.PrimaryAccuracy);
        writer.WriteStartObject("labels");
        foreach (LabelMetrics label in evaluation.Labels)
        {
            writer.WriteStartObject(label.Label);
            writer.WriteNumber("support", label.Support);
            writer.WriteNumber("predicted", label.Predicted);
            Number(writer, "precision", label.Precision);
            Number(writer, "recall", label.Recall);
            Number(writer, "f1", label.F1);
            Number(writer, "calibration_error", label.CalibrationError);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        if (byValue is not null)
        {
            writer.WriteString("by", key);
            writer.WriteStartObject("values");
            foreach ((string value, Evaluation part) in byValue)
            {
                writer.WritePropertyName(value);
                Evaluation(writer, part);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    /// <summary>What a model says about itself.</summary>
    public static void Info(Utf8JsonWriter writer, ModelInfo info)
    {
        writer.WriteStartObject();
        writer.WriteNumber("format_version", info.FormatVersion);
        writer.WriteString("trainer", info.Trainer);
        writer.WriteStartObject("trainer_settings");
        foreach ((string name, string value) in info.TrainerSettings)
            writer.WriteString(name, value);
        writer.WriteEndObject();
        writer.WriteString("features", Describe(info.Features));
        writer.WriteNumber("feature_count", info.FeatureCount);
        writer.WriteNumber("lexicon_count", info.LexiconCount);
        writer.WriteNumber("paragraphs", info.Paragraphs);
        writer.WriteNumber("articles", info.Articles);
        writer.WriteString("data_sha256", info.DataSha256);
        writer.WriteNumber("seed", info.Seed);
        writer.WriteNumber("size_in_bytes", info.SizeInBytes);
        writer.WriteStartObject("labels");
        foreach (LabelInfo label in info.Labels)
        {
            writer.WriteStartObject(label.Name);
            Number(writer, "threshold", label.Threshold);
            writer.WriteNumber("support", label.Support);
            Number(writer, "precision", label.Precision);
            Number(writer, "recall", label.Recall);
            Number(writer, "f1", label.F1);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>Why a paragraph has its labels.</summary>
    public static void Explanations(Utf8JsonWriter writer, IReadOnlyList<Explanation> explanations)
    {
        writer.WriteStartArray();
        foreach (Explanation explanation in explanations)
        {
            writer.WriteStartObject();
            writer.WriteString("label", explanation.Label);
            Number(writer, "probability", explanation.Probability);
            Number(writer, "threshold", explanation.Threshold);
            Number(writer, "bias", explanation.Bias);
            writer.WriteStartArray("pieces");
            foreach (TextPiece piece in explanation.Pieces)
            {
                writer.WriteStartObject();
                writer.WriteString("text", piece.Text);
                writer.WriteNumber("start", piece.Range.Start.Value);
                writer.WriteNumber("end", piece.Range.End.Value);
                Number(writer, "contribution", piece.Contribution);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>What may be wrong with labelled data.</summary>
    public static void Lint(Utf8JsonWriter writer, IEnumerable<LintIssue> issues)
    {
        writer.WriteStartArray();
        foreach (LintIssue issue in issues)
        {
            writer.WriteStartObject();
            writer.WriteString("kind", LintCommand.Name(issue.Kind));
            if (issue.Line > 0)
            {
                writer.WriteString("file", issue.File);
                writer.WriteNumber("line", issue.Line);
            }

            writer.WriteString("message", issue.Message);
            if (issue.Text.Length > 0)
            {
                writer.WriteString("text", issue.Text);
                Strings(writer, "labels", issue.Labels);
            }

            if (issue.Suggested is not null)
                Strings(writer, "suggested", issue.Suggested);
            if (issue.Score is double score)
                Number(writer, "score", score);
            if (issue.OtherLine > 0)
            {
                writer.WriteString("other_file", issue.OtherFile);
                writer.WriteNumber("other_line", issue.OtherLine);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>An array of strings as the value of a key.</summary>
    public static void Strings(Utf8JsonWriter writer, string name, IEnumerable<string> values)
    {
        writer.WriteStartArray(name);
        foreach (string value in values)
            writer.WriteStringValue(value);
        writer.WriteEndArray();
    }

    /// <summary>A number with as many digits as anybody reads.</summary>
    public static void Number(Utf8JsonWriter writer, string name, double value) => writer.WriteNumber(name, Rounded(value));

    private static void Number(Utf8JsonWriter writer, JsonEncodedText name, double value) => writer.WriteNumber(name, Rounded(value));

    private static decimal Rounded(double value)
    {
        // "0.0####", which a custom format string, and any formatting of a double, writes several times slower.
        long digits = checked((long)Math.Round(value * 100_000));
        int scale = 5;
        for (; scale > 1 && digits % 10 == 0; scale--)
            digits /= 10;
        return new decimal((int)Math.Abs(digits), (int)(Math.Abs(digits) >> 32), 0, digits < 0, (byte)scale);
    }
}

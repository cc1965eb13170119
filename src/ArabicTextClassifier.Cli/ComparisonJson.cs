using System.Text.Json;
using ArabicTextClassifier.Training;

namespace ArabicTextClassifier.Cli;

/// <summary>What <c>compare</c> prints as JSON.</summary>
internal static class ComparisonJson
{
    /// <summary>Settings that competed, the best first.</summary>
    public static void Candidates(Utf8JsonWriter writer, IReadOnlyList<CandidateResult> results)
    {
        writer.WriteStartArray();
        foreach (CandidateResult result in results.OrderByDescending(r => r.MacroF1))
        {
            writer.WriteStartObject();
            writer.WriteString("name", result.Candidate.Name);
            writer.WriteString("options", CompareCommand.Options(result.Candidate.Settings));
            Json.Number(writer, "macro_f1", result.MacroF1);
            Json.Number(writer, "macro_f1_spread", result.Spread);
            writer.WriteStartArray("folds");
            foreach (Evaluation fold in result.Folds)
                writer.WriteNumberValue(Math.Round(fold.MacroF1, 5));
            writer.WriteEndArray();
            writer.WriteStartObject("labels");
            foreach (string label in result.Folds[0].Labels.Select(l => l.Label))
            {
                writer.WriteStartObject(label);
                Json.Number(writer, "f1", result.F1Of(label).Mean);
                Json.Number(writer, "f1_spread", result.F1Of(label).Spread);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
            Json.Number(writer, "training_seconds", result.TrainingTime.TotalSeconds);
            writer.WriteNumber("model_bytes", result.ModelBytes);
            writer.WriteNumber("paragraphs_per_second", Math.Round(result.ParagraphsPerSecond));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Two models on the same paragraphs.</summary>
    public static void Models(Utf8JsonWriter writer, ModelComparison comparison)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("old");
        Json.Evaluation(writer, comparison.Old);
        writer.WritePropertyName("new");
        Json.Evaluation(writer, comparison.New);
        Difference(writer, "macro_f1_difference", comparison.MacroF1);
        writer.WriteStartObject("labels");
        foreach (LabelDifference label in comparison.Labels)
        {
            writer.WriteStartObject(label.Label);
            Difference(writer, "f1_difference", label.F1);
            writer.WriteNumber("only_old_right", label.Lost);
            writer.WriteNumber("only_new_right", label.Won);
            Json.Number(writer, "mcnemar_p", label.McNemar);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteStartArray("differences");
        foreach (ParagraphDifference difference in comparison.Differences)
        {
            writer.WriteStartObject();
            writer.WriteString("file", difference.Paragraph.File);
            writer.WriteNumber("line", difference.Paragraph.Line);
            writer.WriteString("text", difference.Paragraph.Text);
            Json.Strings(writer, "labels", difference.Paragraph.Labels!);
            Json.Strings(writer, "old", difference.Old.Labels);
            Json.Strings(writer, "new", difference.New.Labels);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Difference(Utf8JsonWriter writer, string name, Difference difference)
    {
        writer.WriteStartObject(name);
        Json.Number(writer, "value", difference.Value);
        Json.Number(writer, "low", difference.Low);
        Json.Number(writer, "high", difference.High);
        writer.WriteEndObject();
    }
}

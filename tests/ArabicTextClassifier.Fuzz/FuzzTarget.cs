using System.Text;
using ArabicTextClassifier.Tests;
using ArabicTextClassifier.Training;

namespace ArabicTextClassifier.Fuzz;

/// <summary>A piece of the product that takes bytes from anywhere: what the fuzzer feeds, and what the tests replay its finds to.</summary>
/// <param name="Name">What it is called on the command line; its seeds and finds lie in folders of this name.</param>
/// <param name="Run">Takes any bytes; throws when a promise is broken.</param>
public sealed record FuzzTarget(string Name, Action<byte[]> Run)
{
    private static readonly string[] s_texts = ["قال الوزير ان عبوة ناسفة انفجرت", "", "a\u200Bb \uD83D", new string('و', 300)];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("model", Model),
        new("jsonl", bytes => LabelledLines(bytes, ".jsonl")),
        new("csv", bytes => LabelledLines(bytes, ".csv")),
        new("tsv", bytes => LabelledLines(bytes, ".tsv")),
        new("predict", Predict),
    ];

    /// <summary>A model is loaded and works, or is refused in words; never anything else.</summary>
    private static void Model(byte[] bytes)
    {
        Load(bytes);
        Load(SmallModel.Repair(bytes));

        static void Load(byte[] model)
        {
            ParagraphClassifier classifier;
            try
            {
                classifier = ParagraphClassifier.Load(model);
            }
            catch (InvalidModelException refused)
            {
                Check(refused.Offset >= 0 && refused.Offset <= model.Length, $"no place: {refused.Message}");
                return;
            }

            foreach (string text in s_texts)
                CheckPrediction(classifier, text);
        }
    }

    /// <summary>Bad lines are named; the rest is read, or nothing is.</summary>
    private static void LabelledLines(byte[] bytes, string extension)
    {
        string path = Path.Combine(Path.GetTempPath(), $"fuzz-{Environment.ProcessId}{extension}");
        File.WriteAllBytes(path, bytes);
        try
        {
            LabelledData data = LabelledData.Read([path]);
            Check(data.Paragraphs.All(p => !string.IsNullOrWhiteSpace(p.Text) && p.Labels is not null && p.Line > 0), "a paragraph without text, labels or line");
            foreach (LabelledParagraph paragraph in data.Paragraphs.Take(3))
                CheckPrediction(ParagraphClassifier.Default, paragraph.Text);
        }
        catch (LabelledDataException bad)
        {
            Check(bad.Problems.Count > 0 && bad.Problems.All(p => p.File == path && p.Line > 0 && p.Message.Length > 0), $"no place: {bad.Message}");
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Any bytes are a paragraph.</summary>
    private static void Predict(byte[] bytes)
    {
        ParagraphClassifier classifier = ParagraphClassifier.Default;
        CheckProbabilities(classifier.Predict(bytes.AsSpan()));
        char[] units = new char[bytes.Length / 2];
        Buffer.BlockCopy(bytes, 0, units, 0, units.Length * 2);
        CheckPrediction(classifier, new string(units));
        CheckPrediction(classifier, Encoding.UTF8.GetString(bytes));
        foreach (ParagraphPrediction paragraph in classifier.PredictArticle(new string(units)))
            CheckProbabilities(paragraph.Prediction);
    }

    private static void CheckPrediction(ParagraphClassifier classifier, string text)
    {
        Prediction prediction = classifier.Predict(text);
        CheckProbabilities(prediction);
        foreach (Explanation explanation in classifier.Explain(text))
        {
            Check(double.IsFinite(explanation.Logit), $"{explanation.Label} has the logit {explanation.Logit}");
            Check(explanation.Pieces.All(p => text[p.Range] == p.Text), "a piece lies elsewhere");
        }

        string once = ArabicNormalizer.Normalize(text, out int[] positions);
        Check(ArabicNormalizer.Normalize(once) == once, "normalizing twice changes something");
        Check(positions.Zip(positions.Skip(1)).All(p => p.First <= p.Second) && positions.All(p => p >= 0 && p < text.Length), "a position lies elsewhere");

        // Lone surrogates have no UTF-8.
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        if (Encoding.UTF8.GetString(utf8) == text)
            Check(classifier.Predict(utf8).Scores.Values.SequenceEqual(prediction.Scores.Values), "UTF-8 and UTF-16 differ");
    }

    private static void CheckProbabilities(Prediction prediction) =>
        Check(prediction.Scores.Values.All(p => p is >= 0 and <= 1), $"a probability is {string.Join(", ", prediction.Scores.Values)}");

    private static void Check(bool holds, string fault)
    {
        if (!holds)
            throw new InvalidOperationException(fault);
    }
}

using System.Diagnostics;
using System.Globalization;
using ArabicTextClassifier.Training;

namespace ArabicTextClassifier.Benchmarks;

/// <summary>One contestant of <c>benchmarks/peers</c>: trains if asked, labels a file in memory, and prints its figures as <c>name value</c> lines.</summary>
internal static class PeerRun
{
    /// <summary>Runs.</summary>
    /// <param name="arguments">library or mlnet, the file of paragraphs, the labelled file.</param>
    public static void Run(string[] arguments)
    {
        string[] texts = [.. LabelledData.Read([arguments[1]], requireLabels: false).Paragraphs.Select(p => p.Text)];
        LabelledData labelled = LabelledData.Read([arguments[2]], requireLabels: false);
        if (arguments[0] == "library")
            RunLibrary(texts, labelled);
        else
            RunMachineLearning(texts, labelled);
    }

    private static void RunLibrary(string[] texts, LabelledData labelled)
    {
        ParagraphClassifier classifier = ParagraphClassifier.Default;
        float[] probabilities = new float[classifier.Labels.Count];
        double best = Time(() =>
        {
            foreach (string text in texts)
                classifier.Predict(text.AsSpan(), probabilities);
        });
        Print("paragraphs_per_second", texts.Length / best);
        Print("many_per_second", texts.Length / Time(() =>
        {
            int labels = 0;
            foreach (Prediction prediction in classifier.PredictMany(texts))
                labels += prediction.Labels.Count;
        }));
        Print("macro_f1", Evaluation.Measure(classifier, labelled, useContext: false).MacroF1);
    }

    private static void RunMachineLearning(string[] texts, LabelledData labelled)
    {
        IReadOnlyList<LabelledParagraph> corpus = BenchmarkText.Corpus.Paragraphs;
        Dictionary<string, float> thresholds = Thresholds(corpus);
        Stopwatch training = Stopwatch.StartNew();
        IdiomaticPipeline pipeline = IdiomaticPipeline.Train(corpus);
        Print("training_seconds", training.Elapsed.TotalSeconds);
        string model = Path.GetTempFileName();
        pipeline.Context.Model.Save(pipeline.Model, IdiomaticPipeline.View(pipeline.Context, []).Schema, model);
        Print("model_bytes", new FileInfo(model).Length);
        File.Delete(model);

        Microsoft.ML.PredictionEngine<IdiomaticPipeline.TextRow, IdiomaticPipeline.Probabilities> engine = pipeline.CreateEngine();
        string[] some = texts[..Math.Min(texts.Length, 5000)];
        Print("paragraphs_per_second", some.Length / Time(() =>
        {
            foreach (string text in some)
                engine.Predict(new IdiomaticPipeline.TextRow { Text = text });
        }));

        LabelledParagraph[] judged = [.. labelled.Paragraphs.Where(p => p.Labels is not null)];
        Dictionary<string, float[]> probabilities = pipeline.Predict(judged.Select(p => p.Text));
        Print("macro_f1", pipeline.Labels.Average(label =>
        {
            bool[] given = [.. probabilities[label].Select(p => p >= thresholds[label])];
            int right = judged.Where((p, i) => given[i] && p.Labels!.Contains(label)).Count();
            return 2.0 * right / Math.Max(1, given.Count(g => g) + judged.Count(p => p.Labels!.Contains(label)));
        }));
    }

    /// <summary>For each label the threshold of best F1 on every fifth article, by a model that has not seen it: what the other contestants get too.</summary>
    private static Dictionary<string, float> Thresholds(IReadOnlyList<LabelledParagraph> corpus)
    {
        HashSet<string> heldOut = [.. corpus.Select(p => p.Article).Distinct().Order(StringComparer.Ordinal).Where((_, i) => i % 5 == 0)];
        IdiomaticPipeline pipeline = IdiomaticPipeline.Train([.. corpus.Where(p => !heldOut.Contains(p.Article))]);
        LabelledParagraph[] unseen = [.. corpus.Where(p => heldOut.Contains(p.Article))];
        return pipeline.Predict(unseen.Select(p => p.Text)).ToDictionary(scores => scores.Key, scores =>
        {
            (float Probability, bool Carries)[] ranked = [.. scores.Value.Zip(unseen, (p, u) => (p, u.Labels!.Contains(scores.Key))).OrderByDescending(r => r.p)];
            int positives = ranked.Count(r => r.Carries);
            int found = 0;
            return ranked.Select((r, n) => (F1: 2.0 * (found += r.Carries ? 1 : 0) / (n + 1 + positives), r.Probability)).ToArray().MaxBy(r => r.F1).Probability;
        });
    }

    /// <summary>Seconds of the fastest of five runs: on one core the JIT takes the first ones to optimize.</summary>
    private static double Time(Action action)
    {
        double best = double.MaxValue;
        for (int i = 0; i < 5; i++)
        {
            Stopwatch watch = Stopwatch.StartNew();
            action();
            best = Math.Min(best, watch.Elapsed.TotalSeconds);
        }

        return best;
    }

    private static void Print(string name, double value) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} {value:0.####}"));
}

using System.Diagnostics;
using ArabicTextClassifier.Benchmarks;
using Microsoft.ML;

namespace ArabicTextClassifier.Training.Tests;

/// <summary>A guard against a sudden fall, not a measurement: that is what <c>benchmarks/</c> is for.</summary>
public class SpeedTests
{
    /// <summary>A third of the twenty times that the benchmarks must show; both sides are measured in turn, on the same machine.</summary>
    private const double LeastRatio = 20 / 3.0;

    [Test]
    public void A_prediction_takes_a_small_part_of_what_the_text_pipeline_of_ML_NET_takes()
    {
#if DEBUG
        Assert.Ignore("This build is not optimized: its speed says nothing. The tests of --configuration Release measure it.");
#endif
        LabelledParagraph[] paragraphs = [.. LabelledData.Read([Path.Combine(Repository.TrainingData, "dailies.jsonl")]).Paragraphs];
        string[] texts = [.. paragraphs.Select(p => p.Text).Take(200)];
        PredictionEngine<IdiomaticPipeline.TextRow, IdiomaticPipeline.Probabilities> engine = IdiomaticPipeline.Train(paragraphs).CreateEngine();
        float[] probabilities = new float[ParagraphClassifier.Default.Labels.Count];

        void Pipeline(string text) => engine.Predict(new IdiomaticPipeline.TextRow { Text = text });
        void Library(string text) => ParagraphClassifier.Default.Predict(text.AsSpan(), probabilities);

        // Warm: a second each, in which the JIT optimizes. The median does not mind an interruption.
        foreach (Action<string> side in new Action<string>[] { Pipeline, Library })
        {
            for (double seconds = 0; seconds < 1;)
                seconds += Time(texts, side);
        }

        double[] ratios = [.. Enumerable.Range(0, 15).Select(_ => Time(texts, Pipeline) / Time(texts, Library)).Order()];
        TestContext.Out.WriteLine($"median ratio {ratios[ratios.Length / 2]:0.0}");
        Assert.That(ratios[ratios.Length / 2], Is.GreaterThan(LeastRatio));
    }

    private static double Time(string[] texts, Action<string> action)
    {
        long start = Stopwatch.GetTimestamp();
        Array.ForEach(texts, action);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}

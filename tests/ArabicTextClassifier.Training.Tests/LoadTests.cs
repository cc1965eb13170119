using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace ArabicTextClassifier.Training.Tests;

/// <summary>One instance under many threads: every result is that of a single thread, bit for bit, and memory stays where it is.</summary>
public class LoadTests
{
    private const int Threads = 64;

    [Test]
    public void Sixty_four_threads_get_what_one_gets() => Run(TimeSpan.FromSeconds(2));

    /// <summary>For as long as the parameter <c>minutes</c> says; see load.sh.</summary>
    [Test]
    [Explicit("Takes minutes.")]
    public void Sixty_four_threads_get_what_one_gets_for_minutes() =>
        Run(TimeSpan.FromMinutes(double.Parse(TestContext.Parameters.Get("minutes", "10"), CultureInfo.InvariantCulture)));

    private static void Run(TimeSpan time)
    {
        ParagraphClassifier classifier = ParagraphClassifier.Default;
        string[] texts = Texts();
        byte[][] bytes = [.. texts.Select(Encoding.UTF8.GetBytes)];
        int labels = classifier.Labels.Count;
        float[][] expected = [.. texts.Select(text => Predict(classifier, text))];
        float[][] expectedOfBytes = [.. bytes.Select(text => Predict(classifier, text))];

        long predictions = 0;
        long characters = 0;
        List<long> memory = [];
        using CancellationTokenSource end = new();
        Stopwatch watch = Stopwatch.StartNew();
        Task[] load = [.. Enumerable.Range(0, Threads).Select(thread => Task.Factory.StartNew(() => Work(thread), TaskCreationOptions.LongRunning))];
        TimeSpan interval = TimeSpan.FromTicks(Math.Max(time.Ticks / 40, TimeSpan.TicksPerMillisecond * 50));
        while ((watch.Elapsed < time || memory.Count < 8) && !load.Any(t => t.IsFaulted))
        {
            Thread.Sleep(interval);
            memory.Add(Environment.WorkingSet);
        }

        end.Cancel();
        Assert.That(() => Task.WaitAll(load), Throws.Nothing);

        // Once everything is compiled and every cache filled, which a quarter of the time is for.
        long[] settled = [.. memory.Skip(memory.Count / 4)];
        string figures = string.Create(CultureInfo.InvariantCulture, $"{Threads} threads, {watch.Elapsed.TotalMinutes:0.0} min: {predictions:N0} predictions, {characters / 1e6:N0} million characters, none differs; working set {settled.Min() >> 20} to {settled.Max() >> 20} MiB");
        TestContext.Out.WriteLine(figures);
        Assert.That(predictions, Is.GreaterThan(Threads));
        Assert.That(settled.Max() - settled.Min(), Is.LessThan(64 << 20), figures);

        void Work(int thread)
        {
            float[] found = new float[labels];
            long made = 0;
            long read = 0;
            for (int i = thread * 17; !end.IsCancellationRequested; i++)
            {
                int at = i % texts.Length;
                if (i % 2 == 0)
                    classifier.Predict(texts[at].AsSpan(), found);
                else
                    classifier.Predict(bytes[at].AsSpan(), found);
                if (!found.AsSpan().SequenceEqual((i % 2 == 0 ? expected : expectedOfBytes)[at]))
                    throw new InvalidOperationException($"Thread {thread} differs at text {at}: {string.Join(", ", found)}.");
                made++;
                read += texts[at].Length;
            }

            Interlocked.Add(ref predictions, made);
            Interlocked.Add(ref characters, read);
        }
    }

    /// <summary>The corpus; the same with vowel signs and invisible characters; words by chance, which fill and overflow every cache; broken text; long text.</summary>
    private static string[] Texts()
    {
        Random random = new(1);
        string[] corpus = [.. LabelledData.Read([Repository.TrainingData]).Paragraphs.Select(p => p.Text)];
        string[] disguised = [.. corpus.Select(text => string.Concat(text.Select(c => char.IsLetter(c) && random.Next(4) == 0 ? $"{c}\u0651\u200B" : $"{c}")))];
        string[] chance = [.. Enumerable.Range(0, 1_000).Select(_ => string.Concat(Enumerable.Range(0, 300).Select(_ => random.Next(6) == 0 ? ' ' : (char)random.Next('\u0621', '\u064A'))))];
        string[] broken = [.. Enumerable.Range(0, 200).Select(_ => string.Concat(Enumerable.Range(0, 200).Select(_ => (char)random.Next(char.MaxValue + 1))))];
        string[] texts = [.. corpus, .. disguised, .. chance, .. broken, string.Join(' ', corpus), ""];
        random.Shuffle(texts);
        return texts;
    }

    private static float[] Predict(ParagraphClassifier classifier, ReadOnlySpan<char> text)
    {
        float[] probabilities = new float[classifier.Labels.Count];
        classifier.Predict(text, probabilities);
        return probabilities;
    }

    private static float[] Predict(ParagraphClassifier classifier, ReadOnlySpan<byte> text)
    {
        float[] probabilities = new float[classifier.Labels.Count];
        classifier.Predict(text, probabilities);
        return probabilities;
    }
}

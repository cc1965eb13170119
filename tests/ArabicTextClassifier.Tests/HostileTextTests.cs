using System.Diagnostics;
using System.Text;
using ArabicTextClassifier.Text;

namespace ArabicTextClassifier.Tests;

/// <summary>Text as nobody should write it: never an exception, never a hang, time linear, memory bounded.</summary>
public class HostileTextTests
{
    private const string Sentence = "انفجار عبوة ناسفة، وقال الوزير: ";

    private static readonly ParagraphClassifier s_classifier = new(SmallModel.Create(WeightPrecision.Bits16));

    private static readonly Dictionary<string, string> s_hostile = new()
    {
        ["empty"] = "",
        ["white space"] = " \t\r\n\u00A0\u2003\u3000\u2028\u0085",
        ["one letter"] = "و",
        ["one mark"] = "\u064B",
        ["one NUL"] = "\0",
        ["lone high surrogates"] = new string('\uD83D', 10_000),
        ["lone low surrogates"] = new string('\uDC00', 10_000),
        ["surrogates the wrong way round"] = string.Concat(Enumerable.Repeat("\uDC00\uD83Dقال", 2_000)),
        ["noncharacters and unassigned code points"] = "\uFFFE\uFFFF\uFDD0\u0378\U000E0FFF\U0010FFFF قال \u08E2\u061D",
        ["a million combining marks"] = "و" + new string('\u0651', 1_000_000) + "قال",
        ["a million joiners"] = "قا" + new string('\u200D', 1_000_000) + "ل",
        ["a million overrides that never end"] = new string('\u202E', 1_000_000) + "قال",
        ["a zero-width space between all letters"] = string.Join('\u200B', Sentence.AsEnumerable()),
        ["isolates that close what is not open"] = string.Concat(Enumerable.Repeat("\u2069\u2066قال\u2067", 5_000)),
        ["one word of a million letters"] = new string('ع', 1_000_000),
        ["a million digits"] = new string('٣', 1_000_000),
        ["a million marks of their own"] = new string('"', 1_000_000),
        ["a million of the longest ligature"] = new string('\uFDFA', 1_000_000),
        ["one lone surrogate"] = "\uD83D",
        ["homoglyphs"] = "аttack ｱ قال ڪ ھ ۃ ٱ ﭐ 𞸀𞹋 οقال іنفجار",
        ["homoglyphs and nothing else"] = string.Concat(Enumerable.Repeat("کیہھەۃٱںٮٯ", 10_000)),
        ["presentation forms A"] = string.Create('\uFDFF' - '\uFB50' + 1, 0, (span, _) =>
        {
            for (int i = 0; i < span.Length; i++)
                span[i] = (char)('\uFB50' + i);
        }),
        ["presentation forms B"] = string.Create('\uFEFF' - '\uFE70' + 1, 0, (span, _) =>
        {
            for (int i = 0; i < span.Length; i++)
                span[i] = (char)('\uFE70' + i);
        }),
        ["mixed scripts"] = "قالTheМинистр大臣장관וזירमंत्री",
        ["markup"] = string.Concat(Enumerable.Repeat("<p class=\"x\">قال&nbsp;<b>الوزير</b></p>", 1_000)),
        ["markup that never ends"] = string.Concat(Enumerable.Repeat("<p <b <!-- قال &#1602;&#x642;&", 1_000)) + "<![CDATA[",
        ["every code unit"] = string.Create(char.MaxValue + 1, 0, (span, _) =>
        {
            for (int c = 0; c < span.Length; c++)
                span[c] = (char)c;
        }),
    };

    private static IEnumerable<string> Hostile => s_hostile.Keys;

    [TestCaseSource(nameof(Hostile))]
    public void It_gets_a_prediction_an_explanation_and_a_normal_form(string name)
    {
        string text = s_hostile[name];
        Prediction prediction = s_classifier.Predict(text);
        Assert.That(prediction.Scores.Values, Is.All.InRange(0f, 1f));
        Assert.That(s_classifier.Predict(Encoding.UTF8.GetBytes(text)).Scores.Values, Is.EqualTo(s_classifier.Predict(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text))).Scores.Values));
        Assert.That(s_classifier.PredictMany([text]).Single().Scores.Values, Is.EqualTo(prediction.Scores.Values));
        Assert.That(() => s_classifier.PredictArticle(text), Throws.Nothing);
        Assert.That(s_classifier.Explain(text.Length > 100_000 ? text[^100_000..] : text), Has.Count.EqualTo(2));

        string normalized = ArabicNormalizer.Normalize(text, out int[] positions);
        Assert.That(ArabicNormalizer.Normalize(normalized), Is.EqualTo(normalized));
        Assert.That(positions, Has.Length.EqualTo(normalized.Length));
    }

    [Test]
    public void Null_is_the_only_text_that_is_refused()
    {
        Assert.That(() => s_classifier.Predict((string)null!), Throws.ArgumentNullException);
        Assert.That(() => s_classifier.Explain(null!), Throws.ArgumentNullException);
        Assert.That(() => s_classifier.PredictArticle((string)null!), Throws.ArgumentNullException);
        Assert.That(() => s_classifier.PredictArticle((IEnumerable<string>)null!), Throws.ArgumentNullException);
        Assert.That(() => s_classifier.PredictMany((IEnumerable<string>)null!), Throws.ArgumentNullException);
        Assert.That(() => s_classifier.PredictMany([null!]).ToArray(), Throws.ArgumentNullException);
        Assert.That(() => s_classifier.StartArticle().Next((string)null!), Throws.ArgumentNullException);
        Assert.That(() => ArabicNormalizer.Normalize(null!), Throws.ArgumentNullException);
    }

    [Test]
    public void Any_two_bytes_are_a_paragraph()
    {
        byte[] bytes = new byte[2];
        float[] probabilities = new float[2];
        for (int pair = 0; pair <= ushort.MaxValue; pair++)
        {
            bytes[0] = (byte)pair;
            bytes[1] = (byte)(pair >> 8);
            s_classifier.Predict(bytes, probabilities);
            if (!(probabilities[0] is >= 0 and <= 1 && probabilities[1] is >= 0 and <= 1))
                Assert.Fail($"{pair:X4}");
        }
    }

    [TestCaseSource(nameof(Hostile))]
    public void Eight_times_the_text_is_at_most_eight_times_the_work(string name)
    {
        string text = s_hostile[name] + " ";
        string once = string.Concat(Enumerable.Repeat(text, 1 + 1_000_000 / text.Length));
        Work small = Work.Of(once);
        Work large = Work.Of(string.Concat(Enumerable.Repeat(once, 8)));
        Assert.That(large.Characters, Is.EqualTo(8 * small.Characters), "every character is read once");
        Assert.That(large.Folds, Is.LessThanOrEqualTo(8 * small.Folds + 8));
        Assert.That(large.Tokens, Is.InRange(7.99 * small.Tokens, 8.01 * small.Tokens + 8));
        Assert.That(large.Features, Is.LessThanOrEqualTo(8.01 * small.Features + 64));
        Assert.That(small.Allocated, Is.Zero);
        Assert.That(large.Allocated, Is.Zero);
        Assert.That(small.Folds * 16, Is.LessThan(small.Characters), "a block makes headway");
    }

    [Test]
    public void Two_hundred_megabytes_in_one_paragraph_take_no_memory_and_time_in_proportion()
    {
        byte[] sentence = Encoding.UTF8.GetBytes(Sentence);
        byte[] text = new byte[200_000_000];
        for (int at = 0; at < text.Length; at += sentence.Length)
            sentence.AsSpan(0, Math.Min(sentence.Length, text.Length - at)).CopyTo(text.AsSpan(at));
        float[] probabilities = new float[2];
        s_classifier.Predict(text.AsSpan(0, 1_000), probabilities);
        Assert.That(AllocatedBy(() => s_classifier.Predict(text, probabilities)), Is.Zero);
        Assert.That(probabilities, Is.All.InRange(0f, 1f));
    }

    [Test]
    [Explicit("Measures seconds, which a busy machine bends.")]
    public void Two_hundred_megabytes_of_anything_end_soon()
    {
        foreach ((string name, string part) in s_hostile)
        {
            if (part.Length == 0)
                continue;
            string text = string.Create(100_000_000, part, (span, unit) =>
            {
                for (int at = 0; at < span.Length; at += unit.Length)
                    unit.AsSpan(0, Math.Min(unit.Length, span.Length - at)).CopyTo(span[at..]);
            });
            Stopwatch watch = Stopwatch.StartNew();
            s_classifier.Predict(text);
            TestContext.Out.WriteLine($"{name}: {watch.Elapsed.TotalSeconds:0.00} s for 200 MB of UTF-16");
            Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(60)), name);
        }
    }

    /// <summary>
    /// How many bytes of memory something takes. A collection in the middle counts what is left of the thread's allocation
    /// buffer as taken, so that what is not nothing is measured once more.
    /// </summary>
    private static long AllocatedBy(Action action)
    {
        long least = long.MaxValue;
        for (int attempt = 0; attempt < 5 && least > 0; attempt++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }

    /// <summary>What extraction does to a text, counted: no clock, so that a busy machine changes nothing.</summary>
    /// <param name="Characters">How many characters were folded.</param>
    /// <param name="Folds">In how many steps.</param>
    /// <param name="Tokens">How many tokens were handed over.</param>
    /// <param name="Features">How many features were handed over.</param>
    /// <param name="Allocated">How many bytes of memory were taken.</param>
    private readonly record struct Work(long Characters, long Folds, long Tokens, long Features, long Allocated)
    {
        public static Work Of(string text)
        {
            FeatureExtractor extractor = new(new FeatureSettings { WordNGrams = 2, MinCharNGram = 3, MaxCharNGram = 5 }, SmallModel.Lexicon);
            CountingSink sink = default;
            long allocated = AllocatedBy(() =>
            {
                sink = default;
                CountingUtf16.Reset();
                extractor.Extract<char, CountingUtf16, CountingSink>(text, ref sink);
            });
            return new Work(CountingUtf16.Characters, CountingUtf16.Folds, sink.TokenCount, sink.FeatureCount, allocated);
        }
    }

    private readonly struct CountingUtf16 : ITextEncoding<char>
    {
        [ThreadStatic]
        private static long s_characters;

        [ThreadStatic]
        private static long s_folds;

        public static long Characters => s_characters;

        public static long Folds => s_folds;

        public static void Reset() => s_characters = s_folds = 0;

        public static int Fold(ReadOnlySpan<char> text, Span<char> folded, Span<int> positions, out int written)
        {
            int used = Utf16.Fold(text, folded, positions, out written);
            s_characters += used;
            s_folds++;
            return used;
        }
    }

    private struct CountingSink : IFeatureSink
    {
        public static bool TracksPositions => false;

        public long TokenCount { get; private set; }

        public long FeatureCount { get; private set; }

        public void Tokens(ReadOnlySpan<Token> tokens, ReadOnlySpan<int> positions) => TokenCount += tokens.Length;

        public void Features(ReadOnlySpan<uint> features, ReadOnlySpan<FeaturePlace> places) => FeatureCount += features.Length;
    }
}

using System.Buffers.Binary;
using System.Numerics;
using ArabicTextClassifier.Model;
using ArabicTextClassifier.Text;

namespace ArabicTextClassifier.Tests;

/// <summary>A model of two labels made by hand: words of violence speak for one, verbs of saying for the other.</summary>
internal static class SmallModel
{
    public const string Attack = "attack";
    public const string Statement = "statement";

    /// <summary>Magic, version, length and checksum.</summary>
    public const int HeaderLength = 20;

    public static Lexicon Lexicon { get; } = Lexicon.Create(
    [
        new LexiconClass("say", ["قال", "أضاف"], SpeechRole.Saying),
        new LexiconClass("border", ["حرس الحدود", "معبر"]),
        new LexiconClass("official", ["الوزير", "الناطق"], SpeechRole.Speaker),
    ]);

    public static ClassifierModel Create(WeightPrecision precision = WeightPrecision.Bits32, int labels = 2)
    {
        FeatureSettings settings = new() { WordNGrams = 2 };
        FeatureExtractor extractor = new(settings, Lexicon);
        Dictionary<uint, double[]> weights = [];
        Learn("انفجار قتل هجوم عبوة ناسفة", 0, 6);
        Learn("قال الوزير أضاف الناطق", 1, 5);
        Learn("الطقس مباراة", 0, -4);
        uint[] keys = [.. weights.Keys];
        double[][] byLabel = [.. Enumerable.Range(0, labels).Select(label => keys.Select(k => weights[k][label]).ToArray())];
        double[] bias = [.. Enumerable.Range(0, labels).Select(label => -1.0 - label * 0.125)];
        return new ClassifierModel(Info(settings, labels), new LinearScorer(extractor, LinearWeights.Create(keys, byLabel, bias, precision)));

        void Learn(string text, int label, double weight)
        {
            KeySink sink = new([]);
            extractor.Extract<char, Utf16, KeySink>(text, ref sink);
            foreach (uint key in sink.Keys)
            {
                weights.TryAdd(key, new double[labels]);
                weights[key][label] += weight;
            }
        }
    }

    public static ClassifierModel CreateTrees()
    {
        FeatureSettings settings = new() { WordNGrams = 1 };
        FeatureExtractor extractor = new(settings, Lexicon);
        uint[] keys = [FirstKey("انفجار"), FirstKey("قال")];
        TreeEnsemble[] ensembles = [Ensemble(0), Ensemble(1)];
        return new ClassifierModel(Info(settings, 2), new TreeScorer(extractor, keys, ensembles));

        uint FirstKey(string word)
        {
            KeySink sink = new([]);
            extractor.Extract<char, Utf16, KeySink>(word, ref sink);
            return sink.Keys[0];
        }

        // Two trees: a split on one column with a second split below it, and a single leaf.
        static TreeEnsemble Ensemble(int column) => new(
            -1.5,
            [0, 5],
            [column, 0, 1 - column, 0, 0, 0],
            [0.01f, float.PositiveInfinity, 0.05f, float.PositiveInfinity, float.PositiveInfinity, float.PositiveInfinity],
            [1, 1, 3, 3, 4, 5],
            [0, -2, 0, 3, 1.5, 0.25]);
    }

    /// <summary>A damaged model file with its length and checksum put right, so that what stands behind them is reached.</summary>
    public static byte[] Repair(ReadOnlySpan<byte> file)
    {
        byte[] repaired = file.ToArray();
        if (repaired.Length < HeaderLength)
            return repaired;
        BinaryPrimitives.WriteInt64LittleEndian(repaired.AsSpan(8), repaired.Length);
        uint crc = uint.MaxValue;
        foreach (byte b in repaired.AsSpan(HeaderLength))
            crc = BitOperations.Crc32C(crc, b);
        BinaryPrimitives.WriteUInt32LittleEndian(repaired.AsSpan(16), ~crc);
        return repaired;
    }

    private static ModelInfo Info(FeatureSettings settings, int labels) => new()
    {
        Labels = [.. Enumerable.Range(0, labels).Select(label => new LabelInfo(
            label switch { 0 => Attack, 1 => Statement, _ => $"label {label}" }, 0.5f, 10, 0.75f, 0.5f, 0.6f))],
        Trainer = "by hand",
        TrainerSettings = [new("l2", "1")],
        Features = settings,
        Paragraphs = 20,
        Articles = 4,
        DataSha256 = new string('0', 64),
        Seed = 7,
    };

    private readonly struct KeySink(List<uint> keys) : IFeatureSink
    {
        public static bool TracksPositions => false;

        public List<uint> Keys { get; } = keys;

        public void Tokens(ReadOnlySpan<Token> tokens, ReadOnlySpan<int> positions)
        {
        }

        public void Features(ReadOnlySpan<uint> features, ReadOnlySpan<FeaturePlace> places) => Keys.AddRange(features);
    }
}

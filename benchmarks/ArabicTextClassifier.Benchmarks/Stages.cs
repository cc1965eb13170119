using ArabicTextClassifier.Model;
using ArabicTextClassifier.Text;
using BenchmarkDotNet.Attributes;

namespace ArabicTextClassifier.Benchmarks;

/// <summary>Where the time of a prediction goes: each stage with all those before it, over a thousand paragraphs.</summary>
[MemoryDiagnoser]
public class Stages
{
    private const int Count = 1000;

    private readonly string[] _paragraphs = BenchmarkText.Paragraphs(Count);
    private readonly char[] _buffer = new char[1 << 16];
    private readonly short[] _starts = new short[1 << 16];
    private readonly short[] _ends = new short[1 << 16];
    private readonly float[] _probabilities = new float[4];
    private readonly FeatureExtractor _extractor = ParagraphClassifier.Default.Scorer.Extractor;
    private readonly FeatureExtractor _wordsOnly = new(
        ParagraphClassifier.Default.Model.Features with { ClassNGrams = 0, ClassSkipGrams = false, Speakers = false, Openers = 0 }, Lexicon.Empty);

    private readonly WordCache _words = new(null);
    private readonly WordCache _wordsOfWordsOnly = new(null);
    private readonly KeyFilter _filter = new(((LinearScorer)ParagraphClassifier.Default.Scorer).ToWeights().Keys);

    /// <summary>The floor: one scalar pass that maps every character through a 65,536-entry table into a buffer.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Count)]
    public int Floor()
    {
        int sum = 0;
        ReadOnlySpan<char> table = CharacterFolding.Table;
        foreach (string paragraph in _paragraphs)
        {
            Span<char> buffer = _buffer;
            for (int i = 0; i < paragraph.Length; i++)
                buffer[i] = table[paragraph[i]];
            sum += buffer[0];
        }

        return sum;
    }

    /// <summary>Folds many characters at a time.</summary>
    [Benchmark(OperationsPerInvoke = Count)]
    public int Fold() => Fold(split: false);

    /// <summary>Folds and cuts into words and marks.</summary>
    [Benchmark(OperationsPerInvoke = Count)]
    public int Split() => Fold(split: true);

    /// <summary>Hashes words too, and finds what is remembered of them.</summary>
    [Benchmark(OperationsPerInvoke = Count)]
    public long Words() => Extract(_wordsOnly, _wordsOfWordsOnly);

    /// <summary>Finds classes, phrases and who speaks too, and hashes their features.</summary>
    [Benchmark(OperationsPerInvoke = Count)]
    public long Classes() => Extract(_extractor, _words);

    /// <summary>Everything: looks features up, scores and calibrates too.</summary>
    [Benchmark(OperationsPerInvoke = Count)]
    public float ScoreAndCalibrate()
    {
        float sum = 0;
        foreach (string paragraph in _paragraphs)
        {
            ParagraphClassifier.Default.Predict(paragraph.AsSpan(), _probabilities);
            sum += _probabilities[0];
        }

        return sum;
    }

    /// <summary>Makes prediction objects too.</summary>
    [Benchmark(OperationsPerInvoke = Count)]
    public int Decide()
    {
        int sum = 0;
        foreach (string paragraph in _paragraphs)
            sum += ParagraphClassifier.Default.Predict(paragraph).Labels.Count;
        return sum;
    }

    private int Fold(bool split)
    {
        int sum = 0;
        foreach (string paragraph in _paragraphs)
        {
            ReadOnlySpan<char> rest = paragraph;
            while (!rest.IsEmpty)
            {
                rest = rest[Utf16.Fold(rest, _buffer.AsSpan(0, FeatureExtractor.BlockLength), [], out int written)..];
                sum += split ? Tokenizer.Split(_buffer, written, _starts, _ends) : written;
            }
        }

        return sum;
    }

    private long Extract(FeatureExtractor extractor, WordCache words)
    {
        SumSink sink = default;
        long count = 0;
        foreach (string paragraph in _paragraphs)
        {
            ArticleVoices voices = default;
            count += extractor.Extract<char, Utf16, SumSink>(paragraph, ref sink, ref voices, words, _filter).Count;
        }

        return sink.Sum + count;
    }

    /// <summary>Takes features as prediction does, and only adds them up.</summary>
    private struct SumSink : IFeatureSink
    {
        public long Sum;

        public static bool TracksPositions => false;

        public static bool WeighsWords => true;

        public readonly void Tokens(ReadOnlySpan<Token> tokens, ReadOnlySpan<int> positions)
        {
        }

        public void Features(ReadOnlySpan<uint> features, ReadOnlySpan<FeaturePlace> places)
        {
            foreach (uint feature in features)
                Sum += feature;
        }
    }
}

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
    private readonly float[] _probabilities = new float[4];
    private readonly FeatureExtractor _extractor = ParagraphClassifier.Default.Scorer.Extractor;
    private readonly FeatureExtractor _withoutClasses = new(
        ParagraphClassifier.Default.Model.Features with { ClassNGrams = 0, ClassSkipGrams = false }, Lexicon.Empty);

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

    [Benchmark(OperationsPerInvoke = Count)]
    public int Fold()
    {
        int sum = 0;
        foreach (string paragraph in _paragraphs)
        {
            ReadOnlySpan<char> rest = paragraph;
            while (!rest.IsEmpty)
            {
                rest = rest[Utf16.Fold(rest, _buffer, [], out int written)..];
                sum += written;
            }
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public long HashWithoutClasses() => Hash(_withoutClasses);

    [Benchmark(OperationsPerInvoke = Count)]
    public long HashWithClasses() => Hash(_extractor);

    [Benchmark(OperationsPerInvoke = Count)]
    public float LookUpScoreAndCalibrate()
    {
        float sum = 0;
        foreach (string paragraph in _paragraphs)
        {
            ParagraphClassifier.Default.Predict(paragraph.AsSpan(), _probabilities);
            sum += _probabilities[0];
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public int Decide()
    {
        int sum = 0;
        foreach (string paragraph in _paragraphs)
            sum += ParagraphClassifier.Default.Predict(paragraph).Labels.Count;
        return sum;
    }

    private long Hash(FeatureExtractor extractor)
    {
        SumSink sink = default;
        foreach (string paragraph in _paragraphs)
            extractor.Extract<char, Utf16, SumSink>(paragraph, ref sink);
        return sink.Sum;
    }

    private struct SumSink : IFeatureSink
    {
        public long Sum;

        public static bool TracksPositions => false;

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

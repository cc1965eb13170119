using System.Text;
using BenchmarkDotNet.Attributes;

namespace ArabicTextClassifier.Benchmarks;

/// <summary>One paragraph of three lengths, in every form of prediction.</summary>
[MemoryDiagnoser]
public class Predict
{
    private readonly ParagraphClassifier _classifier = ParagraphClassifier.Default;
    private readonly float[] _probabilities = new float[4];
    private string _text = "";
    private byte[] _utf8 = [];

    [Params(60, 300, 1500)]
    public int Characters { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _text = BenchmarkText.Paragraph(Characters);
        _utf8 = Encoding.UTF8.GetBytes(_text);
    }

    [Benchmark(Baseline = true)]
    public float Span()
    {
        _classifier.Predict(_text.AsSpan(), _probabilities);
        return _probabilities[0];
    }

    [Benchmark]
    public float Utf8Span()
    {
        _classifier.Predict(_utf8.AsSpan(), _probabilities);
        return _probabilities[0];
    }

    [Benchmark]
    public Prediction Labels() => _classifier.Predict(_text);

    [Benchmark]
    public IReadOnlyList<Explanation> Explanation() => _classifier.Explain(_text);
}

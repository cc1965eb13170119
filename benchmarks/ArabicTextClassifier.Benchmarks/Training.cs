using ArabicTextClassifier.Training;
using BenchmarkDotNet.Attributes;

namespace ArabicTextClassifier.Benchmarks;

/// <summary>How the cost of training grows with the corpus. Paragraphs are repeated with one word changed, so that only their number grows.</summary>
[MemoryDiagnoser]
public class Training
{
    private readonly TrainingSettings _settings = new() { Lexicon = LexiconFiles.Read(Path.Combine(BenchmarkText.Root, "training-data", "lexicon")) };
    private LabelledData _data = null!;
    private string[] _texts = [];

    [Params(1_000, 4_000, 16_000)]
    public int Paragraphs { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        IReadOnlyList<LabelledParagraph> corpus = BenchmarkText.Corpus.Paragraphs;
        _data = new LabelledData(Enumerable.Range(0, Paragraphs).Select(i => corpus[i % corpus.Count] with
        {
            Article = $"{corpus[i % corpus.Count].Article}/{i / corpus.Count}",
            Text = $"{corpus[i % corpus.Count].Text} {i / corpus.Count}",
        }));
        _texts = [.. _data.Paragraphs.Select(p => p.Text)];
    }

    /// <summary>Characters to features, on all cores.</summary>
    [Benchmark]
    public int Featurize() => ModelTrainer.Featurize(_texts, _settings);

    /// <summary>Everything: features, five folds, calibration, thresholds, the final model.</summary>
    [Benchmark]
    public int Train() => ModelTrainer.Train(_data, _settings).File.Length;
}

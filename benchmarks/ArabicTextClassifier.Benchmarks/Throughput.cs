using System.Text;
using ArabicTextClassifier.Training;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using Microsoft.ML;

namespace ArabicTextClassifier.Benchmarks;

/// <summary>A thousand paragraphs, beside ML.NET's own text pipeline and ML.NET on this project's features, in one run.</summary>
[Config(typeof(Columns))]
public class Throughput
{
    private const int Count = 1000;

    private static readonly string[] s_paragraphs = BenchmarkText.Paragraphs(Count);
    private static readonly long s_bytes = s_paragraphs.Sum(p => (long)Encoding.UTF8.GetByteCount(p));

    private readonly ParagraphClassifier _classifier = ParagraphClassifier.Default;
    private readonly float[] _probabilities = new float[4];
    private IdiomaticPipeline _idiomatic = null!;
    private PredictionEngine<IdiomaticPipeline.TextRow, IdiomaticPipeline.Probabilities> _engine = null!;
    private ITransformer _own = null!;
    private IDataView _view = null!;

    [GlobalSetup]
    public void Setup()
    {
        _idiomatic = IdiomaticPipeline.Train(BenchmarkText.Corpus.Paragraphs);
        _engine = _idiomatic.CreateEngine();
        TrainingSettings settings = new() { Lexicon = LexiconFiles.Read(Path.Combine(BenchmarkText.Root, "training-data", "lexicon")), Folds = 2 };
        _own = ModelTrainer.Train(BenchmarkText.Corpus, settings).ToMachineLearning(_idiomatic.Context);
        _view = IdiomaticPipeline.View(_idiomatic.Context, s_paragraphs);
    }

    /// <summary>One paragraph after the other, on one core.</summary>
    [Benchmark(OperationsPerInvoke = Count)]
    public float SingleCore()
    {
        float sum = 0;
        foreach (string paragraph in s_paragraphs)
        {
            _classifier.Predict(paragraph.AsSpan(), _probabilities);
            sum += _probabilities[0];
        }

        return sum;
    }

    /// <summary>The same with a prediction object each: the work that all cores share.</summary>
    [Benchmark(OperationsPerInvoke = Count)]
    public int SingleCoreObjects()
    {
        int labels = 0;
        foreach (string paragraph in s_paragraphs)
            labels += _classifier.Predict(paragraph).Labels.Count;
        return labels;
    }

    /// <summary>In blocks, on all cores, with a prediction object each.</summary>
    [Benchmark(OperationsPerInvoke = Count)]
    public int AllCores()
    {
        int labels = 0;
        foreach (Prediction prediction in _classifier.PredictMany(s_paragraphs))
            labels += prediction.Labels.Count;
        return labels;
    }

    /// <summary>ML.NET's PredictionEngine on FeaturizeText.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Count)]
    public float PredictionEngine()
    {
        float sum = 0;
        foreach (string paragraph in s_paragraphs)
            sum += _engine.Predict(new IdiomaticPipeline.TextRow { Text = paragraph }).AttackReport;
        return sum;
    }

    /// <summary>ML.NET's batch Transform on FeaturizeText.</summary>
    [Benchmark(OperationsPerInvoke = Count)]
    public float Transform() => Sum(_idiomatic.Model);

    /// <summary>ML.NET's batch Transform on this project's featurizer and model.</summary>
    [Benchmark(OperationsPerInvoke = Count)]
    public float TransformOfOwnFeatures() => Sum(_own);

    private float Sum(ITransformer model)
    {
        IDataView scored = model.Transform(_view);
        DataViewSchema.Column[] columns = [.. _idiomatic.Labels.Select(label => scored.Schema[$"Probability.{label}"])];
        using DataViewRowCursor cursor = scored.GetRowCursor(columns);
        ValueGetter<float>[] getters = [.. columns.Select(cursor.GetGetter<float>)];
        float sum = 0;
        while (cursor.MoveNext())
        {
            foreach (ValueGetter<float> getter in getters)
            {
                float value = 0;
                getter(ref value);
                sum += value;
            }
        }

        return sum;
    }

    private sealed class Columns : ManualConfig
    {
        public Columns() => AddColumn(
            new RateColumn("paragraphs/s", 1, "N0"),
            new RateColumn("MB/s", s_bytes / (double)Count / 1e6, "N1"));
    }

    /// <summary>How much is done in a second.</summary>
    private sealed class RateColumn(string name, double each, string format) : IColumn
    {
        public string Id => name;

        public string ColumnName => name;

        public bool AlwaysShow => true;

        public ColumnCategory Category => ColumnCategory.Custom;

        public int PriorityInCategory => 0;

        public bool IsNumeric => true;

        public UnitType UnitType => UnitType.Dimensionless;

        public string Legend => $"{name}, from the mean";

        public bool IsAvailable(Summary summary) => true;

        public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

        public string GetValue(Summary summary, BenchmarkCase benchmarkCase) =>
            summary[benchmarkCase]?.ResultStatistics is { } statistics
                ? (each * 1e9 / statistics.Mean).ToString(format, System.Globalization.CultureInfo.InvariantCulture)
                : "-";

        public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);
    }
}

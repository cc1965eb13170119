using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ArabicTextClassifier.Text;

namespace ArabicTextClassifier.Model;

/// <summary>A linear model per label over one table, in which all labels' weights of a feature lie side by side.</summary>
internal sealed class LinearScorer : Scorer
{
    /// <summary>Weights lie in groups of this many labels, one vector each.</summary>
    public const int Lane = 4;

    private readonly double[] _scales;
    private readonly double[] _bias;
    private readonly KeyTable _table;
    private readonly KeyFilter _filter;
    private readonly WeightTable<SingleRow>[] _singles;
    private readonly WeightTable<ShortRow>[] _shorts;
    private readonly WordCache[] _words;

    /// <summary>Takes the parts of a model as it is stored.</summary>
    public LinearScorer(FeatureExtractor extractor, LinearWeights weights)
        : this(extractor, weights.Precision, weights.Keys, weights.Singles, weights.Shorts, weights.Scales, weights.Bias)
    {
    }

    /// <summary>Takes the parts of a checked model.</summary>
    /// <param name="extractor">How features are made.</param>
    /// <param name="precision">How the weights are stored.</param>
    /// <param name="keys">Hashes of the features, none 0 and none twice.</param>
    /// <param name="singles">By feature, then label; empty with <see cref="WeightPrecision.Bits16"/>.</param>
    /// <param name="shorts">By feature, then label; empty with <see cref="WeightPrecision.Bits32"/>.</param>
    /// <param name="scales">By label: what a weight is multiplied by.</param>
    /// <param name="bias">By label: the logit of a text without features.</param>
    public LinearScorer(FeatureExtractor extractor, WeightPrecision precision, ReadOnlySpan<uint> keys, ReadOnlySpan<float> singles, ReadOnlySpan<short> shorts, double[] scales, double[] bias)
        : base(extractor, bias.Length)
    {
        _scales = scales;
        _bias = bias;
        _table = new KeyTable(keys);
        _filter = new KeyFilter(keys);
        FeatureCount = keys.Length;
        Precision = precision;
        _singles = Precision == WeightPrecision.Bits32 ? CreateTables<SingleRow, float>(keys, singles) : [];
        _shorts = Precision == WeightPrecision.Bits16 ? CreateTables<ShortRow, short>(keys, shorts) : [];
        _words = new WordCache[Math.Max(_singles.Length, _shorts.Length)];
        for (int lane = 0; lane < _words.Length; lane++)
            _words[lane] = new WordCache(_shorts.Length > 0 ? _shorts[lane] : _singles[lane]);
    }

    /// <inheritdoc/>
    public override int FeatureCount { get; }

    /// <summary>How the weights are stored.</summary>
    public WeightPrecision Precision { get; }

    /// <inheritdoc/>
    public override void Score(ReadOnlySpan<char> text, Span<float> logits, ref ArticleVoices voices) =>
        Score<char, Utf16>(text, logits, ref voices);

    /// <inheritdoc/>
    public override void Score(ReadOnlySpan<byte> text, Span<float> logits, ref ArticleVoices voices) =>
        Score<byte, Utf8>(text, logits, ref voices);

    /// <inheritdoc/>
    public override Attribution Attribute(ReadOnlySpan<char> text)
    {
        AttributionSink sink = new(this);
        FeatureTotals totals = Extractor.Extract<char, Utf16, AttributionSink>(text, ref sink);
        double unit = UnitValue(totals.Count);
        double[][] contributions = new double[LabelCount][];
        double[] bias = new double[LabelCount];
        for (int label = 0; label < LabelCount; label++)
        {
            double scale = unit * _scales[label];
            contributions[label] = [.. sink.Sums.Select(sums => sums[label] * scale)];
            bias[label] = _bias[label];
        }

        return new Attribution(sink.Places, contributions, bias);
    }

    /// <summary>The model in the form in which it is stored. Takes a while.</summary>
    public LinearWeights ToWeights()
    {
        uint[] keys = _table.Keys();
        int[] slots = Array.ConvertAll(keys, _table.Find);
        return new LinearWeights
        {
            Precision = Precision,
            Keys = keys,
            Scales = _scales,
            Bias = _bias,
            Singles = Precision == WeightPrecision.Bits32 ? [.. All()] : [],
            Shorts = Precision == WeightPrecision.Bits16 ? [.. All().Select(weight => (short)weight)] : [],
        };

        IEnumerable<float> All() => slots.SelectMany(slot => Enumerable.Range(0, LabelCount).Select(label => Weight(slot, label)));
    }

    /// <remarks>Runs once a process: the JIT has no second chance to optimize it.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private WeightTable<TRow>[] CreateTables<TRow, TWeight>(ReadOnlySpan<uint> keys, ReadOnlySpan<TWeight> weights)
        where TRow : unmanaged, IWeightRow<TRow>
        where TWeight : INumberBase<TWeight>
    {
        WeightTable<TRow>[] lanes = new WeightTable<TRow>[(LabelCount + Lane - 1) / Lane];
        for (int lane = 0; lane < lanes.Length; lane++)
            lanes[lane] = new WeightTable<TRow>(_table);
        for (int feature = 0; feature < keys.Length; feature++)
        {
            int slot = _table.Find(keys[feature]);
            for (int label = 0; label < LabelCount; label++)
                lanes[label / Lane][slot][label % Lane] = float.CreateTruncating(weights[feature * LabelCount + label]);
        }

        return lanes;
    }

    private void Score<T, TEncoding>(ReadOnlySpan<T> text, Span<float> logits, ref ArticleVoices voices)
        where T : unmanaged
        where TEncoding : struct, ITextEncoding<T>
    {
        if (_shorts.Length > 0)
            Score<T, TEncoding, ShortRow>(_shorts, text, logits, ref voices);
        else
            Score<T, TEncoding, SingleRow>(_singles, text, logits, ref voices);
    }

    private void Score<T, TEncoding, TRow>(WeightTable<TRow>[] lanes, ReadOnlySpan<T> text, Span<float> logits, ref ArticleVoices voices)
        where T : unmanaged
        where TEncoding : struct, ITextEncoding<T>
        where TRow : unmanaged, IWeightRow<TRow>
    {
        // Every lane of four labels is one pass: four labels or fewer, the common case, need one.
        ArticleVoices before = voices;
        for (int lane = 0; lane < lanes.Length; lane++)
        {
            if (lane > 0)
                voices = before;
            LaneSink<TRow> sink = new(lanes[lane]);
            FeatureTotals totals = Extractor.Extract<T, TEncoding, LaneSink<TRow>>(text, ref sink, ref voices, _words[lane], _filter);
            Finish(sink.Total + totals.Words, totals.Count, lane * Lane, logits);
        }
    }

    private void Finish(Vector256<double> sums, long features, int lane, Span<float> logits)
    {
        double unit = UnitValue(features);
        for (int label = lane; label < Math.Min(lane + Lane, LabelCount); label++)
            logits[label] = (float)(sums[label - lane] * unit * _scales[label] + _bias[label]);
    }

    private struct LaneSink<TRow>(WeightTable<TRow> weights) : IFeatureSink
        where TRow : unmanaged, IWeightRow<TRow>
    {
        public static bool TracksPositions => false;

        public static bool WeighsWords => true;

        public Vector256<double> Total { get; private set; }

        public readonly void Tokens(ReadOnlySpan<Token> tokens, ReadOnlySpan<int> positions)
        {
        }

        public void Features(ReadOnlySpan<uint> features, ReadOnlySpan<FeaturePlace> places)
        {
            (Vector128<double> lower, Vector128<double> upper) = Vector128.Widen(weights.Sum(features));
            Total += Vector256.Create(lower, upper);
        }
    }

    private float Weight(int slot, int label) =>
        _shorts.Length > 0 ? _shorts[label / Lane][slot][label % Lane] : _singles[label / Lane][slot][label % Lane];

    private struct AttributionSink(LinearScorer scorer) : IFeatureSink
    {
        private int _earlier;

        public static bool TracksPositions => true;

        public List<(int Start, int End)> Places { get; } = [];

        public List<double[]> Sums { get; } = [];

        public readonly void Add(int start, int end)
        {
            Places.Add((start, end));
            Sums.Add(new double[scorer.LabelCount]);
        }

        public void Tokens(ReadOnlySpan<Token> tokens, ReadOnlySpan<int> positions)
        {
            _earlier = Places.Count;
            foreach (ref readonly Token token in tokens)
                Add(positions[token.Start], positions[token.End - 1] + 1);
        }

        public void Features(ReadOnlySpan<uint> features, ReadOnlySpan<FeaturePlace> places)
        {
            for (int i = 0; i < features.Length; i++)
            {
                int slot = scorer._table.Find(features[i]);
                if (slot == scorer._table.Missing)
                    continue;

                // An n-gram belongs half to its first token and half to its last.
                int last = _earlier + places[i].Last;
                double[] firstSums = Sums[Math.Max(0, last + 1 - places[i].Span)];
                double[] lastSums = Sums[last];
                for (int label = 0; label < scorer.LabelCount; label++)
                {
                    double half = scorer.Weight(slot, label) / 2.0;
                    firstSums[label] += half;
                    lastSums[label] += half;
                }
            }
        }
    }
}

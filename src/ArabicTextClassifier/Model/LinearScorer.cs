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

    private readonly KeyTable _table;
    private readonly float[] _singles;
    private readonly short[] _shorts;
    private readonly int _stride;
    private readonly WordSums[] _words;

    /// <summary>Takes the parts of a checked model.</summary>
    public LinearScorer(FeatureExtractor extractor, LinearWeights weights)
        : base(extractor, weights.Bias.Length)
    {
        Weights = weights;
        _stride = (LabelCount + Lane - 1) / Lane * Lane;
        _table = new KeyTable(weights.Keys);
        bool quantized = weights.Precision == WeightPrecision.Bits16;
        _singles = quantized ? [] : new float[(_table.Size + 1) * _stride];
        _shorts = quantized ? new short[(_table.Size + 1) * _stride] : [];
        for (int feature = 0; feature < weights.Keys.Length; feature++)
        {
            int row = _table.Find(weights.Keys[feature]) * _stride;
            for (int label = 0; label < LabelCount; label++)
            {
                int at = feature * LabelCount + label;
                if (quantized)
                    _shorts[row + label] = weights.Shorts[at];
                else
                    _singles[row + label] = weights.Singles[at];
            }
        }

        _words = SumWords();
    }

    /// <summary>By lane: what the frequent words come to by themselves.</summary>
    private WordSums[] SumWords()
    {
        WordTable table = Extractor.Words;
        WordSums[] lanes = [.. Enumerable.Range(0, _stride / Lane).Select(_ => new WordSums(new float[table.Size * Lane], new int[table.Size]))];
        foreach (string word in Extractor.FrequentWords)
        {
            int slot = table.Find(FeatureExtractor.HashOf(word));
            AttributionSink sink = new(this);
            sink.Token(0, 0);
            Extractor.ExtractWord(word, ref sink);
            for (int label = 0; label < LabelCount; label++)
                lanes[label / Lane].Sums[slot * Lane + label % Lane] = (float)sink.Sums[0][label];
            foreach (WordSums lane in lanes)
                lane.Occurrences[slot] = (int)sink.Occurrences;
        }

        return lanes;
    }

    /// <summary>The model in the form in which it is stored.</summary>
    public LinearWeights Weights { get; }

    /// <inheritdoc/>
    public override int FeatureCount => Weights.Keys.Length;

    /// <inheritdoc/>
    public override void Score(ReadOnlySpan<char> text, Span<float> logits)
    {
        NoCues none = default;
        Score<char, Utf16, NoCues>(text, logits, ref none);
    }

    /// <inheritdoc/>
    public override void Score(ReadOnlySpan<byte> text, Span<float> logits)
    {
        NoCues none = default;
        Score<byte, Utf8, NoCues>(text, logits, ref none);
    }

    /// <inheritdoc/>
    public override void Score(ReadOnlySpan<char> text, Span<float> logits, out SpeechCues cues)
    {
        CollectCues collector = default;
        Score<char, Utf16, CollectCues>(text, logits, ref collector);
        cues = collector.Cues;
    }

    /// <inheritdoc/>
    public override void Score(ReadOnlySpan<byte> text, Span<float> logits, out SpeechCues cues)
    {
        CollectCues collector = default;
        Score<byte, Utf8, CollectCues>(text, logits, ref collector);
        cues = collector.Cues;
    }

    /// <inheritdoc/>
    public override Attribution Attribute(ReadOnlySpan<char> text)
    {
        AttributionSink sink = new(this);
        Extractor.Extract<char, Utf16, AttributionSink>(text, ref sink);
        double unit = UnitValue(sink.Occurrences);
        double[][] contributions = new double[LabelCount][];
        double[] bias = new double[LabelCount];
        for (int label = 0; label < LabelCount; label++)
        {
            double scale = unit * Weights.Scales[label];
            contributions[label] = [.. sink.Sums.Select(sums => sums[label] * scale)];
            bias[label] = Weights.Bias[label];
        }

        return new Attribution(sink.Tokens, contributions, bias);
    }

    private void Score<T, TEncoding, TCues>(ReadOnlySpan<T> text, Span<float> logits, ref TCues cues)
        where T : unmanaged
        where TEncoding : struct, ITextEncoding<T>
        where TCues : struct, ICueCollector
    {
        // Every lane of four labels is one pass: four labels or fewer, the common case, need one.
        ScoreLane<T, TEncoding, TCues>(text, 0, logits, ref cues);
        NoCues none = default;
        for (int lane = Lane; lane < _stride; lane += Lane)
            ScoreLane<T, TEncoding, NoCues>(text, lane, logits, ref none);
    }

    private void ScoreLane<T, TEncoding, TCues>(ReadOnlySpan<T> text, int lane, Span<float> logits, ref TCues cues)
        where T : unmanaged
        where TEncoding : struct, ITextEncoding<T>
        where TCues : struct, ICueCollector
    {
        if (_shorts.Length > 0)
        {
            LaneSink<ShortRows, TCues> sink = new(_table, new ShortRows(_shorts, _stride, lane), _words[lane / Lane], Extractor.Lexicon.Roles, cues);
            Extractor.Extract<T, TEncoding, LaneSink<ShortRows, TCues>>(text, ref sink);
            Finish(sink.Total, sink.Occurrences, lane, logits);
            cues = sink.Cues;
        }
        else
        {
            LaneSink<SingleRows, TCues> sink = new(_table, new SingleRows(_singles, _stride, lane), _words[lane / Lane], Extractor.Lexicon.Roles, cues);
            Extractor.Extract<T, TEncoding, LaneSink<SingleRows, TCues>>(text, ref sink);
            Finish(sink.Total, sink.Occurrences, lane, logits);
            cues = sink.Cues;
        }
    }

    private void Finish(Vector256<double> sums, long occurrences, int lane, Span<float> logits)
    {
        double unit = UnitValue(occurrences);
        for (int label = lane; label < Math.Min(lane + Lane, LabelCount); label++)
            logits[label] = (float)(sums[label - lane] * unit * Weights.Scales[label] + Weights.Bias[label]);
    }

    /// <summary>By slot of the word table: the sum of the weights of a word's own features, and how many features these are.</summary>
    private readonly record struct WordSums(float[] Sums, int[] Occurrences)
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector128<float> Row(int slot) => Vector128.Create<float>(Sums.AsSpan(slot * Lane, Lane));
    }

    private interface IRows
    {
        Vector128<float> Row(int slot);
    }

    private readonly struct ShortRows(short[] weights, int stride, int lane) : IRows
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector128<float> Row(int slot)
        {
            ReadOnlySpan<short> row = weights.AsSpan(slot * stride + lane, Lane);
            long four = MemoryMarshal.Read<long>(MemoryMarshal.AsBytes(row));
            return Vector128.ConvertToSingle(Vector128.WidenLower(Vector128.CreateScalarUnsafe(four).AsInt16()));
        }
    }

    private readonly struct SingleRows(float[] weights, int stride, int lane) : IRows
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector128<float> Row(int slot) => Vector128.Create<float>(weights.AsSpan(slot * stride + lane, Lane));
    }

    private struct LaneSink<TRows, TCues>(KeyTable table, TRows rows, WordSums words, SpeechRole[] roles, TCues cues) : IFeatureSink
        where TRows : struct, IRows
        where TCues : struct, ICueCollector
    {
        public TCues Cues = cues;

        private Vector128<float> _block;

        public static bool TracksPositions => false;

        public static bool KnowsWords => true;

        public long Occurrences { get; private set; }

        public Vector256<double> Total { get; private set; }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Word(int slot)
        {
            Occurrences += words.Occurrences[slot];
            _block += words.Row(slot);
        }

        public readonly void Token(int start, int end)
        {
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Class(int wordClass) => Cues.Token(wordClass, roles);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Feature(uint feature, int span)
        {
            Occurrences++;
            _block += rows.Row(table.Find(feature)); // a missing feature has a row of zeros
        }

        // Sums of single precision stay short, so that a paragraph of any length adds up exactly enough.
        public void EndOfBlock()
        {
            (Vector128<double> lower, Vector128<double> upper) = Vector128.Widen(_block);
            Total += Vector256.Create(lower, upper);
            _block = default;
        }
    }

    private struct AttributionSink(LinearScorer scorer) : IFeatureSink
    {
        public static bool TracksPositions => true;

        public static bool KnowsWords => false;

        public List<(int Start, int End)> Tokens { get; } = [];

        public List<double[]> Sums { get; } = [];

        public long Occurrences { get; private set; }

        public readonly void Token(int start, int end)
        {
            Tokens.Add((start, end + 1));
            Sums.Add(new double[scorer.LabelCount]);
        }

        public readonly void Word(int slot)
        {
        }

        public readonly void Class(int wordClass)
        {
        }

        public void Feature(uint feature, int span)
        {
            Occurrences++;
            int slot = scorer._table.Find(feature);
            if (slot == scorer._table.Missing)
                return;

            // An n-gram belongs half to its first token and half to its last.
            double[] first = Sums[Math.Max(0, Sums.Count - span)];
            double[] last = Sums[^1];
            for (int label = 0; label < scorer.LabelCount; label++)
            {
                int at = slot * scorer._stride + label;
                double half = (scorer._shorts.Length > 0 ? scorer._shorts[at] : scorer._singles[at]) / 2.0;
                first[label] += half;
                last[label] += half;
            }
        }

        public readonly void EndOfBlock()
        {
        }
    }
}

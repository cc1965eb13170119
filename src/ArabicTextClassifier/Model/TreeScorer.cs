using System.Buffers;
using ArabicTextClassifier.Text;

namespace ArabicTextClassifier.Model;

/// <summary>A tree ensemble per label over a dense row of selected features.</summary>
internal sealed class TreeScorer : Scorer
{
    private readonly KeyTable _table;
    private readonly int[] _columnBySlot;

    /// <summary>Takes the parts of a checked model.</summary>
    /// <param name="extractor">How features are made.</param>
    /// <param name="keys">By column: the hash of its feature; none 0, none twice.</param>
    /// <param name="ensembles">By label: its trees.</param>
    public TreeScorer(FeatureExtractor extractor, uint[] keys, TreeEnsemble[] ensembles)
        : base(extractor, ensembles.Length)
    {
        Keys = keys;
        Ensembles = ensembles;
        _table = new KeyTable(keys);
        _columnBySlot = new int[_table.Size + 1];
        Array.Fill(_columnBySlot, -1);
        for (int column = 0; column < keys.Length; column++)
            _columnBySlot[_table.Find(keys[column])] = column;
    }

    /// <summary>By column: the hash of its feature.</summary>
    public uint[] Keys { get; }

    /// <summary>By label: its trees.</summary>
    public TreeEnsemble[] Ensembles { get; }

    /// <inheritdoc/>
    public override int FeatureCount => Keys.Length;

    /// <inheritdoc/>
    public override void Score(ReadOnlySpan<char> text, Span<float> logits, ref ArticleVoices voices) => Score<char, Utf16>(text, logits, ref voices);

    /// <inheritdoc/>
    public override void Score(ReadOnlySpan<byte> text, Span<float> logits, ref ArticleVoices voices) => Score<byte, Utf8>(text, logits, ref voices);

    /// <inheritdoc/>
    public override Attribution Attribute(ReadOnlySpan<char> text)
    {
        float[] row = new float[Keys.Length];
        List<(int Start, int End)> tokens = [];
        List<(int Column, int First, int Last)> found = [];
        AttributionSink sink = new(this, row, tokens, found);
        FeatureTotals totals = Extractor.Extract<char, Utf16, AttributionSink>(text, ref sink);
        Scale(row, totals.Count);

        double[][] contributions = new double[LabelCount][];
        double[] bias = new double[LabelCount];
        int[] timesFound = new int[Keys.Length];
        foreach ((int column, _, _) in found)
            timesFound[column]++;
        for (int label = 0; label < LabelCount; label++)
        {
            double[] byColumn = new double[Keys.Length];
            bias[label] = Ensembles[label].Attribute(row, byColumn);
            contributions[label] = new double[tokens.Count];
            foreach ((int column, int first, int last) in found)
            {
                double half = byColumn[column] / timesFound[column] / 2;
                contributions[label][first] += half;
                contributions[label][last] += half;
            }

            // What the absence of a feature says belongs to no token.
            for (int column = 0; column < byColumn.Length; column++)
                bias[label] += timesFound[column] == 0 ? byColumn[column] : 0;
        }

        return new Attribution(tokens, contributions, bias);
    }

    private static void Scale(Span<float> row, long features)
    {
        double unit = UnitValue(features);
        foreach (ref float value in row)
            value *= (float)unit;
    }

    private void Score<T, TEncoding>(ReadOnlySpan<T> text, Span<float> logits, ref ArticleVoices voices)
        where T : unmanaged
        where TEncoding : struct, ITextEncoding<T>
    {
        float[] row = ArrayPool<float>.Shared.Rent(Keys.Length);
        try
        {
            Array.Clear(row, 0, Keys.Length);
            ColumnSink sink = new(this, row);
            FeatureTotals totals = Extractor.Extract<T, TEncoding, ColumnSink>(text, ref sink, ref voices);
            Scale(row.AsSpan(0, Keys.Length), totals.Count);
            for (int label = 0; label < LabelCount; label++)
                logits[label] = (float)Ensembles[label].Score(row);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(row);
        }
    }

    private int ColumnOf(uint feature) => _columnBySlot[_table.Find(feature)];

    private readonly struct ColumnSink(TreeScorer scorer, float[] row) : IFeatureSink
    {
        public static bool TracksPositions => false;

        public void Tokens(ReadOnlySpan<Token> tokens, ReadOnlySpan<int> positions)
        {
        }

        public void Features(ReadOnlySpan<uint> features, ReadOnlySpan<FeaturePlace> places)
        {
            foreach (uint feature in features)
            {
                if (scorer.ColumnOf(feature) is >= 0 and int column)
                    row[column]++;
            }
        }
    }

    private struct AttributionSink(TreeScorer scorer, float[] row, List<(int Start, int End)> found, List<(int Column, int First, int Last)> columns) : IFeatureSink
    {
        private int _earlier;

        public static bool TracksPositions => true;

        public void Tokens(ReadOnlySpan<Token> tokens, ReadOnlySpan<int> positions)
        {
            _earlier = found.Count;
            foreach (ref readonly Token token in tokens)
                found.Add((positions[token.Start], positions[token.End - 1] + 1));
        }

        public readonly void Features(ReadOnlySpan<uint> features, ReadOnlySpan<FeaturePlace> places)
        {
            for (int i = 0; i < features.Length; i++)
            {
                int column = scorer.ColumnOf(features[i]);
                if (column < 0)
                    continue;
                row[column]++;
                int last = _earlier + places[i].Last;
                columns.Add((column, Math.Max(0, last + 1 - places[i].Span), last));
            }
        }
    }
}

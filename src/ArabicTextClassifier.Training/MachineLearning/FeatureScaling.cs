using Microsoft.ML;
using Microsoft.ML.Data;

namespace ArabicTextClassifier.Training.MachineLearning;

/// <summary>By feature: what its values are multiplied by before a linear model of one label is trained.</summary>
/// <remarks>
/// A feature's log-count ratio, how much more often it stands in paragraphs with the label than in those without, raised to a power: one is
/// the NB scaling of S. Wang and C. Manning, "Baselines and Bigrams" (ACL 2012). It lets telling features grow large weights under
/// the same penalty. The weights are multiplied back afterwards, so that prediction knows nothing of it.
/// </remarks>
internal sealed class FeatureScaling
{
    /// <summary>A feature without any message keeps this much, so that scaling can be undone.</summary>
    private const double Least = 1e-3;

    private readonly float[] _scales;

    private FeatureScaling(float[] scales) => _scales = scales;

    /// <summary>The factor of a feature.</summary>
    public float this[int feature] => _scales[feature];

    /// <summary>Learns the factors of one label.</summary>
    /// <param name="width">Number of features.</param>
    /// <param name="rows">By paragraph: its features, and whether it carries the label.</param>
    /// <param name="power">0 for no scaling, 1 for that of Wang and Manning.</param>
    public static FeatureScaling Learn(int width, IEnumerable<FeatureRow> rows, float power)
    {
        int[] with = new int[width];
        int[] without = new int[width];
        double positives = 2;
        double negatives = 2;
        foreach (FeatureRow row in rows)
        {
            int[] counts = row.Label ? with : without;
            positives += row.Label ? 1 : 0;
            negatives += row.Label ? 0 : 1;

            // A vector in which no feature is missing has no indices: its items have.
            foreach ((int feature, _) in row.Features.Items())
                counts[feature]++;
        }

        return new FeatureScaling([.. with.Select((count, feature) =>
            (float)Math.Max(Least, Math.Pow(Math.Abs(Math.Log((count + 1) / positives / ((without[feature] + 1) / negatives))), power)))]);
    }

    /// <summary>The same as a step of an ML.NET pipeline.</summary>
    /// <remarks>ML.NET has no transform that multiplies each slot by a number of one's own, but a min-max normalizer learns just that from a row of reciprocals and one of zeros.</remarks>
    public ITransformer ToTransformer(MLContext context, string output, string input)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Values)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, _scales.Length);
        schema[nameof(Row.Values)].ColumnName = input;
        Row[] rows = [new Row { Values = new VBuffer<float>(_scales.Length, [.. _scales.Select(s => 1 / s)]) }, new Row { Values = new VBuffer<float>(_scales.Length, 0, [], []) }];
        return context.Transforms.NormalizeMinMax(output, input, fixZero: true).Fit(context.Data.LoadFromEnumerable(rows, schema));
    }

    private sealed class Row
    {
        public VBuffer<float> Values { get; set; }
    }
}

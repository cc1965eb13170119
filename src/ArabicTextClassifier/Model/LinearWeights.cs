namespace ArabicTextClassifier.Model;

/// <summary>A linear model as it is stored: features in rising order of their hash, and for each the weights of all labels.</summary>
internal sealed record LinearWeights
{
    /// <summary>How the weights are stored; says which of <see cref="Singles"/> and <see cref="Shorts"/> holds them.</summary>
    public required WeightPrecision Precision { get; init; }

    /// <summary>Hashes of the features, rising, none 0.</summary>
    public required uint[] Keys { get; init; }

    /// <summary>By label: what a stored weight is multiplied by.</summary>
    public required double[] Scales { get; init; }

    /// <summary>By label: the logit of a text without features.</summary>
    public required double[] Bias { get; init; }

    /// <summary>By feature, then label; empty with <see cref="WeightPrecision.Bits16"/>.</summary>
    public float[] Singles { get; init; } = [];

    /// <summary>By feature, then label; empty with <see cref="WeightPrecision.Bits32"/>.</summary>
    public short[] Shorts { get; init; } = [];

    /// <summary>Builds the stored form of a model.</summary>
    /// <param name="keys">Hashes of the features in any order.</param>
    /// <param name="weights">By label, then feature: the calibrated weights.</param>
    /// <param name="bias">By label.</param>
    /// <param name="precision">How to store the weights.</param>
    /// <remarks>Features whose stored weights are all zero are left out.</remarks>
    public static LinearWeights Create(uint[] keys, double[][] weights, double[] bias, WeightPrecision precision)
    {
        double[] scales = [.. weights.Select(w => precision == WeightPrecision.Bits32 ? 1 : Math.Max(w.Max(Math.Abs), 1e-9) / short.MaxValue)];
        int[] kept = [.. Enumerable.Range(0, keys.Length)
            .Where(f => keys[f] != 0 && weights.Select((w, label) => Stored(label, f)).Any(s => s != 0))
            .OrderBy(f => keys[f])];
        return new LinearWeights
        {
            Precision = precision,
            Keys = [.. kept.Select(f => keys[f])],
            Scales = scales,
            Bias = bias,
            Singles = precision == WeightPrecision.Bits32 ? [.. AllStored().Select(s => (float)s)] : [],
            Shorts = precision == WeightPrecision.Bits16 ? [.. AllStored().Select(s => (short)s)] : [],
        };

        double Stored(int label, int feature) =>
            precision == WeightPrecision.Bits32 ? (float)weights[label][feature] : Math.Round(weights[label][feature] / scales[label]);

        IEnumerable<double> AllStored() => kept.SelectMany(f => weights.Select((_, label) => Stored(label, f)));
    }
}

using Microsoft.ML;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;

namespace ArabicTextClassifier.Training.MachineLearning;

/// <summary>The parts of a trained model from which its ML.NET pipeline is put together.</summary>
internal sealed record MachineLearningPipeline(
    TrainingSettings Settings,
    uint[] Keys,
    IReadOnlyList<LabelInfo> Labels,
    IReadOnlyList<LabelModel> Models,
    IReadOnlyList<PlattScaling> Calibrations)
{
    /// <summary>From the column Text to a column Probability.LABEL per label.</summary>
    public ITransformer Create(MLContext context)
    {
        const string Unscaled = "ArabicText__Features";
        List<ITransformer> chain = [ArabicTextEstimator.Chain(context, Unscaled, "Text", Settings.Features, Settings.Lexicon, Keys)];
        IDataView scored = context.Data.LoadFromEnumerable<ScoreRow>([]);
        for (int label = 0; label < Labels.Count; label++)
        {
            PlattScaling scaling = Calibrations[label];
            chain.Add(Models[label].Scaling is { } factors
                ? factors.ToTransformer(context, "Features", Unscaled)
                : context.Transforms.CopyColumns("Features", Unscaled).Fit(Featurized(context, Unscaled)));
            chain.Add(Models[label].Transformer);
            chain.Add(context.BinaryClassification.Calibrators.Platt(-scaling.Slope, -scaling.Offset, "Score").Fit(scored));
            chain.Add(context.Transforms.CopyColumns($"Probability.{Labels[label].Name}", "Probability").Fit(ProbabilityView(context)));
        }

        return new TransformerChain<ITransformer>([.. chain]);
    }

    private IDataView Featurized(MLContext context, string column)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(FeatureRow));
        schema[nameof(FeatureRow.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, Keys.Length);
        schema[nameof(FeatureRow.Features)].ColumnName = column;
        return context.Data.LoadFromEnumerable<FeatureRow>([], schema);
    }

    private static IDataView ProbabilityView(MLContext context) => context.Data.LoadFromEnumerable<ProbabilityRow>([]);

    private sealed class ScoreRow
    {
        public float Score { get; set; }
    }

    private sealed class ProbabilityRow
    {
        public float Probability { get; set; }
    }
}

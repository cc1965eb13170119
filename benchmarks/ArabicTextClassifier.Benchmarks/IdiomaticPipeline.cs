using ArabicTextClassifier.Training;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace ArabicTextClassifier.Benchmarks;

/// <summary>What an ML.NET user would write: FeaturizeText, and a logistic regression for each label, on the same corpus.</summary>
internal sealed class IdiomaticPipeline
{
    private IdiomaticPipeline(MLContext context, ITransformer model, string[] labels)
    {
        Context = context;
        Model = model;
        Labels = labels;
    }

    public MLContext Context { get; }

    /// <summary>From the column Text to a column Probability.LABEL per label.</summary>
    public ITransformer Model { get; }

    public string[] Labels { get; }

    /// <summary>Trains on a corpus.</summary>
    public static IdiomaticPipeline Train(LabelledData corpus)
    {
        MLContext context = new(1);
        LabelledParagraph[] paragraphs = [.. corpus.Paragraphs.Where(p => p.Labels is not null)];
        string[] labels = [.. corpus.Labels];
        IDataView texts = context.Data.LoadFromEnumerable(paragraphs.Select(p => new TextRow { Text = p.Text }).ToArray());
        ITransformer featurizer = context.Transforms.Text.FeaturizeText("Features", nameof(TextRow.Text)).Fit(texts);
        VBuffer<float>[] features = [.. featurizer.Transform(texts).GetColumn<VBuffer<float>>("Features")];
        SchemaDefinition schema = SchemaDefinition.Create(typeof(FeatureRow));
        schema[nameof(FeatureRow.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, features[0].Length);
        List<ITransformer> chain = [featurizer];
        foreach (string label in labels)
        {
            FeatureRow[] rows = [.. features.Zip(paragraphs, (vector, paragraph) => new FeatureRow { Features = vector, Label = paragraph.Labels!.Contains(label) })];
            chain.Add(context.BinaryClassification.Trainers.LbfgsLogisticRegression().Fit(context.Data.LoadFromEnumerable(rows, schema)));
            chain.Add(context.Transforms.CopyColumns($"Probability.{label}", "Probability").Fit(context.Data.LoadFromEnumerable<ProbabilityRow>([])));
        }

        return new IdiomaticPipeline(context, new TransformerChain<ITransformer>([.. chain]), labels);
    }

    /// <summary>By label: the probabilities of texts.</summary>
    public Dictionary<string, float[]> Predict(IEnumerable<string> texts)
    {
        IDataView scored = Model.Transform(View(Context, texts));
        return Labels.ToDictionary(label => label, label => scored.GetColumn<float>($"Probability.{label}").ToArray());
    }

    /// <summary>One text after the other, as a service would.</summary>
    public PredictionEngine<TextRow, Probabilities> CreateEngine() => CreateEngine(Context, Model);

    /// <summary>One text after the other, with any pipeline that gives the same columns.</summary>
    public static PredictionEngine<TextRow, Probabilities> CreateEngine(MLContext context, ITransformer model) =>
        context.Model.CreatePredictionEngine<TextRow, Probabilities>(model);

    public static IDataView View(MLContext context, IEnumerable<string> texts) =>
        context.Data.LoadFromEnumerable(texts.Select(text => new TextRow { Text = text }).ToArray());

    internal sealed class TextRow
    {
        public string Text { get; set; } = "";
    }

    internal sealed class FeatureRow
    {
        public VBuffer<float> Features { get; set; }

        public bool Label { get; set; }
    }

    internal sealed class ProbabilityRow
    {
        public float Probability { get; set; }
    }

    internal sealed class Probabilities
    {
        [ColumnName("Probability." + NewsLabels.AttackReport)]
        public float AttackReport { get; set; }

        [ColumnName("Probability." + NewsLabels.CrossBorder)]
        public float CrossBorder { get; set; }

        [ColumnName("Probability." + NewsLabels.OfficialStatement)]
        public float OfficialStatement { get; set; }

        [ColumnName("Probability." + NewsLabels.SecurityPlan)]
        public float SecurityPlan { get; set; }
    }
}

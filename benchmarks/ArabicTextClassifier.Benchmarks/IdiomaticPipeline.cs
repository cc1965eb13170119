using ArabicTextClassifier.Training;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace ArabicTextClassifier.Benchmarks;

/// <summary>What an ML.NET user would write: FeaturizeText, and a logistic regression for each label, with the penalty of this project's default.</summary>
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

    /// <summary>Trains on labelled paragraphs.</summary>
    public static IdiomaticPipeline Train(IReadOnlyList<LabelledParagraph> paragraphs)
    {
        MLContext context = new(1);
        string[] labels = [.. paragraphs.SelectMany(p => p.Labels!).Distinct().Order(StringComparer.Ordinal)];
        List<ITransformer> chain = [context.Transforms.Text.FeaturizeText("Features", nameof(TextRow.Text)).Fit(View(context, paragraphs.Select(p => p.Text)))];
        foreach (string label in labels)
        {
            LabelledRow[] rows = [.. paragraphs.Select(p => new LabelledRow { Text = p.Text, Label = p.Labels!.Contains(label) })];
            IDataView features = context.Data.Cache(chain[0].Transform(context.Data.LoadFromEnumerable(rows)));
            chain.Add(context.BinaryClassification.Trainers
                .LbfgsLogisticRegression(l1Regularization: 0, l2Regularization: new TrainingSettings().L2, optimizationTolerance: 1e-6f).Fit(features));
            chain.Add(context.Transforms.CopyColumns($"Probability.{label}", "Probability").Fit(chain[^1].Transform(features)));
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

    internal sealed class LabelledRow
    {
        public string Text { get; set; } = "";

        public bool Label { get; set; }
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

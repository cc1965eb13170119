using Microsoft.ML;
using Microsoft.ML.Data;

namespace ArabicTextClassifier.Training.Tests.MachineLearning;

[TestFixtureSource(nameof(Trainers))]
public class TrainerTests(TrainerKind trainer)
{
    private static readonly TrainerKind[] Trainers = Enum.GetValues<TrainerKind>();

    private readonly LabelledData _data = SmallCorpus.Create();
    private readonly Lazy<TrainedModel> _model = new(() => ModelTrainer.Train(SmallCorpus.Create(), SmallCorpus.Settings with { Trainer = trainer }));

    [Test]
    public void The_runtime_gives_the_probabilities_of_ML_NET()
    {
        MLContext context = new(1);
        IDataView scored = _model.Value.ToMachineLearning(context).Transform(context.Data.LoadFromEnumerable(_data.Paragraphs.Select(p => new TextRow { Text = p.Text })));
        AssertSameProbabilities(scored);
    }

    [Test]
    public void The_pipeline_gives_the_same_after_ML_NET_saved_and_loaded_it()
    {
        MLContext context = new(1);
        IDataView texts = context.Data.LoadFromEnumerable(_data.Paragraphs.Select(p => new TextRow { Text = p.Text }));
        using MemoryStream file = new();
        context.Model.Save(_model.Value.ToMachineLearning(context), texts.Schema, file);
        file.Position = 0;

        MLContext fresh = new(2);
        fresh.ComponentCatalog.RegisterAssembly(typeof(ModelTrainer).Assembly);
        AssertSameProbabilities(fresh.Model.Load(file, out _).Transform(texts));
    }

    [Test]
    public void Training_twice_gives_the_same_file()
    {
        TrainedModel again = ModelTrainer.Train(SmallCorpus.Create(), SmallCorpus.Settings with { Trainer = trainer });
        Assert.That(again.File.ToArray(), Is.EqualTo(_model.Value.File.ToArray()));
    }

    [Test]
    public void It_learns_what_there_is_to_learn()
    {
        Evaluation evaluation = Evaluation.Measure(_model.Value.Classifier, _data, useContext: false);
        Assert.That(evaluation.MacroF1, Is.GreaterThan(0.8));
    }

    [Test]
    public void Sixteen_bits_a_weight_change_probabilities_by_less_than_a_thousandth()
    {
        TrainedModel small = ModelTrainer.Train(SmallCorpus.Create(), SmallCorpus.Settings with { Trainer = trainer, Precision = WeightPrecision.Bits16 });
        foreach (LabelledParagraph paragraph in _data.Paragraphs)
        {
            float[] expected = [.. _model.Value.Classifier.Predict(paragraph.Text).Scores.Values];
            Assert.That(small.Classifier.Predict(paragraph.Text).Scores.Values, Is.EqualTo(expected).Within(0.001f));
        }
    }

    private void AssertSameProbabilities(IDataView scored)
    {
        foreach (string label in _data.Labels)
        {
            float[] theirs = [.. scored.GetColumn<float>($"Probability.{label}")];
            for (int i = 0; i < theirs.Length; i++)
            {
                float ours = _model.Value.Classifier.Predict(_data.Paragraphs[i].Text).Scores[label];
                Assert.That(ours, Is.EqualTo(theirs[i]).Within(1e-5f), $"{label}: {_data.Paragraphs[i].Text}");
            }
        }
    }

    private sealed class TextRow
    {
        public string Text { get; set; } = "";
    }
}

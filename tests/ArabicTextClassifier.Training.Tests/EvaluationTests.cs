namespace ArabicTextClassifier.Training.Tests;

public class EvaluationTests
{
    [Test]
    public void Figures_are_those_of_a_small_example()
    {
        LabelMetrics metrics = LabelMetrics.Measure("l", [true, true, false, false], [true, false, true, false], [0.95f, 0.35f, 0.75f, 0.05f]);
        Assert.That(metrics, Is.EqualTo(new LabelMetrics("l", 2, 2, 0.5, 0.5, 0.5, metrics.CalibrationError)));

        // Each paragraph alone in its bin: (0.05 + 0.65 + 0.75 + 0.05) / 4.
        Assert.That(metrics.CalibrationError, Is.EqualTo(0.375).Within(1e-6));
    }

    [Test]
    public void A_label_nobody_carries_and_nobody_was_given_has_no_F1() =>
        Assert.That(LabelMetrics.Measure("l", [false], [false], [0f]).F1, Is.Zero);

    [Test]
    public void Paragraphs_without_labels_are_context_and_are_not_measured()
    {
        TrainedModel model = ModelTrainer.Train(SmallCorpus.Create(), SmallCorpus.Settings);
        LabelledData data = new([new("a", "قتل ثلاثة جنود في انفجار عبوة ناسفة", null), new("a", "وأكد وزير التربية افتتاح مدارس", ["statement"])]);
        Evaluation evaluation = Evaluation.Measure(model.Classifier, data);
        Assert.That(evaluation.Paragraphs, Is.EqualTo(1));
        Assert.That(evaluation.Labels.Single(l => l.Label == "statement").Support, Is.EqualTo(1));
        Assert.That(() => Evaluation.Measure(model.Classifier, new LabelledData([new("a", "نص", null)])), Throws.TypeOf<LabelledDataException>());
        Assert.That(() => Evaluation.MeasureBy(model.Classifier, new LabelledData([new("a", "نص", null)]), "source"), Throws.TypeOf<LabelledDataException>());
    }

    [Test]
    public void Micro_F1_is_that_of_all_decisions_together()
    {
        LabelMetrics frequent = LabelMetrics.Measure("a", [true, true, true, false], [true, true, false, false], [1, 1, 0, 0]);
        LabelMetrics rare = LabelMetrics.Measure("b", [true, false, false, false], [false, true, false, false], [0, 1, 0, 0]);
        Evaluation evaluation = new(4, [frequent, rare], 0.5);
        Assert.That(evaluation.MacroF1, Is.EqualTo(0.8 / 2).Within(1e-12));
        Assert.That(evaluation.MicroF1, Is.EqualTo(2.0 * 2 / (4 + 3)).Within(1e-12), "two of four found, among three given");
        Assert.That(new Evaluation(1, [], 1).MicroF1, Is.Zero);
    }

    [Test]
    public void A_key_of_the_data_is_measured_value_by_value_in_the_context_of_all()
    {
        TrainedModel model = ModelTrainer.Train(SmallCorpus.Create(), SmallCorpus.Settings);
        LabelledParagraph[] paragraphs =
        [
            .. SmallCorpus.Create().Paragraphs.Select((p, i) => p with { Extra = i % 4 == 0 ? [] : [new("source", i % 4 == 1 ? "\"ص\u0628اح\"" : "7")] }),
        ];
        LabelledData data = new(paragraphs);
        IReadOnlyList<KeyValuePair<string, Evaluation>> found = Evaluation.MeasureBy(model.Classifier, data, "source");
        Assert.That(found.Select(f => (f.Key, f.Value.Paragraphs)), Is.EqualTo(new[] { ("7", 50), ("(none)", 25), ("صباح", 25) }), "most paragraphs first");

        // The parts are the whole: what was right and what was given add up.
        Evaluation whole = Evaluation.Measure(model.Classifier, data);
        Assert.That(found.Sum(f => f.Value.PrimaryAccuracy * f.Value.Paragraphs), Is.EqualTo(whole.PrimaryAccuracy * 100).Within(1e-9));
        foreach (LabelMetrics label in whole.Labels)
        {
            LabelMetrics[] parts = [.. found.SelectMany(f => f.Value.Labels).Where(l => l.Label == label.Label)];
            Assert.That((parts.Sum(p => p.Support), parts.Sum(p => p.Predicted)), Is.EqualTo((label.Support, label.Predicted)));
        }
    }

    [Test]
    public void A_value_is_not_blamed_for_labels_that_are_not_there()
    {
        TrainedModel model = ModelTrainer.Train(SmallCorpus.Create(), SmallCorpus.Settings);
        LabelledData data = new([new("a", "قتل ثلاثة جنود في انفجار عبوة ناسفة", ["attack"]) { Extra = [new("source", "\"x\"")] }]);
        Evaluation evaluation = Evaluation.MeasureBy(model.Classifier, data, "source").Single().Value;
        Assert.That(evaluation.Labels.Select(l => l.Label), Is.EqualTo(new[] { "attack" }));
        Assert.That(evaluation.MacroF1, Is.EqualTo(1));
        Assert.That(() => Evaluation.MeasureBy(model.Classifier, data, "newspaper"),
            Throws.TypeOf<LabelledDataException>().With.Message.Contains("\"newspaper\"").And.Message.Contains("source"));
    }
}

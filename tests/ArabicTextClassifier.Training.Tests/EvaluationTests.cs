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
    }
}

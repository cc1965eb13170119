using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace ArabicTextClassifier.Extensions.DependencyInjection.Tests;

public class MetricsTests
{
    private const string Article = "قُتل ثلاثة جنود وجُرح سبعة آخرون بانفجار عبوة ناسفة جنوب القضاء.\n\nفاز الفريق على ضيفه بهدفين.";

    [Test]
    public void Calls_paragraphs_characters_and_labels_are_counted()
    {
        using ServiceProvider services = new ServiceCollection().AddMetrics().AddParagraphClassifier().BuildServiceProvider();
        IMeterFactory meters = services.GetRequiredService<IMeterFactory>();
        using MetricCollector<long> predictions = new(meters, MeteredClassifier.MeterName, "arabic_text_classifier.predictions");
        using MetricCollector<long> characters = new(meters, MeteredClassifier.MeterName, "arabic_text_classifier.characters");
        using MetricCollector<long> labels = new(meters, MeteredClassifier.MeterName, "arabic_text_classifier.labels");
        using MetricCollector<double> duration = new(meters, MeteredClassifier.MeterName, "arabic_text_classifier.duration");
        MeteredClassifier classifier = services.GetRequiredService<MeteredClassifier>();

        Prediction[] given = [.. classifier.PredictArticle(Article).Select(p => p.Prediction), classifier.Predict("قال الوزير")];

        Assert.That(predictions.GetMeasurementSnapshot().Select(m => m.Value), Is.EqualTo(new[] { 2, 1 }));
        Assert.That(characters.GetMeasurementSnapshot().Select(m => m.Value), Is.EqualTo(new[] { Article.Length, 10 }));
        Assert.That(duration.GetMeasurementSnapshot().Select(m => m.Value), Has.Exactly(2).Items.And.All.InRange(1e-9, 10));
        object?[] counted = [.. labels.GetMeasurementSnapshot().Select(m => m.Tags["label"])];
        Assert.That(counted, Is.EqualTo(given.SelectMany(p => p.Labels.DefaultIfEmpty("out_of_scope"))));
        Assert.That(counted, Does.Contain(NewsLabels.AttackReport).And.Contain("out_of_scope"));
    }

    [Test]
    public void Without_the_applications_meters_it_has_its_own()
    {
        using ServiceProvider services = new ServiceCollection().AddParagraphClassifier().BuildServiceProvider();
        MeteredClassifier classifier = services.GetRequiredService<MeteredClassifier>();
        using MetricCollector<long> predictions = new(null, MeteredClassifier.MeterName, "arabic_text_classifier.predictions");
        classifier.Predict("قال الوزير");
        Assert.That(predictions.GetMeasurementSnapshot(), Is.Not.Empty);
    }
}

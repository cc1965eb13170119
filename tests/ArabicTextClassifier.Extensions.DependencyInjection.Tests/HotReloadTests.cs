using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace ArabicTextClassifier.Extensions.DependencyInjection.Tests;

public class HotReloadTests
{
    [Test]
    public async Task A_new_model_file_comes_into_use_and_a_bad_one_degrades_the_health()
    {
        string path = Path.GetTempFileName();
        try
        {
            using Stream resource = typeof(ParagraphClassifier).Assembly.GetManifestResourceStream("default.model")!;
            using MemoryStream copy = new();
            await resource.CopyToAsync(copy);
            byte[] model = copy.ToArray();
            await File.WriteAllBytesAsync(path, model);
            ServiceCollection registered = new();
            registered.AddLogging().AddParagraphClassifier(o => o.ModelPath = path).AddHealthChecks().AddParagraphClassifier();
            using ServiceProvider services = registered.BuildServiceProvider();
            MeteredClassifier classifier = services.GetRequiredService<MeteredClassifier>();
            using MetricCollector<long> reloads = new(null, MeteredClassifier.MeterName, "arabic_text_classifier.reloads");
            ParagraphClassifier first = classifier.Current;

            await File.WriteAllBytesAsync(path, model[..100]);
            await reloads.WaitForMeasurementsAsync(1, TimeSpan.FromMinutes(1));
            Assert.That(reloads.LastMeasurement!.Tags["outcome"], Is.EqualTo("failure"));
            Assert.That(classifier.Current, Is.SameAs(first), "the old model stays in use");
            Assert.That((await CheckAsync(services)).Status, Is.EqualTo(HealthStatus.Degraded));

            await File.WriteAllBytesAsync(path, model);
            await reloads.WaitForMeasurementsAsync(2, TimeSpan.FromMinutes(1));
            Assert.That(reloads.LastMeasurement!.Tags["outcome"], Is.EqualTo("success"));
            Assert.That(classifier.Current, Is.Not.SameAs(first));
            Assert.That((await CheckAsync(services)).Status, Is.EqualTo(HealthStatus.Healthy));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static Task<HealthReport> CheckAsync(ServiceProvider services) => services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
}

using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace ArabicTextClassifier.Extensions.DependencyInjection.Tests;

public class HotReloadTests
{
    private static readonly byte[] s_model = ReadDefaultModel();

    private string _path = "";

    [SetUp]
    public void WriteModel()
    {
        _path = Path.GetTempFileName();
        File.WriteAllBytes(_path, s_model);
    }

    [TearDown]
    public void DeleteModel() => File.Delete(_path);

    [Test]
    public async Task A_new_model_file_comes_into_use_and_a_bad_one_degrades_the_health()
    {
        using ServiceProvider services = Create();
        IMeterFactory meters = services.GetRequiredService<IMeterFactory>();
        using MetricCollector<long> reloads = new(meters, MeteredClassifier.MeterName, "arabic_text_classifier.reloads");
        MeteredClassifier classifier = services.GetRequiredService<MeteredClassifier>();
        ParagraphClassifier first = classifier.Current;

        await File.WriteAllBytesAsync(_path, s_model[..100]);
        await reloads.WaitForMeasurementsAsync(1, TimeSpan.FromMinutes(1));
        Assert.That(reloads.LastMeasurement!.Tags["outcome"], Is.EqualTo("failure"));
        Assert.That(classifier.Current, Is.SameAs(first), "the old model stays in use");
        Assert.That(classifier.LastReloadFailure, Is.TypeOf<InvalidModelException>());
        HealthReportEntry degraded = await CheckAsync(services);
        Assert.That(degraded.Status, Is.EqualTo(HealthStatus.Degraded));
        Assert.That(degraded.Description, Does.Contain(_path), "which file, and why");

        await File.WriteAllBytesAsync(_path, s_model);
        await reloads.WaitForMeasurementsAsync(2, TimeSpan.FromMinutes(1));
        Assert.That(reloads.LastMeasurement!.Tags["outcome"], Is.EqualTo("success"));
        Assert.That(classifier.Current, Is.Not.SameAs(first));
        Assert.That(services.GetRequiredService<ParagraphClassifier>(), Is.SameAs(classifier.Current), "who asks for a classifier gets the new one");
        Assert.That((await CheckAsync(services)).Status, Is.EqualTo(HealthStatus.Healthy));
    }

    [Test]
    public async Task Without_reloading_the_first_model_stays()
    {
        using ServiceProvider services = Create(("ReloadOnChange", "false"));
        MeteredClassifier classifier = services.GetRequiredService<MeteredClassifier>();
        ParagraphClassifier first = classifier.Current;
        await File.WriteAllBytesAsync(_path, s_model[..100]);
        await Task.Delay(TimeSpan.FromSeconds(1)); // four times what a watched file has to rest
        Assert.That(classifier.Current, Is.SameAs(first));
        Assert.That(classifier.LastReloadFailure, Is.Null);
        Assert.That((await CheckAsync(services)).Status, Is.EqualTo(HealthStatus.Healthy));
    }

    private ServiceProvider Create(params (string Key, string Value)[] options)
    {
        IConfiguration configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("ModelPath", _path), .. options.Select(o => KeyValuePair.Create<string, string?>(o.Key, o.Value))]).Build();
        ServiceCollection services = new();
        services.AddLogging().AddMetrics().AddParagraphClassifier(configuration).AddHealthChecks().AddParagraphClassifier();
        return services.BuildServiceProvider();
    }

    private static byte[] ReadDefaultModel()
    {
        using Stream resource = typeof(ParagraphClassifier).Assembly.GetManifestResourceStream("default.model")!;
        using MemoryStream copy = new();
        resource.CopyTo(copy);
        return copy.ToArray();
    }

    private static async Task<HealthReportEntry> CheckAsync(ServiceProvider services) =>
        (await services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries["paragraph_classifier"];
}

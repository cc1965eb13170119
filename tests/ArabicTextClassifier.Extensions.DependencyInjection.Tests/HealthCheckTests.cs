using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ArabicTextClassifier.Extensions.DependencyInjection.Tests;

public class HealthCheckTests
{
    [Test]
    public async Task A_model_that_labels_is_healthy_and_says_which_it_is()
    {
        HealthReportEntry entry = await CheckAsync(_ => { });
        Assert.That(entry.Status, Is.EqualTo(HealthStatus.Healthy));
        Assert.That(entry.Data["data_sha256"], Is.EqualTo(ParagraphClassifier.Default.Model.DataSha256));
        Assert.That(entry.Data["labels"], Does.Contain(NewsLabels.AttackReport));
    }

    [TestCase(null, HealthStatus.Unhealthy)]
    [TestCase(HealthStatus.Degraded, HealthStatus.Degraded)]
    public async Task A_model_that_cannot_be_loaded_is_as_bad_as_the_application_says(HealthStatus? failureStatus, HealthStatus expected)
    {
        HealthReportEntry entry = await CheckAsync(o => o.ModelPath = "/no/such.model", failureStatus);
        Assert.That(entry.Status, Is.EqualTo(expected));
        Assert.That(entry.Description, Does.Contain("/no/such.model"));
    }

    private static async Task<HealthReportEntry> CheckAsync(Action<ParagraphClassifierOptions> configure, HealthStatus? failureStatus = null)
    {
        ServiceCollection services = new();
        services.AddLogging().AddParagraphClassifier(configure).AddHealthChecks().AddParagraphClassifier(failureStatus: failureStatus);
        using ServiceProvider provider = services.BuildServiceProvider();
        HealthReport report = await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        return report.Entries["paragraph_classifier"];
    }
}

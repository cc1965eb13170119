using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace ArabicTextClassifier.Extensions.DependencyInjection;

/// <summary>Healthy when the model loads and labels a paragraph, degraded when its file changed for the worse; says which model it is.</summary>
internal sealed class ClassifierHealthCheck(IServiceProvider services) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            MeteredClassifier metered = services.GetRequiredService<MeteredClassifier>();
            ParagraphClassifier classifier = metered.Current;
            classifier.Predict("قال الناطق باسم الوزارة إن الخطة جاهزة.");
            Dictionary<string, object> model = new()
            {
                ["labels"] = string.Join(", ", classifier.Labels),
                ["trainer"] = classifier.Model.Trainer,
                ["data_sha256"] = classifier.Model.DataSha256,
            };
            return Task.FromResult(metered.LastReloadFailure is { } failure
                ? HealthCheckResult.Degraded($"The old model is in use: {failure.Message}", failure, model)
                : HealthCheckResult.Healthy("The model labels paragraphs.", model));
        }
        catch (Exception bad) when (bad is OptionsValidationException or InvalidModelException or IOException)
        {
            return Task.FromResult(new HealthCheckResult(context.Registration.FailureStatus, bad.Message, bad));
        }
    }
}

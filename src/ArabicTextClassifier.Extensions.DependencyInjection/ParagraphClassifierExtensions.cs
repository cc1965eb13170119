using System.Diagnostics.Metrics;
using ArabicTextClassifier;
using ArabicTextClassifier.Extensions.DependencyInjection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

#pragma warning disable IDE0130 // Where the methods of every library that registers services are.
namespace Microsoft.Extensions.DependencyInjection;
#pragma warning restore IDE0130

/// <summary>Registers a classifier, and its health check, among an application's services.</summary>
public static class ParagraphClassifierExtensions
{
    /// <summary>Adds a <see cref="MeteredClassifier"/> for the model that comes with the library, or the one of options configured elsewhere.</summary>
    /// <param name="services">The application's services.</param>
    /// <returns>The same services.</returns>
    /// <remarks>
    /// The model is loaded and tried when the host starts; one that cannot be used stops the start. <see cref="ParagraphClassifier"/>
    /// can be injected too, uncounted.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is null.</exception>
    public static IServiceCollection AddParagraphClassifier(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<ParagraphClassifierOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ParagraphClassifierOptions>, ParagraphClassifierOptionsValidator>());
        services.TryAddSingleton(provider => new MeteredClassifier(
            provider.GetRequiredService<IOptions<ParagraphClassifierOptions>>(), provider.GetService<IMeterFactory>()));
        services.TryAddTransient(provider => provider.GetRequiredService<MeteredClassifier>().Current);
        return services;
    }

    /// <summary>Adds a <see cref="MeteredClassifier"/> with options set by code.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The same services.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static IServiceCollection AddParagraphClassifier(this IServiceCollection services, Action<ParagraphClassifierOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return services.AddParagraphClassifier().Configure(configure);
    }

    /// <summary>Adds a <see cref="MeteredClassifier"/> with options from configuration.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configuration">The section with the options: <c>ModelPath</c>, <c>ReloadOnChange</c>.</param>
    /// <returns>The same services.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static IServiceCollection AddParagraphClassifier(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddParagraphClassifier().AddOptions<ParagraphClassifierOptions>().Bind(configuration);
        return services;
    }

    /// <summary>Adds a check that the classifier's model loads and labels a paragraph.</summary>
    /// <param name="builder">The application's health checks.</param>
    /// <param name="name">The name of the check.</param>
    /// <param name="failureStatus">What to report when the model cannot be used; by default <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">Tags to choose checks by.</param>
    /// <returns>The same health checks.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    public static IHealthChecksBuilder AddParagraphClassifier(
        this IHealthChecksBuilder builder,
        string name = "paragraph_classifier",
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(new HealthCheckRegistration(name, services => new ClassifierHealthCheck(services), failureStatus, tags));
    }
}

using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;

namespace ArabicTextClassifier.Extensions.DependencyInjection;

/// <summary>An application's classifier: labels with the model of the options, and counts what it does.</summary>
/// <remarks>
/// Safe from any thread. Its meter <see cref="MeterName"/> has the instruments <c>arabic_text_classifier.predictions</c>,
/// <c>.characters</c>, <c>.duration</c> (seconds a call), <c>.labels</c> (by the tag <c>label</c>) and <c>.reloads</c> (by the
/// tag <c>outcome</c>). A model file is watched: when it changes, the new model is in use from the next call on; one that is no
/// good changes nothing, is counted, and makes the health check say degraded.
/// </remarks>
public sealed class MeteredClassifier : IDisposable
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "ArabicTextClassifier";

    private readonly ClassifierMetrics _metrics;
    private readonly ReloadingClassifier? _watched;
    private readonly ParagraphClassifier? _fixed;

    /// <summary>Loads the model of the options.</summary>
    /// <param name="options">Which model.</param>
    /// <param name="meters">The application's meters; null for one of its own.</param>
    /// <exception cref="OptionsValidationException">The model cannot be loaded.</exception>
    public MeteredClassifier(IOptions<ParagraphClassifierOptions> options, IMeterFactory? meters = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ParagraphClassifierOptions chosen = options.Value;
        _metrics = new ClassifierMetrics(meters);
        if (string.IsNullOrEmpty(chosen.ModelPath))
        {
            _fixed = ParagraphClassifier.Default;
        }
        else if (!chosen.ReloadOnChange)
        {
            _fixed = ParagraphClassifier.Load(chosen.ModelPath);
        }
        else
        {
            _watched = ReloadingClassifier.Watch(chosen.ModelPath);
            _watched.Reloaded += (_, _) => _metrics.AddReload(succeeded: true);
            _watched.ReloadFailed += (_, _) => _metrics.AddReload(succeeded: false);
        }
    }

    /// <summary>The classifier itself, for all that need not be counted. Immutable: whoever keeps it keeps its model.</summary>
    public ParagraphClassifier Current => _watched?.Current ?? _fixed!;

    /// <summary>Why the model file as it is now is not in use; null if it is.</summary>
    public Exception? LastReloadFailure => _watched?.LastFailure;

    /// <inheritdoc cref="ParagraphClassifier.Predict(string)"/>
    public Prediction Predict(string paragraph)
    {
        ArgumentNullException.ThrowIfNull(paragraph);
        return Predict(paragraph.AsSpan());
    }

    /// <inheritdoc cref="ParagraphClassifier.Predict(ReadOnlySpan{char})"/>
    public Prediction Predict(ReadOnlySpan<char> paragraph)
    {
        long started = Stopwatch.GetTimestamp();
        Prediction prediction = Current.Predict(paragraph);
        _metrics.Add(started, paragraph.Length, prediction);
        return prediction;
    }

    /// <inheritdoc cref="ParagraphClassifier.PredictArticle(string)"/>
    public IReadOnlyList<ParagraphPrediction> PredictArticle(string article)
    {
        ArgumentNullException.ThrowIfNull(article);
        long started = Stopwatch.GetTimestamp();
        IReadOnlyList<ParagraphPrediction> paragraphs = Current.PredictArticle(article);
        _metrics.Add(started, article.Length, [.. paragraphs.Select(p => p.Prediction)]);
        return paragraphs;
    }

    /// <summary>Stops watching the model file, and lets go of the meter if it is its own.</summary>
    public void Dispose()
    {
        _watched?.Dispose();
        _metrics.Dispose();
    }
}

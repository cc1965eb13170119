using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;

namespace ArabicTextClassifier.Extensions.DependencyInjection;

/// <summary>An application's classifier: labels with the model of the options, and counts what it does.</summary>
/// <remarks>
/// Safe from any thread. Its meter <see cref="MeterName"/> has the instruments <c>arabic_text_classifier.predictions</c>,
/// <c>.characters</c>, <c>.duration</c> (seconds a call) and <c>.labels</c> (by the tag <c>label</c>).
/// </remarks>
public sealed class MeteredClassifier : IDisposable
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "ArabicTextClassifier";

    private readonly ClassifierMetrics _metrics;

    /// <summary>Loads the model of the options.</summary>
    /// <param name="options">Which model.</param>
    /// <param name="meters">The application's meters; null for one of its own.</param>
    /// <exception cref="OptionsValidationException">The model cannot be loaded.</exception>
    public MeteredClassifier(IOptions<ParagraphClassifierOptions> options, IMeterFactory? meters = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        string? path = options.Value.ModelPath;
        Current = string.IsNullOrEmpty(path) ? ParagraphClassifier.Default : ParagraphClassifier.Load(path);
        _metrics = new ClassifierMetrics(meters);
    }

    /// <summary>The classifier itself, for all that need not be counted. Immutable: whoever keeps it keeps its model.</summary>
    public ParagraphClassifier Current { get; }

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

    /// <summary>Lets go of the meter, if it is its own.</summary>
    public void Dispose() => _metrics.Dispose();
}

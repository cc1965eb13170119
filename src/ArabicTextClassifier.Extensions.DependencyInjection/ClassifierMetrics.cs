using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ArabicTextClassifier.Extensions.DependencyInjection;

/// <summary>What a classifier did, for OpenTelemetry, dotnet-counters and the like.</summary>
internal sealed class ClassifierMetrics : IDisposable
{
    private readonly Meter? _own;
    private readonly Counter<long> _predictions;
    private readonly Counter<long> _characters;
    private readonly Counter<long> _labels;
    private readonly Counter<long> _reloads;
    private readonly Histogram<double> _duration;

    /// <summary>Creates the instruments, in the application's meters if it has any.</summary>
    public ClassifierMetrics(IMeterFactory? factory)
    {
        Meter meter = factory?.Create(MeteredClassifier.MeterName) ?? (_own = new Meter(MeteredClassifier.MeterName));
        _predictions = meter.CreateCounter<long>("arabic_text_classifier.predictions", "{paragraph}", "Paragraphs labelled.");
        _characters = meter.CreateCounter<long>("arabic_text_classifier.characters", "{character}", "UTF-16 code units read.");
        _labels = meter.CreateCounter<long>("arabic_text_classifier.labels", "{label}", "Labels given, by name; out_of_scope where a paragraph got none.");
        _reloads = meter.CreateCounter<long>("arabic_text_classifier.reloads", "{reload}", "Changes of the model file, by outcome: success or failure.");
        _duration = CreateDuration(meter);
    }

    /// <summary>Counts one call that labelled one or more paragraphs.</summary>
    /// <param name="started">The time stamp of its start.</param>
    /// <param name="characters">The length of the text.</param>
    /// <param name="predictions">What came out.</param>
    public void Add(long started, int characters, params ReadOnlySpan<Prediction> predictions)
    {
        _duration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds);
        _characters.Add(characters);
        _predictions.Add(predictions.Length);
        if (!_labels.Enabled)
            return;
        foreach (Prediction prediction in predictions)
        {
            foreach (string label in prediction.Labels)
                _labels.Add(1, new KeyValuePair<string, object?>("label", label));
            if (prediction.Labels.Count == 0)
                _labels.Add(1, new KeyValuePair<string, object?>("label", "out_of_scope"));
        }
    }

    /// <summary>Counts a change of the model file.</summary>
    public void AddReload(bool succeeded) => _reloads.Add(1, new KeyValuePair<string, object?>("outcome", succeeded ? "success" : "failure"));

    public void Dispose() => _own?.Dispose();

    private static Histogram<double> CreateDuration(Meter meter)
    {
        const string name = "arabic_text_classifier.duration";
        const string unit = "s";
        const string description = "Time of a call that labels a paragraph or an article.";
#if NET9_0_OR_GREATER
        // A paragraph takes microseconds; the usual boundaries, which start at milliseconds, would show nothing.
        InstrumentAdvice<double> advice = new()
        {
            HistogramBucketBoundaries = [1e-6, 2e-6, 5e-6, 1e-5, 2e-5, 5e-5, 1e-4, 2e-4, 5e-4, 1e-3, 2e-3, 5e-3, 1e-2, 1e-1, 1],
        };
        return meter.CreateHistogram(name, unit, description, tags: null, advice);
#else
        return meter.CreateHistogram<double>(name, unit, description);
#endif
    }
}

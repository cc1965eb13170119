namespace ArabicTextClassifier.Training.MachineLearning;

/// <summary>Counts finished steps and tells who wants to know.</summary>
internal sealed class TrainingSteps(int total, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
{
    private int _done;

    public CancellationToken CancellationToken { get; } = cancellationToken;

    public void Done()
    {
        CancellationToken.ThrowIfCancellationRequested();
        progress?.Report(new TrainingProgress(Interlocked.Increment(ref _done), total));
    }
}

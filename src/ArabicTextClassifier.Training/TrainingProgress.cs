namespace ArabicTextClassifier.Training;

/// <summary>How far training has come.</summary>
/// <param name="Done">Models finished.</param>
/// <param name="Total">Models to train: one per label and fold, and one per label at the end.</param>
public sealed record TrainingProgress(int Done, int Total);

namespace ArabicTextClassifier.Training.MachineLearning;

/// <summary>The features of a paragraph by their places in a vocabulary. Of all that training holds, these take most of the memory: six bytes a feature.</summary>
/// <param name="Places">Places in the vocabulary, rising.</param>
/// <param name="Counts">How often each feature was handed over: as often as words share a stem, far below 65,536.</param>
/// <param name="UnitValue">What one time counts.</param>
internal sealed record FeatureVector(int[] Places, ushort[] Counts, float UnitValue);

namespace ArabicTextClassifier.Training.Tests;

/// <summary>Where the repository is.</summary>
internal static class Repository
{
    /// <summary>Its root: the first folder above the tests that holds the solution.</summary>
    public static string Root { get; } = FindRoot(TestContext.CurrentContext.TestDirectory);

    /// <summary>The corpus.</summary>
    public static string TrainingData => Path.Combine(Root, "training-data");

    private static string FindRoot(string folder) =>
        File.Exists(Path.Combine(folder, "Classifier.sln")) ? folder : FindRoot(Path.GetDirectoryName(folder)!);
}

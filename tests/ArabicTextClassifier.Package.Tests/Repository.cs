namespace ArabicTextClassifier.Package.Tests;

/// <summary>Where the repository is.</summary>
internal static class Repository
{
    /// <summary>Its root: the first folder above the tests that holds the solution.</summary>
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    /// <summary>An article of several paragraphs and labels.</summary>
    public static string Article { get; } = Path.Combine(Root, "training-data", "samples", "article.txt");

    private static string FindRoot(string folder) =>
        File.Exists(Path.Combine(folder, "Classifier.sln")) ? folder : FindRoot(Path.GetDirectoryName(folder)!);
}

using ArabicTextClassifier.Training;

namespace ArabicTextClassifier.Benchmarks;

/// <summary>The paragraphs that are measured: the corpus, or the JSON-lines file named by the environment variable PARAGRAPHS.</summary>
internal static class BenchmarkText
{
    /// <summary>The repository's root.</summary>
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    /// <summary>The labelled corpus.</summary>
    public static LabelledData Corpus { get; } = LabelledData.Read([Path.Combine(Root, "training-data")]);

    /// <summary>So many paragraphs, repeated if there are fewer.</summary>
    public static string[] Paragraphs(int count)
    {
        string[] all = Environment.GetEnvironmentVariable("PARAGRAPHS") is { Length: > 0 } file
            ? [.. LabelledData.Read([file], requireLabels: false).Paragraphs.Select(p => p.Text)]
            : [.. Corpus.Paragraphs.Select(p => p.Text)];
        return [.. Enumerable.Range(0, count).Select(i => all[i % all.Length])];
    }

    /// <summary>A paragraph of about so many characters: the corpus paragraph that comes closest, or several.</summary>
    public static string Paragraph(int characters)
    {
        string[] all = Paragraphs(400);
        string closest = all.MinBy(p => Math.Abs(p.Length - characters))!;
        return closest.Length * 1.2 > characters ? closest : string.Join(' ', all)[..characters];
    }

    private static string FindRoot(string folder) =>
        File.Exists(Path.Combine(folder, "Classifier.sln")) ? folder : FindRoot(Path.GetDirectoryName(folder)!);
}

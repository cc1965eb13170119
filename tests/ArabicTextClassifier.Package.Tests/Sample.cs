using System.Text.RegularExpressions;

namespace ArabicTextClassifier.Package.Tests;

/// <summary>A copy of a sample in a fresh folder, far from this repository's build files, with the packages of the feed.</summary>
internal sealed partial class Sample : IDisposable
{
    private Sample(string folder) => Folder = folder;

    /// <summary>The copy.</summary>
    public string Folder { get; }

    /// <summary>Copies a sample and names the feed's version in it.</summary>
    public static Sample Copy(string name)
    {
        Sample sample = new(Directory.CreateTempSubdirectory($"arabic-text-{name.ToLowerInvariant()}-").FullName);
        foreach (FileInfo file in new DirectoryInfo(Path.Combine(Repository.Root, "samples", name)).EnumerateFiles())
        {
            string text = File.ReadAllText(file.FullName);
            File.WriteAllText(Path.Combine(sample.Folder, file.Name), file.Extension.EndsWith("proj", StringComparison.Ordinal) ? OwnPackage().Replace(text, $"${{before}}{Feed.Version}${{after}}") : text);
        }

        File.Copy(Feed.Configuration, Path.Combine(sample.Folder, "nuget.config"));
        return sample;
    }

    /// <summary>Publishes for this machine without a warning.</summary>
    /// <returns>The program.</returns>
    public async Task<string> PublishAsync(params string[] properties)
    {
        string output = Path.Combine(Folder, "published");
        string log = await DotNet.RunAsync(Folder, ["publish", "--use-current-runtime", "--output", output, "-warnaserror", .. properties]);
        Assert.That(log, Does.Not.Contain("warning"));
        return Directory.EnumerateFiles(output, Path.GetFileNameWithoutExtension(Directory.EnumerateFiles(Folder, "*.*proj").Single()) + (OperatingSystem.IsWindows() ? ".exe" : "")).Single();
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    [GeneratedRegex("(?<before>Include=\"ArabicTextClassifier[^\"]*\" Version=\")[^\"]*(?<after>\")")]
    private static partial Regex OwnPackage();
}

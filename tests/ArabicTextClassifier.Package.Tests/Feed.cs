namespace ArabicTextClassifier.Package.Tests;

/// <summary>A folder feed with the packages of this source, packed once for all tests as a release would be.</summary>
[SetUpFixture]
public sealed class Feed
{
    private const string SourceLinkUrl = "https://repository.example/classifier/raw/{revision}/*";

    /// <summary>Where consumers' packages go. It stays, so that the next run need not fetch the compilers of native code again.</summary>
    private static readonly string s_packageCache = Path.Combine(Repository.Root, "artifacts", "package-tests", "cache");

    /// <summary>Where the packages' assemblies are built: away from the repository's own build, but below its root, of which symbols say paths.</summary>
    private static readonly string s_build = Path.Combine(Repository.Root, "artifacts", "package-tests", "build");

    /// <summary>What the packages say about where the repository is.</summary>
    public const string RepositoryUrl = "https://repository.example/classifier";

    /// <summary>The packages' version: a new one in every run, so that no cache can answer with an older package.</summary>
    public static string Version { get; } = $"0.1.0-test.{DateTime.UtcNow:yyyyMMddHHmmssfff}";

    /// <summary>The packages' own folder; gone after the tests.</summary>
    public static string Folder { get; } = Directory.CreateTempSubdirectory("arabic-text-feed-").FullName;

    /// <summary>All that NuGet needs to find the packages: the feed beside the machine's own sources.</summary>
    public static string Configuration { get; } = Path.Combine(Folder, "nuget.config");

    /// <summary>Packs before the first test.</summary>
    [OneTimeSetUp]
    public async Task PackAsync()
    {
        RemoveOldPackages();
        await ReleaseAsync("pack", "Packages.slnf", "--output", Path.Combine(Folder, "packages"));
        string locals = await DotNet.RunAsync(Folder, "nuget", "locals", "global-packages", "--list");
        await File.WriteAllTextAsync(Configuration, $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{s_packageCache}" /></config>
              <packageSources><add key="feed" value="{Path.Combine(Folder, "packages")}" /></packageSources>
              <fallbackPackageFolders><add key="machine" value="{locals[(locals.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()}" /></fallbackPackageFolders>
            </configuration>
            """);
    }

    /// <summary>Removes what the tests made.</summary>
    [OneTimeTearDown]
    public void Remove()
    {
        RemoveOldPackages();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>The path of a package, or of its symbols.</summary>
    public static string Package(string id, string extension = "nupkg") => Path.Combine(Folder, "packages", $"{id}.{Version}.{extension}");

    /// <summary>Builds and packs everything once more, from nothing.</summary>
    /// <returns>The folder with the packages.</returns>
    public static async Task<string> PackAgainAsync()
    {
        Directory.Delete(s_build, recursive: true);
        string folder = Path.Combine(Folder, "again");
        await ReleaseAsync("pack", "Packages.slnf", "--output", folder);
        return folder;
    }

    private static Task<string> ReleaseAsync(params string[] arguments) => DotNet.RunAsync(Repository.Root, [
        .. arguments, "--configuration", "Release", "--artifacts-path", s_build, "-p:RestoreLockedMode=true", "-p:RunAnalyzers=false",
        $"-p:MinVerVersionOverride={Version}", $"-p:RepositoryUrl={RepositoryUrl}", $"-p:SourceLinkUrl={SourceLinkUrl}"]);

    private static void RemoveOldPackages()
    {
        if (!Directory.Exists(s_packageCache))
            return;
        foreach (string old in Directory.EnumerateDirectories(s_packageCache, "arabictextclassifier*"))
            Directory.Delete(old, recursive: true);
    }
}

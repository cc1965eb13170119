namespace ArabicTextClassifier.Package.Tests;

/// <summary>Versions come from git tags.</summary>
[Parallelizable]
public class VersionTests
{
    private string _clone = "";

    [SetUp]
    public async Task CloneWithoutHistory()
    {
        _clone = Directory.CreateTempSubdirectory("arabic-text-clone-").FullName;
        await GitAsync("clone", "--quiet", "--depth", "1", "--no-tags", new Uri(Repository.Root).AbsoluteUri, _clone);
    }

    [TearDown]
    public void Delete() => Directory.Delete(_clone, recursive: true);

    [Test]
    public async Task A_tag_gives_the_version_and_a_shallow_clone_without_tags_has_the_first_one()
    {
        Assert.That(await VersionAsync(), Is.EqualTo("0.1.0-alpha.0"));
        await GitAsync("tag", "v2.3.4");
        Assert.That(await VersionAsync(), Is.EqualTo("2.3.4"));
    }

    private async Task<string> VersionAsync() =>
        (await DotNet.RunAsync(_clone, "msbuild", "src/ArabicTextClassifier", "-restore", "-p:TargetFramework=net10.0", "-t:MinVer", "-getProperty:PackageVersion")).Trim();

    private async Task GitAsync(params string[] arguments)
    {
        var result = await DotNet.ExecuteAsync(_clone, "", "git", arguments);
        Assert.That(result.ExitCode, Is.Zero, result.StandardError);
    }
}

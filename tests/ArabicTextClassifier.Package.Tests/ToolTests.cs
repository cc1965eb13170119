using System.Text.Json;
using CliWrap.Buffered;

namespace ArabicTextClassifier.Package.Tests;

/// <summary>The tool, installed from its package.</summary>
[Parallelizable]
public class ToolTests
{
    private string _folder = "";

    [SetUp]
    public void CreateFolder() => _folder = Directory.CreateTempSubdirectory("arabic-text-tool-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task The_tool_installs_and_labels_an_article()
    {
        await DotNet.RunAsync(_folder, "tool", "install", "ArabicTextClassifier.Cli", "--tool-path", _folder, "--version", Feed.Version, "--configfile", Feed.Configuration);
        string program = Path.Combine(_folder, "arabic-text");

        BufferedCommandResult predicted = await DotNet.ExecuteAsync(_folder, "", program, "predict", Repository.Article);
        Assert.That(predicted.ExitCode, Is.Zero, predicted.StandardError);
        string?[] labels = [.. predicted.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(l => JsonDocument.Parse(l).RootElement.GetProperty("prediction").GetProperty("label").GetString())];
        Assert.That(labels, Is.EqualTo(ParagraphClassifier.Default.PredictArticle(await File.ReadAllTextAsync(Repository.Article)).Select(p => p.Prediction.Label)));

        BufferedCommandResult version = await DotNet.ExecuteAsync(_folder, "", program, "--version");
        Assert.That(version.StandardOutput, Does.StartWith(Feed.Version));
    }
}

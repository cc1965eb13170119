using System.Text.RegularExpressions;
using ArabicTextClassifier.Training.Tests.Cli;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;

namespace ArabicTextClassifier.Training.Tests;

/// <summary>Every code block of the README and of the packages' own is compiled and run, and every command of them.</summary>
public partial class ReadmeTests
{
    private string _folder = "";

    private static IEnumerable<string> Readmes =>
        [Path.Combine(Repository.Root, "README.md"), .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "PACKAGE.md", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    /// <summary>All but those that are taken from a sample, which the tests of the packages build and run.</summary>
    private static IEnumerable<string> Programs => Blocks("csharp").Where(b => !Samples.Any(s => s.Contains(b.TrimEnd(), StringComparison.Ordinal)));

    private static IEnumerable<string> Commands => Blocks("sh").SelectMany(b => b.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        .Where(c => !c.StartsWith("dotnet test", StringComparison.Ordinal)) // the command that runs this test
        .Distinct();

    private static string[] Samples { get; } =
        [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "samples"), "Program.cs", SearchOption.AllDirectories).Select(File.ReadAllText)];

    /// <summary>A folder with all that the examples speak of.</summary>
    [SetUp]
    public void EnterFolder()
    {
        _folder = Directory.CreateTempSubdirectory().FullName;
        Directory.CreateSymbolicLink(Path.Combine(_folder, "training-data"), Repository.TrainingData);
        File.Copy(Path.Combine(Repository.TrainingData, "samples", "article.txt"), Path.Combine(_folder, "article.txt"));
        File.Copy(Path.Combine(Repository.Root, "src", "ArabicTextClassifier", "default.model"), Path.Combine(_folder, "my.model"));
        Directory.CreateDirectory(Path.Combine(_folder, "my-data"));
        File.Copy(Directory.EnumerateFiles(Repository.TrainingData, "*.jsonl").Order(StringComparer.Ordinal).First(), Path.Combine(_folder, "my-data", "articles.jsonl"));
        SmallCorpus.Write(Path.Combine(_folder, "articles.jsonl"));
        Directory.SetCurrentDirectory(_folder);
    }

    [TearDown]
    public void LeaveFolder()
    {
        Directory.SetCurrentDirectory(TestContext.CurrentContext.TestDirectory);
        Directory.Delete(_folder, recursive: true);
    }

    [TestCaseSource(nameof(Programs))]
    public async Task A_program_of_a_README_runs(string program)
    {
        ScriptOptions options = ScriptOptions.Default
            .AddReferences(typeof(ParagraphClassifier).Assembly, typeof(ModelTrainer).Assembly, typeof(Microsoft.ML.MLContext).Assembly, typeof(Microsoft.ML.IDataView).Assembly, typeof(Microsoft.ML.Trainers.LbfgsLogisticRegressionBinaryTrainer).Assembly)
            .AddImports("System", "System.IO", "System.Linq", "System.Collections.Generic");
        ScriptState<object> state = await CSharpScript.RunAsync(program, options);
        Assert.That(state.Exception, Is.Null);
    }

    [TestCaseSource(nameof(Commands))]
    public void A_command_of_a_README_runs(string command)
    {
        Match pipe = Echo().Match(command);
        string input = pipe.Success ? pipe.Groups[1].Value : "";
        string line = pipe.Success ? pipe.Groups[2].Value : Comment().Replace(command, "");
        line = line.Replace("dotnet run --project src/ArabicTextClassifier.Cli -- ", "arabic-text ", StringComparison.Ordinal);
        Assert.That(line, Does.StartWith("arabic-text "));
        string[] arguments = [.. Argument().Matches(line["arabic-text ".Length..]).Select(m => m.Value.Trim('"'))];
        (int code, string output, string error) = CommandLine.Run(input, arguments);
        Assert.That(code, Is.Zero, error);
        Assert.That(output, Is.Not.Empty);
    }

    private static IEnumerable<string> Blocks(string language) =>
        Readmes.SelectMany(r => Block().Matches(File.ReadAllText(r))).Where(m => m.Groups[1].Value == language).Select(m => m.Groups[2].Value);

    [GeneratedRegex("^```(\\w+)\n(.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();

    [GeneratedRegex("^echo '(.*)' \\| (.*)$")]
    private static partial Regex Echo();

    [GeneratedRegex("\\s+#.*$")]
    private static partial Regex Comment();

    [GeneratedRegex("\"[^\"]*\"|\\S+")]
    private static partial Regex Argument();
}

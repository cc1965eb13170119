using System.Diagnostics;
using System.Text.RegularExpressions;
using ArabicTextClassifier.Training.Tests.Cli;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;

namespace ArabicTextClassifier.Training.Tests;

/// <summary>Every code block of the README and of the packages' own is compiled and run, and every command of them as it stands.</summary>
public partial class ReadmeTests
{
    private string _folder = "";

    private static string[] Readmes { get; } =
        [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "PACKAGE.md", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Prepend(Path.Combine(Repository.Root, "README.md")).Select(File.ReadAllText)];

    private static string[] Samples { get; } =
        [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "samples"), "Program.cs", SearchOption.AllDirectories).Select(File.ReadAllText)];

    /// <summary>All but those that are taken from a sample, which the tests of the packages build and run.</summary>
    private static IEnumerable<string> Programs =>
        Readmes.SelectMany(readme => Blocks(readme, "csharp")).Where(b => !Samples.Any(s => s.Contains(b.TrimEnd(), StringComparison.Ordinal)));

    /// <summary>The commands of each section; those of one section use each other's files.</summary>
    private static IEnumerable<TestCaseData> Sections =>
        from section in Readmes.SelectMany(readme => Heading().Split(readme))
        let commands = string.Concat(Blocks(section, "sh").Where(block => !block.StartsWith("dotnet test", StringComparison.Ordinal))) // the command that runs this test
        where commands.Length > 0
        select new TestCaseData(commands).SetArgDisplayNames(section.TrimStart('#', ' ').Split('\n')[0]);

    /// <summary>A folder with all that the examples speak of.</summary>
    [SetUp]
    public void EnterFolder()
    {
        _folder = Directory.CreateTempSubdirectory().FullName;
        Directory.CreateSymbolicLink(Path.Combine(_folder, "training-data"), Repository.TrainingData);
        File.Copy(Path.Combine(Repository.TrainingData, "samples", "article.txt"), Path.Combine(_folder, "article.txt"));
        File.Copy(Path.Combine(Repository.Root, "src", "ArabicTextClassifier", "default.model"), Path.Combine(_folder, "my.model"));
        Directory.CreateDirectory(Path.Combine(_folder, "my-data"));
        File.Copy(Path.Combine(Repository.TrainingData, "articles-1.jsonl"), Path.Combine(_folder, "my-data", "articles.jsonl"));
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

    [TestCaseSource(nameof(Sections))]
    public async Task The_commands_of_a_section_of_a_README_run_one_after_the_other(string commands)
    {
        if (!File.Exists("/bin/bash"))
            Assert.Ignore("There is no bash here to run the commands.");
        string program = Path.Combine(_folder, "bin", "arabic-text");
        Directory.CreateDirectory(Path.GetDirectoryName(program)!);
        File.WriteAllText(program, $"#!/bin/bash\nexec dotnet '{CommandLine.Program}' \"$@\"\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        ProcessStartInfo start = new("/bin/bash", ["-e", "-o", "pipefail", "-c", commands.Replace("dotnet run --project src/ArabicTextClassifier.Cli -- ", "arabic-text ", StringComparison.Ordinal)])
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = $"{Path.GetDirectoryName(program)}:{start.Environment["PATH"]}";
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.That(process.ExitCode, Is.Zero, await error);
        Assert.That(await output + await error, Is.Not.Empty);
    }

    private static IEnumerable<string> Blocks(string text, string language) =>
        Block().Matches(text).Where(m => m.Groups[1].Value == language).Select(m => m.Groups[2].Value);

    [GeneratedRegex("^```(\\w+)\n(.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();

    [GeneratedRegex("^(?=##+ )", RegexOptions.Multiline)]
    private static partial Regex Heading();
}

using System.Diagnostics;
using System.Text.RegularExpressions;
using ArabicTextClassifier.Training.Tests.Cli;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;

namespace ArabicTextClassifier.Training.Tests;

/// <summary>Every code block of the README is compiled and run, and every command of it as it stands.</summary>
public partial class ReadmeTests
{
    private static readonly string s_readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));

    private static IEnumerable<string> Programs => Blocks(s_readme, "csharp");

    /// <summary>The commands of each section; those of one section use each other's files.</summary>
    private static IEnumerable<TestCaseData> Sections =>
        from section in Heading().Split(s_readme)
        let commands = string.Concat(Blocks(section, "sh").Where(block => !block.StartsWith("dotnet test", StringComparison.Ordinal))) // the command that runs this test
        where commands.Length > 0
        select new TestCaseData(commands).SetArgDisplayNames(section.TrimStart('#', ' ').Split('\n')[0]);

    [TestCaseSource(nameof(Programs))]
    public async Task A_program_of_the_README_runs(string program)
    {
        ScriptOptions options = ScriptOptions.Default
            .AddReferences(typeof(ParagraphClassifier).Assembly, typeof(ModelTrainer).Assembly, typeof(Microsoft.ML.MLContext).Assembly, typeof(Microsoft.ML.IDataView).Assembly, typeof(Microsoft.ML.Trainers.LbfgsLogisticRegressionBinaryTrainer).Assembly)
            .AddImports("System", "System.IO", "System.Linq", "System.Collections.Generic");
        ScriptState<object> state = await CSharpScript.RunAsync(program, options);
        Assert.That(state.Exception, Is.Null);
    }

    [TestCaseSource(nameof(Sections))]
    public async Task The_commands_of_a_section_of_the_README_run_one_after_the_other(string commands)
    {
        if (!File.Exists("/bin/bash"))
            Assert.Ignore("There is no bash here to run the commands.");
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            Directory.CreateSymbolicLink(Path.Combine(folder, "training-data"), Repository.TrainingData);
            string program = Path.Combine(folder, "bin", "arabic-text");
            Directory.CreateDirectory(Path.GetDirectoryName(program)!);
            File.WriteAllText(program, $"#!/bin/bash\nexec dotnet '{CommandLine.Program}' \"$@\"\n");
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            ProcessStartInfo start = new("/bin/bash", ["-e", "-o", "pipefail", "-c", commands.Replace("dotnet run --project src/ArabicTextClassifier.Cli -- ", "arabic-text ", StringComparison.Ordinal)])
            {
                WorkingDirectory = folder,
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
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IEnumerable<string> Blocks(string text, string language) =>
        Block().Matches(text).Where(m => m.Groups[1].Value == language).Select(m => m.Groups[2].Value);

    [GeneratedRegex("^```(\\w+)\n(.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();

    [GeneratedRegex("^(?=##+ )", RegexOptions.Multiline)]
    private static partial Regex Heading();
}

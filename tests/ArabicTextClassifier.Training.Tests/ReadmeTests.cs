using System.Text.RegularExpressions;
using ArabicTextClassifier.Training.Tests.Cli;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;

namespace ArabicTextClassifier.Training.Tests;

/// <summary>Every code block of the README is compiled and run, and every command of it.</summary>
public partial class ReadmeTests
{
    private static readonly string s_readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));

    private static IEnumerable<string> Programs => Blocks("csharp");

    private static IEnumerable<string> Commands => Blocks("sh").SelectMany(b => b.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        .Where(c => !c.StartsWith("dotnet test", StringComparison.Ordinal)); // the command that runs this test

    [TestCaseSource(nameof(Programs))]
    public async Task A_program_of_the_README_runs(string program)
    {
        ScriptOptions options = ScriptOptions.Default
            .AddReferences(typeof(ParagraphClassifier).Assembly, typeof(ModelTrainer).Assembly, typeof(Microsoft.ML.MLContext).Assembly, typeof(Microsoft.ML.IDataView).Assembly, typeof(Microsoft.ML.Trainers.LbfgsLogisticRegressionBinaryTrainer).Assembly)
            .AddImports("System", "System.IO", "System.Linq", "System.Collections.Generic");
        ScriptState<object> state = await CSharpScript.RunAsync(program, options);
        Assert.That(state.Exception, Is.Null);
    }

    [TestCaseSource(nameof(Commands))]
    public void A_command_of_the_README_runs(string command)
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            Match pipe = Echo().Match(command);
            string input = pipe.Success ? pipe.Groups[1].Value : "";
            string line = pipe.Success ? pipe.Groups[2].Value : command;
            line = line.Replace("dotnet run --project src/ArabicTextClassifier.Cli -- ", "arabic-text ", StringComparison.Ordinal);
            Assert.That(line, Does.StartWith("arabic-text "));
            string[] arguments = [.. Argument().Matches(line["arabic-text ".Length..]).Select(m => m.Value.Trim('"'))
                .Select(a => a.StartsWith("training-data", StringComparison.Ordinal) ? Path.Combine(Repository.Root, a) : a)
                .Select(a => a == "my.model" ? Path.Combine(folder, a) : a)];
            if (arguments[0] == "evaluate")
                File.Copy(Path.Combine(Repository.Root, "src", "ArabicTextClassifier", "default.model"), Path.Combine(folder, "my.model"));
            (int code, string output, string error) = CommandLine.Run(input, arguments);
            Assert.That(code, Is.Zero, error);
            Assert.That(output, Is.Not.Empty);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IEnumerable<string> Blocks(string language) =>
        Block().Matches(s_readme).Where(m => m.Groups[1].Value == language).Select(m => m.Groups[2].Value);

    [GeneratedRegex("^```(\\w+)\n(.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();

    [GeneratedRegex("^echo '(.*)' \\| (.*)$")]
    private static partial Regex Echo();

    [GeneratedRegex("\"[^\"]*\"|\\S+")]
    private static partial Regex Argument();
}

using System.CommandLine;
using ArabicTextClassifier.Training;
using Spectre.Console;

namespace ArabicTextClassifier.Cli;

/// <summary>What the commands share: the model option, errors on standard error, progress.</summary>
internal static class Terminal
{
    /// <summary>Standard error, for messages and progress.</summary>
    public static IAnsiConsole Error { get; } = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });

    /// <summary>The option for a model file.</summary>
    public static Option<FileInfo?> ModelOption() => new("--model", "-m")
    {
        Description = "The model file; without it, the model that comes with this program.",
        HelpName = "FILE",
    };

    /// <summary>An argument for files, which takes a mistyped option for what it is.</summary>
    public static Argument<string[]> FilesArgument(string name, string description, ArgumentArity arity)
    {
        Argument<string[]> files = new(name) { Description = description, Arity = arity };
        files.Validators.Add(result =>
        {
            foreach (string file in result.Tokens.Select(t => t.Value).Where(f => f.Length > 1 && f[0] == '-' && !File.Exists(f)))
                result.AddError($"There is no option '{file}', nor a file of that name.");
        });
        return files;
    }

    /// <summary>The model to work with.</summary>
    public static ParagraphClassifier LoadModel(FileInfo? file) => file is null ? ParagraphClassifier.Default : ParagraphClassifier.Load(file.FullName);

    /// <summary>Runs a command and turns what went wrong into a message and an exit code.</summary>
    public static async Task<int> RunAsync(Func<Task<int>> command)
    {
        try
        {
            return await command().ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Cancelled.").ConfigureAwait(false);
            return ExitCode.Cancelled;
        }
        catch (LabelledDataException bad) when (bad.Problems.Count > 0)
        {
            foreach (DataProblem problem in bad.Problems)
                await Console.Error.WriteLineAsync(problem.ToString()).ConfigureAwait(false);
            await Console.Error.WriteLineAsync($"{bad.Problems.Count} bad lines; nothing was done. Mend them and try again.").ConfigureAwait(false);
            return ExitCode.BadInput;
        }
        catch (Exception bad) when (bad is LabelledDataException or InvalidModelException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(bad.Message).ConfigureAwait(false);
            return ExitCode.BadInput;
        }
    }

    /// <summary>Runs work under a progress bar if standard error is a terminal.</summary>
    public static T WithProgress<T>(string title, Func<IProgress<TrainingProgress>?, T> work)
    {
        if (Console.IsErrorRedirected)
            return work(null);
        return Error.Progress()
            .HideCompleted(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                ProgressTask task = context.AddTask(title);
                return work(new Bar(task));
            });
    }

    private sealed class Bar(ProgressTask task) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            task.MaxValue = value.Total;
            task.Value = Math.Max(task.Value, value.Done);
        }
    }
}

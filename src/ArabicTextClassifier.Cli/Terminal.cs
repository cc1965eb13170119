using System.CommandLine;
using System.Runtime.InteropServices;
using ArabicTextClassifier.Training;
using Microsoft.Win32.SafeHandles;
using Spectre.Console;

namespace ArabicTextClassifier.Cli;

/// <summary>What the commands share: the model option, errors on standard error, progress.</summary>
internal static class Terminal
{
    // What an IOException carries when the reader of a pipe has gone: EPIPE, ERROR_BROKEN_PIPE, ERROR_NO_DATA.
    private const int BrokenPipe = 32;
    private const int WindowsBrokenPipe = unchecked((int)0x8007006D);
    private const int WindowsClosedPipe = unchecked((int)0x800700E8);

    /// <summary>Standard error, for messages and progress.</summary>
    public static IAnsiConsole Error { get; } = AnsiConsole.Create(new AnsiConsoleSettings
    {
        // Spectre looks at standard output to tell whether it may draw; what matters here is standard error.
        Ansi = Console.IsErrorRedirected ? AnsiSupport.No : AnsiSupport.Yes,
        Interactive = Console.IsErrorRedirected ? InteractionSupport.No : InteractionSupport.Yes,
        Out = new AnsiConsoleOutput(Console.Error),
    });

    /// <summary>The option for a model file.</summary>
    public static Option<FileInfo?> ModelOption() => new("--model", "-m")
    {
        Description = "The model file, or '-' for standard input; without it, the model that comes with this program.",
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

    /// <summary>The option for the file that results go to.</summary>
    public static Option<string> OutputOption(string description) => new("--output", "-o")
    {
        Description = $"{description}; '-', the default, is standard output.",
        DefaultValueFactory = _ => "-",
        HelpName = "FILE",
    };

    /// <summary>A file, or standard input for <c>-</c>.</summary>
    public static Stream OpenInput(string path) => path == "-" ? Console.OpenStandardInput() : File.OpenRead(path);

    /// <summary>Writes all of a file or nothing; <c>-</c> is standard output.</summary>
    public static void WriteOutput(string path, Action<Stream> write)
    {
        using MemoryStream content = new();
        write(content);
        if (path == "-")
        {
            using Stream output = OpenOutput();
            output.Write(content.GetBuffer(), 0, (int)content.Length);
        }
        else
        {
            AtomicFile.Write(path, content.GetBuffer().AsSpan(0, (int)content.Length));
        }
    }

    /// <summary>Labelled paragraphs from files, folders, and standard input for <c>-</c>.</summary>
    public static LabelledData ReadLabelled(IReadOnlyList<string> paths, bool requireLabels = true)
    {
        List<DataProblem> problems = [];
        LabelledData data = ReadLabelled(paths, requireLabels, problems);
        return problems.Count > 0 ? throw new LabelledDataException(problems) : data;
    }

    /// <summary>What can be read of labelled paragraphs from files, folders, and standard input for <c>-</c>.</summary>
    public static LabelledData ReadLabelled(IReadOnlyList<string> paths, bool requireLabels, List<DataProblem> problems)
    {
        if (!paths.Contains("-"))
            return LabelledData.ReadTolerantly(paths, requireLabels, problems);
        List<LabelledParagraph> paragraphs = [];
        foreach (string path in paths)
        {
            try
            {
                paragraphs.AddRange((path == "-"
                    ? LabelledData.Import(Console.OpenStandardInput(), LabelledDataFormat.JsonLines, new ImportSettings { RequireLabels = requireLabels })
                    : LabelledData.ReadTolerantly([path], requireLabels, problems)).Paragraphs);
            }
            catch (LabelledDataException bad)
            {
                problems.AddRange(bad.Problems);
            }
        }

        return new LabelledData(paragraphs);
    }

    /// <summary>An option to print JSON instead of a table.</summary>
    public static Option<bool> JsonOption() => new("--json") { Description = "Print JSON instead of a table." };

    /// <summary>A paragraph, shortened and isolated, for a table cell.</summary>
    public static string Cell(string text, int length = 160) =>
        RightToLeft.Isolate(text.Length <= length ? text : text[..length].TrimEnd() + " …").EscapeMarkup();

    /// <summary>Says on standard error what was done, and what to do next.</summary>
    public static void Say(string message) => Console.Error.WriteLine(message);

    /// <summary>A number of things in words.</summary>
    public static string Count(int number, string thing) => $"{number:N0} {thing}{(number == 1 ? "" : "s")}";

    /// <summary>The model to work with.</summary>
    public static ParagraphClassifier LoadModel(FileInfo? file) => file switch
    {
        null => ParagraphClassifier.Default,
        { Name: "-" } => ParagraphClassifier.Load(Console.OpenStandardInput()),
        _ => ParagraphClassifier.Load(file.FullName),
    };

    /// <summary>
    /// Standard output for results that may be long. Unlike the console's own stream, which swallows it, this one says so
    /// when nobody reads any more, so that <c>predict | head -1</c> ends.
    /// </summary>
    public static Stream OpenOutput()
    {
        if (OperatingSystem.IsWindows() || !Console.IsOutputRedirected)
            return Console.OpenStandardOutput();
        FileStream output = new(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);

        // A file's position is shared with whoever writes to it before and after, which only the console's stream respects.
        return output.CanSeek ? Console.OpenStandardOutput() : output;
    }

    /// <summary>Runs a command and turns what went wrong into a message and an exit code.</summary>
    public static async Task<int> RunAsync(Func<Task<int>> command)
    {
        int cancelled = ExitCode.Cancelled;
        using PosixSignalRegistration termination = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => cancelled = ExitCode.Terminated);
        try
        {
            // On another thread, as some commands never wait: Ctrl-C is listened to once this method has returned to its caller.
            return await Task.Run(command).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Cancelled.").ConfigureAwait(false);
            return cancelled;
        }
        catch (AggregateException bad) when (bad.InnerException is OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Cancelled.").ConfigureAwait(false);
            return cancelled;
        }
        catch (IOException closed) when (closed.HResult is BrokenPipe or WindowsBrokenPipe or WindowsClosedPipe)
        {
            // Whoever read the results has had enough.
            return ExitCode.Done;
        }
        catch (LabelledDataException bad) when (bad.Problems.Count > 0)
        {
            foreach (DataProblem problem in bad.Problems)
                await Console.Error.WriteLineAsync(problem.ToString()).ConfigureAwait(false);
            string count = bad.Problems.Count >= LabelledData.MostProblems ? $"{bad.Problems.Count:N0} bad lines, where reading stopped" : $"{bad.Problems.Count} bad lines";
            await Console.Error.WriteLineAsync($"{count}; nothing was done. Mend them and try again.").ConfigureAwait(false);
            return ExitCode.BadInput;
        }
        catch (OutOfMemoryException)
        {
            await Console.Error.WriteLineAsync("There is not enough memory for all of this data at once; nothing was done. Take fewer paragraphs.").ConfigureAwait(false);
            return ExitCode.BadInput;
        }
        catch (Exception bad) when (bad is LabelledDataException or InvalidModelException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(bad.Message).ConfigureAwait(false);
            return ExitCode.BadInput;
        }
    }

    /// <summary>Runs work under a progress bar if standard error is a terminal.</summary>
    /// <param name="title">What is being done.</param>
    /// <param name="work">The work, which says how far it has come.</param>
    /// <param name="limit">The time it may take at most, to be shown; null if there is no such time.</param>
    public static T WithProgress<T>(string title, Func<IProgress<TrainingProgress>?, T> work, TimeSpan? limit = null)
    {
        if (Console.IsErrorRedirected)
            return work(null);
        return Error.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new CountColumn(), limit is { } most ? new LimitColumn(most) : new RemainingTimeColumn())
            .Start(context =>
            {
                ProgressTask task = context.AddTask(title);
                task.IsIndeterminate = true;
                return work(new Bar(task));
            });
    }

    /// <summary>
    /// Shows how much of some files has been read, if standard error is a terminal and standard output is not: a bar
    /// among the results would spoil them. Of standard input only the amount is known.
    /// </summary>
    public static IDisposable? StartByteBar(string title, IReadOnlyList<string> paths, Func<long> bytesRead)
    {
        if (Console.IsErrorRedirected || !Console.IsOutputRedirected)
            return null;
        long total = paths.All(File.Exists) ? paths.Sum(p => new FileInfo(p).Length) : 0;
        CancellationTokenSource done = new();
        Task drawing = Error.Progress()
            .AutoClear(true)
            .Columns(total > 0
                ? [new TaskDescriptionColumn(), new ProgressBarColumn(), new DownloadedColumn(), new TransferSpeedColumn(), new RemainingTimeColumn()]
                : [new TaskDescriptionColumn(), new SpinnerColumn(), new DownloadedColumn(), new TransferSpeedColumn()])
            .StartAsync(async context =>
            {
                ProgressTask task = context.AddTask(title, maxValue: Math.Max(1, total));
                task.IsIndeterminate = total == 0;
                while (!done.IsCancellationRequested)
                {
                    task.MaxValue = Math.Max(total, bytesRead() + 1);
                    task.Value = bytesRead();
                    await Task.Delay(100, CancellationToken.None).ConfigureAwait(false);
                }
            });
        return new Drawing(done, drawing);
    }

    /// <summary>How many steps are done, of how many.</summary>
    private sealed class CountColumn : ProgressColumn
    {
        public override Spectre.Console.Rendering.IRenderable Render(Spectre.Console.Rendering.RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Markup(task.IsIndeterminate ? "" : $"[grey]{task.Value:0} of {task.MaxValue:0}[/]");
    }

    /// <summary>How long it has taken, of how long it may.</summary>
    private sealed class LimitColumn(TimeSpan limit) : ProgressColumn
    {
        public override Spectre.Console.Rendering.IRenderable Render(Spectre.Console.Rendering.RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Markup($"[blue]{task.ElapsedTime ?? TimeSpan.Zero:h\\:mm\\:ss}[/] [grey]of at most {limit:h\\:mm\\:ss}[/]");
    }

    private sealed class Drawing(CancellationTokenSource done, Task drawing) : IDisposable
    {
        public void Dispose()
        {
            done.Cancel();
            drawing.Wait();
            done.Dispose();
        }
    }

    private sealed class Bar(ProgressTask task) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            task.IsIndeterminate = false;
            task.MaxValue = value.Total;
            task.Value = Math.Max(task.Value, value.Done);
        }
    }
}

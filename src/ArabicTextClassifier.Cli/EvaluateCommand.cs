using System.CommandLine;
using System.Globalization;
using ArabicTextClassifier.Training;
using Spectre.Console;

namespace ArabicTextClassifier.Cli;

/// <summary><c>arabic-text evaluate</c>: measures a model on labelled paragraphs.</summary>
internal static class EvaluateCommand
{
    public static Command Create()
    {
        Argument<string[]> data = Terminal.FilesArgument("DATA", "Labelled paragraphs: .jsonl, .csv or .tsv files, or folders of them; '-' reads JSON lines from standard input.", ArgumentArity.OneOrMore);
        Option<FileInfo?> model = Terminal.ModelOption();
        Option<string> output = new("--output", "-o") { Description = "table, json, or markdown for a model card.", DefaultValueFactory = _ => "table" };
        output.AcceptOnlyFromAmong("table", "json", "markdown");
        Option<string?> by = new("--by") { Description = "Measure apart for each value of a key of the data too, such as source.", HelpName = "KEY" };
        Option<bool> noContext = new("--no-context") { Description = "Predict each paragraph by itself." };
        Option<FileInfo?> report = ReportOption();
        Option<string[]> learningCurve = new("--learning-curve") { Description = "With --report: the training data, of which growing shares are trained on and measured on DATA.", HelpName = "FILE" };
        Command command = new("evaluate", "Measure a model on labelled paragraphs. Example: arabic-text evaluate test.jsonl --model my.model") { data, model, output, by, noContext, report, learningCurve };
        command.Validators.Add(result =>
        {
            if (result.GetValue(learningCurve) is { Length: > 0 } && result.GetValue(report) is null)
                result.AddError("--learning-curve is drawn in a report: give --report FILE too.");
        });
        command.SetAction((parsed, token) => Terminal.RunAsync(() =>
        {
            ParagraphClassifier classifier = Terminal.LoadModel(parsed.GetValue(model));
            LabelledData labelled = Terminal.ReadLabelled(parsed.GetValue(data)!, requireLabels: false);
            string[] unknown = [.. labelled.Labels.Except(classifier.Labels)];
            if (unknown.Length > 0)
                throw new LabelledDataException($"The model does not know the labels {string.Join(", ", unknown)}; it knows {string.Join(", ", classifier.Labels)}.");
            Evaluation evaluation = Evaluation.Measure(classifier, labelled, !parsed.GetValue(noContext));
            IReadOnlyList<KeyValuePair<string, Evaluation>>? byValue = parsed.GetValue(by) is { } key
                ? Evaluation.MeasureBy(classifier, labelled, key, !parsed.GetValue(noContext))
                : null;
            if (parsed.GetValue(report) is { } page)
            {
                IReadOnlyList<LearningCurvePoint> curve = parsed.GetValue(learningCurve) is { Length: > 0 } files
                    ? Terminal.WithProgress("learning curve", progress => LearningCurve.Measure(Terminal.ReadLabelled(files), TrainingSettings.From(classifier), labelled, progress: progress, cancellationToken: token))
                    : [];
                WriteReport(page, EvaluationReport.Create(classifier, labelled, new ReportSettings
                {
                    Title = $"Evaluation of {parsed.GetValue(model)?.Name ?? "the default model"}",
                    Source = $"Measured on {string.Join(", ", parsed.GetValue(data)!.Select(d => d == "-" ? "standard input" : Path.GetFileName(Path.TrimEndingDirectorySeparator(d))))}{(parsed.GetValue(noContext) ? ", each paragraph by itself" : ", each paragraph in its article")}.",
                    UseContext = !parsed.GetValue(noContext),
                    LearningCurve = curve,
                }));
            }

            if (parsed.GetValue(report)?.Name == "-")
                return Task.FromResult(ExitCode.Done); // the page has standard output to itself
            if (parsed.GetValue(output) == "json")
                Json.Write(Console.OpenStandardOutput(), writer => Json.Evaluation(writer, evaluation, parsed.GetValue(by), byValue));
            else if (parsed.GetValue(output) == "markdown")
                ShowMarkdown(evaluation, parsed.GetValue(by), byValue);
            else
                Show(evaluation, parsed.GetValue(by), byValue);
            return Task.FromResult(ExitCode.Done);
        }));
        return command;
    }

    /// <summary>The option for a report.</summary>
    public static Option<FileInfo?> ReportOption() => new("--report")
    {
        Description = "Write a page with curves, thresholds to try, confusion, features and the worst errors; '-' is standard output.",
        HelpName = "FILE.html",
    };

    /// <summary>Writes a report whole or not at all, and says where.</summary>
    public static void WriteReport(FileInfo file, string page)
    {
        Terminal.WriteOutput(file.Name == "-" ? "-" : file.FullName, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(page)));
        Terminal.Say($"Report written to {file}: open it in a browser.");
    }

    /// <summary>Prints an evaluation as a table, and those by the values of a key, if any, as another.</summary>
    public static void Show(Evaluation evaluation, string? key = null, IReadOnlyList<KeyValuePair<string, Evaluation>>? byValue = null)
    {
        AnsiConsole.Write(LabelTable(evaluation).RoundedBorder());
        AnsiConsole.MarkupLine($"macro-F1 [bold]{Number(evaluation.MacroF1)}[/]   primary label right [bold]{Number(evaluation.PrimaryAccuracy)}[/]   {Count(evaluation.Paragraphs)} paragraphs");
        AnsiConsole.MarkupLine("[grey]ECE is the expected calibration error: how far probabilities are from frequencies.[/]");
        if (byValue is null)
            return;
        AnsiConsole.WriteLine();
        AnsiConsole.Write(ValueTable(key!, byValue, RightToLeft.IsolateName).RoundedBorder());
        AnsiConsole.MarkupLine("[grey]macro-F1 is the mean over the labels that occur or were given there.[/]");
    }

    private static void ShowMarkdown(Evaluation evaluation, string? key, IReadOnlyList<KeyValuePair<string, Evaluation>>? byValue)
    {
        // As wide as it comes: a line that is broken is no table any more.
        using StringWriter text = new();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = 10_000;
        console.Write(LabelTable(evaluation).MarkdownBorder());
        if (byValue is not null)
            console.Write(ValueTable(key!, byValue, value => value.ReplaceLineEndings(" ").Replace("|", "\\|", StringComparison.Ordinal)).MarkdownBorder());
        Console.Out.WriteLine(string.Join('\n', text.ToString().Split('\n').Select(line => line.TrimEnd())).Trim());
    }

    private static Table LabelTable(Evaluation evaluation)
    {
        Table table = new Table().AddColumn(new TableColumn("label").NoWrap());
        foreach (string column in (string[])["support", "given", "precision", "recall", "F1", "ECE"])
            table.AddColumn(new TableColumn(column).RightAligned());
        foreach (LabelMetrics label in evaluation.Labels)
        {
            table.AddRow(label.Label.EscapeMarkup(), Count(label.Support), Count(label.Predicted), Number(label.Precision),
                Number(label.Recall), $"[bold]{Number(label.F1)}[/]", Number(label.CalibrationError));
        }

        return table;
    }

    private static Table ValueTable(string key, IEnumerable<KeyValuePair<string, Evaluation>> byValue, Func<string, string> name)
    {
        Table table = new Table().AddColumn(new TableColumn(key.EscapeMarkup()));
        foreach (string column in (string[])["paragraphs", "labels", "macro-F1", "micro-F1", "primary right"])
            table.AddColumn(new TableColumn(column).RightAligned());
        foreach ((string value, Evaluation part) in byValue)
        {
            table.AddRow(name(value).EscapeMarkup(), Count(part.Paragraphs), Count(part.Labels.Sum(l => l.Support)),
                part.Labels.Count == 0 ? "–" : $"[bold]{Number(part.MacroF1)}[/]", part.Labels.Count == 0 ? "–" : Number(part.MicroF1), Number(part.PrimaryAccuracy));
        }

        return table;
    }

    private static string Count(int value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}

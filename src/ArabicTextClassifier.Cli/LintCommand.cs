using System.CommandLine;
using System.Globalization;
using ArabicTextClassifier.Training;
using Spectre.Console;

namespace ArabicTextClassifier.Cli;

/// <summary><c>arabic-text lint</c>: what may be wrong with labelled data.</summary>
internal static class LintCommand
{
    public static Command Create()
    {
        LintSettings usual = new();
        Argument<string[]> data = Terminal.FilesArgument("DATA", "Labelled paragraphs: .jsonl, .csv or .tsv files, or folders of them; '-' reads JSON lines from standard input.", ArgumentArity.OneOrMore);
        Option<string[]> test = new("--test") { Description = "Test data, which must not hold the same texts.", HelpName = "FILE" };
        Option<string?> labels = new("--labels") { Description = "The labels there may be: a,b,c.", HelpName = "LIST" };
        Option<double> near = new("--near") { Description = "Share of text in common from which on two paragraphs are near duplicates, 0 to 1.", DefaultValueFactory = _ => usual.NearDuplicate, HelpName = "N" };
        Option<DirectoryInfo?> lexicon = TrainCommand.LexiconOption();
        Option<bool> singleLabel = new("--single-label") { Description = "Every paragraph has exactly one label." };
        Option<bool> noErrors = new("--no-label-errors") { Description = "Do not train models to look for label errors: much faster." };
        Option<int> limit = new("--limit") { Description = "Most entries shown of a kind; JSON has all.", DefaultValueFactory = _ => 15, HelpName = "N" };
        Option<bool> strict = new("--strict") { Description = "End with 1 if there is anything to report." };
        Option<bool> json = Terminal.JsonOption();
        Command command = new("lint", "Check labelled data: broken lines, duplicates, conflicts, imbalance, suspected label errors. Example: arabic-text lint labelled.jsonl --test test.jsonl")
        {
            data, test, labels, near, lexicon, singleLabel, noErrors, limit, strict, json,
        };
        command.SetAction((parsed, token) => Terminal.RunAsync(() =>
        {
            string[] paths = parsed.GetValue(data)!;
            List<DataProblem> problems = [];
            LabelledData labelled = Terminal.ReadLabelled(paths, requireLabels: false, problems);
            LintSettings settings = new()
            {
                KnownLabels = parsed.GetValue(labels)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [],
                Test = parsed.GetValue(test) is { Length: > 0 } files ? Terminal.ReadLabelled(files, requireLabels: false) : null,
                NearDuplicate = parsed.GetValue(near),
                Training = parsed.GetValue(noErrors) ? null : new TrainingSettings { Lexicon = TrainCommand.ReadLexicon(parsed.GetValue(lexicon), paths), SingleLabel = parsed.GetValue(singleLabel) },
            };
            List<LintIssue> issues = [.. problems.Select(p => new LintIssue(LintKind.BrokenLine, p.File, p.Line, p.Message))];
            if (problems.Count > 0 && labelled.Paragraphs.Count == 0)
                Terminal.Say("No paragraph could be read, or the files are large and looked at once every line of them can be read.");
            else
                issues.AddRange(Terminal.WithProgress(settings.Training is null ? "looking for duplicates" : "looking for label errors", progress => DataLint.Check(labelled, settings, progress, token)));
            if (parsed.GetValue(json))
                Json.Write(Console.OpenStandardOutput(), writer => Json.Lint(writer, issues));
            else
                Show(issues, labelled, parsed.GetValue(limit));
            bool failed = problems.Count > 0 || (parsed.GetValue(strict) && issues.Count > 0);
            return Task.FromResult(failed ? ExitCode.BadInput : ExitCode.Done);
        }));
        return command;
    }

    /// <summary>The name of a kind in JSON.</summary>
    public static string Name(LintKind kind) => kind switch
    {
        LintKind.BrokenLine => "broken-line",
        LintKind.UnknownLabel => "unknown-label",
        LintKind.OneOffLabel => "one-off-label",
        LintKind.ExactDuplicate => "exact-duplicate",
        LintKind.NearDuplicate => "near-duplicate",
        LintKind.TestLeak => "test-leak",
        LintKind.LabelConflict => "label-conflict",
        LintKind.ShortText => "short-text",
        LintKind.NotArabic => "not-arabic",
        LintKind.Imbalance => "imbalance",
        _ => "suspected-label-error",
    };

    private static void Show(List<LintIssue> issues, LabelledData data, int limit)
    {
        foreach (IGrouping<LintKind, LintIssue> kind in issues.GroupBy(i => i.Kind).OrderBy(g => g.Key))
        {
            Table table = new Table().RoundedBorder().ShowRowSeparators().Expand()
                .Title($"[bold {ColorOf(kind.Key)}]{Title(kind.Key)}[/] [grey]{kind.Count():N0}[/]")
                .AddColumn(new TableColumn("where").Width(24)).AddColumn(new TableColumn("what").Width(38)).AddColumn(new TableColumn("paragraph").RightAligned());
            foreach (LintIssue issue in kind.Take(limit))
            {
                string labels = issue.Suggested is null ? string.Join(", ", issue.Labels).EscapeMarkup() : $"{Listed(issue.Labels)} [grey]→[/] [bold]{Listed(issue.Suggested)}[/]";
                string other = issue.OtherLine > 0 ? $"\n[grey]like {Place(issue.OtherFile, issue.OtherLine)}[/]" : "";
                table.AddRow(
                    new Markup((issue.Line > 0 ? Place(issue.File, issue.Line) : "[grey]all[/]") + other),
                    new Markup(issue.Message.EscapeMarkup() + (labels.Length > 0 ? "\n" + labels : "")),
                    new Markup(issue.Text.Length == 0 ? "" : Terminal.Cell(issue.Text)) { Justification = Justify.Right });
            }

            if (kind.Count() > limit)
                table.Caption($"[grey]and {kind.Count() - limit:N0} more: --limit {kind.Count()}, or --json[/]");
            AnsiConsole.Write(table);
        }

        AnsiConsole.MarkupLine(issues.Count == 0
            ? $"[green]Nothing to report[/] on {Terminal.Count(data.Paragraphs.Count, "paragraph")}."
            : $"[bold]{Terminal.Count(issues.Count, "finding")}[/] on {Terminal.Count(data.Paragraphs.Count, "paragraph")}. Mend what is wrong in the files, then: arabic-text compare");
    }

    private static string Place(string file, int line) => $"{Path.GetFileName(file).EscapeMarkup()}:{line.ToString(CultureInfo.InvariantCulture)}";

    private static string Listed(IReadOnlyList<string> labels) => labels.Count == 0 ? "no label" : string.Join(", ", labels).EscapeMarkup();

    private static string Title(LintKind kind)
    {
        string words = Name(kind).Replace('-', ' ');
        return char.ToUpperInvariant(words[0]) + words[1..];
    }

    private static string ColorOf(LintKind kind) => kind switch
    {
        LintKind.BrokenLine or LintKind.UnknownLabel or LintKind.TestLeak or LintKind.LabelConflict => "red",
        LintKind.SuspectedLabelError => "deepskyblue1",
        _ => "yellow",
    };
}

using System.CommandLine;
using System.Globalization;
using ArabicTextClassifier.Training;
using Spectre.Console;

namespace ArabicTextClassifier.Cli;

/// <summary><c>arabic-text compare</c>: trainers and features by cross-validation, or two finished models on test data.</summary>
internal static class CompareCommand
{
    /// <summary>A week.</summary>
    private const double MostMinutes = 7 * 24 * 60;

    public static Command Create()
    {
        Argument<string[]> data = Terminal.FilesArgument("DATA", "Labelled paragraphs: .jsonl, .csv or .tsv files, or folders of them; '-' reads JSON lines from standard input.", ArgumentArity.OneOrMore);
        Option<string> trainers = new("--trainers") { Description = $"Trainers to compare: {string.Join(',', TrainCommand.Trainers.Keys)}.", DefaultValueFactory = _ => "lbfgs,sdca,perceptron", HelpName = "LIST" };
        Option<string[]> features = new("--features") { Description = "Features to compare, as in train; give it once per setting. 'default' are the default model's.", HelpName = "LIST" };
        Option<int> search = new("--search") { Description = "Compare this many settings drawn at random instead.", HelpName = "N" };
        Option<double> minutes = new("--search-minutes") { Description = "End the search after so many minutes, with what has been compared by then.", DefaultValueFactory = _ => 60, HelpName = "N" };
        Option<int> folds = new("--folds") { Description = "Number of folds.", DefaultValueFactory = _ => 5, HelpName = "N" };
        Option<int> seed = new("--seed") { Description = "Seed of the folds and of everything random.", DefaultValueFactory = _ => 1, HelpName = "N" };
        Option<DirectoryInfo?> lexicon = TrainCommand.LexiconOption();
        Option<bool> singleLabel = new("--single-label") { Description = "Every paragraph has exactly one label." };
        Option<FileInfo?> @new = new("--new") { Description = "A finished model to compare with --old on DATA.", HelpName = "FILE" };
        Option<FileInfo?> old = new("--old") { Description = "The model in use; without it, the model that comes with this program.", HelpName = "FILE" };
        Option<int> limit = new("--limit") { Description = "Most paragraphs shown on which two models differ.", DefaultValueFactory = _ => 10, HelpName = "N" };
        Option<bool> json = Terminal.JsonOption();
        Command command = new("compare", "Compare trainers and features by cross-validation, or two models on test data. Examples: arabic-text compare labelled.jsonl --trainers lbfgs,svm; arabic-text compare test.jsonl --new my.model")
        {
            data, trainers, features, search, minutes, folds, seed, lexicon, singleLabel, @new, old, limit, json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(minutes) is { Implicit: false } && result.GetValue(search) <= 0)
                result.AddError("--search-minutes goes with --search: give the number of settings too.");
            if (result.GetValue(old) is not null && result.GetValue(@new) is null)
                result.AddError("--old goes with --new: give both models, or --new alone.");
            foreach (string name in Names(result.GetValue(trainers)).Where(n => !TrainCommand.Trainers.ContainsKey(n)))
                result.AddError($"There is no trainer '{name}'; there are {string.Join(", ", TrainCommand.Trainers.Keys)}.");
        });
        minutes.Validators.Add(result =>
        {
            if (result.Errors.Any() || result.Implicit)
                return;
            if (!(result.GetValueOrDefault<double>() is > 0 and <= MostMinutes))
                result.AddError($"--search-minutes must be more than 0 and at most {MostMinutes:0}, a week.");
        });
        command.SetAction((parsed, token) => Terminal.RunAsync(() =>
        {
            string[] paths = parsed.GetValue(data)!;
            LabelledData labelled = Terminal.ReadLabelled(paths, requireLabels: false);
            if (parsed.GetValue(@new) is { } newFile)
            {
                ModelComparison comparison = ModelComparison.Measure(Terminal.LoadModel(parsed.GetValue(old)), Terminal.LoadModel(newFile), labelled, seed: parsed.GetValue(seed));
                if (parsed.GetValue(json))
                    Json.Write(Console.OpenStandardOutput(), writer => ComparisonJson.Models(writer, comparison));
                else
                    Show(comparison, parsed.GetValue(limit));
                return Task.FromResult(ExitCode.Done);
            }

            int count = parsed.GetValue(folds);
            TrainingSettings start = new() { Lexicon = TrainCommand.ReadLexicon(parsed.GetValue(lexicon), paths), SingleLabel = parsed.GetValue(singleLabel), Seed = parsed.GetValue(seed) };
            TrainerKind[] kinds = [.. Names(parsed.GetValue(trainers)).Select(n => TrainCommand.Trainers[n])];
            TimeSpan? timeLimit = parsed.GetValue(search) > 0 ? TimeSpan.FromMinutes(parsed.GetValue(minutes)) : null;
            IReadOnlyList<Candidate> candidates = timeLimit is not null
                ? RandomSearch.Draw(start, kinds, parsed.GetValue(search), start.Seed)
                : [.. kinds.SelectMany(kind => (parsed.GetValue(features) is { Length: > 0 } lists ? lists : ["default"])
                    .Select(list => new Candidate(NameOf(kind), start with { Trainer = kind, Features = FeatureList.Parse(list) })))];
            IReadOnlyList<CandidateResult> results = Terminal.WithProgress(
                timeLimit is null ? "cross-validating" : "searching", progress => CrossValidation.Run(labelled, candidates, count, start.Seed, timeLimit, progress, token), timeLimit);
            if (parsed.GetValue(json))
                Json.Write(Console.OpenStandardOutput(), writer => ComparisonJson.Candidates(writer, results));
            else
                Show(results, labelled, string.Join(' ', paths));
            if (results.Count < candidates.Count)
                Terminal.Say($"The time was up when {results.Count} of {candidates.Count} settings had been compared; --search-minutes gives more.");
            return Task.FromResult(ExitCode.Done);
        }));
        return command;
    }

    /// <summary>The name of a trainer.</summary>
    public static string NameOf(TrainerKind kind) => TrainCommand.Trainers.First(t => t.Value == kind).Key;

    /// <summary>The options of <c>train</c> that stand for settings.</summary>
    public static string Options(TrainingSettings settings)
    {
        TrainingSettings usual = new();
        List<string> options = [$"--trainer {NameOf(settings.Trainer)}", $"--features {FeatureList.Format(settings.Features)}"];
        Add("--l2", settings.L2, usual.L2);
        Add("--scaling-power", settings.ScalingPower, usual.ScalingPower);
        Add("--min-paragraphs", settings.MinParagraphs, usual.MinParagraphs);
        Add("--max-tree-features", settings.MaxTreeFeatures, usual.MaxTreeFeatures);
        Add("--trees", settings.Trees, usual.Trees);
        Add("--leaves", settings.Leaves, usual.Leaves);
        if (settings.SingleLabel)
            options.Add("--single-label");
        return string.Join(' ', options);

        void Add<T>(string name, T value, T usualValue)
            where T : IFormattable
        {
            if (!value.Equals(usualValue))
                options.Add($"{name} {value.ToString(null, CultureInfo.InvariantCulture)}");
        }
    }

    private static string[] Names(string? list) => (list ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static void Show(IReadOnlyList<CandidateResult> results, LabelledData data, string paths)
    {
        CandidateResult[] ranked = [.. results.OrderByDescending(r => r.MacroF1)];
        CandidateResult best = ranked[0];
        Table table = new Table().RoundedBorder().AddColumn(new TableColumn("#").RightAligned());
        foreach (string column in (string[])["macro-F1", "against the best", "training", "size", "paragraphs/s"])
            table.AddColumn(new TableColumn(column).RightAligned());
        Table labels = new Table().RoundedBorder().Title("F1 by label").AddColumn(new TableColumn("#").RightAligned());
        labels.AddColumns([.. data.Labels.Select(label => new TableColumn(label.EscapeMarkup()).RightAligned())]);
        Grid legend = new Grid().AddColumn(new GridColumn().RightAligned().NoWrap()).AddColumn(new GridColumn().NoWrap()).AddColumn();
        for (int i = 0; i < ranked.Length; i++)
        {
            CandidateResult result = ranked[i];
            string number = $"[{(i == 0 ? "green bold" : "grey")}]{i + 1}[/]";
            table.AddRow(
                number, $"[bold]{Number(result.MacroF1)}[/] [grey]±{Number(result.Spread)}[/]", Against(result), $"{result.TrainingTime.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s",
                $"{(result.ModelBytes / 1024.0).ToString("N0", CultureInfo.InvariantCulture)} KiB", result.ParagraphsPerSecond.ToString("N0", CultureInfo.InvariantCulture));
            labels.AddRow([number, .. data.Labels.Select(label => $"{Number(result.F1Of(label).Mean)} [grey]±{Number(result.F1Of(label).Spread)}[/]")]);
            legend.AddRow(number, $"[bold]{result.Candidate.Name.EscapeMarkup()}[/]", $"[grey]{Options(result.Candidate.Settings).EscapeMarkup()}[/]");
        }

        AnsiConsole.Write(table);
        AnsiConsole.Write(labels);
        AnsiConsole.Write(legend);
        AnsiConsole.MarkupLine($"[grey]Means ± standard deviations over {results[0].Folds.Count} folds, the same for all. Against the best: the difference of macro-F1 with its 95 % interval, grey when it may be luck.[/]");
        AnsiConsole.MarkupLine("The best of them:");
        Console.WriteLine($"arabic-text train {paths} {Options(best.Candidate.Settings)} -o new.model");

        string Against(CandidateResult result)
        {
            if (result == best)
                return "[green]best[/]";
            Difference difference = ModelComparison.MeasurePredictions(data.Labels, data.Paragraphs, best.Predictions, result.Predictions, 1000).MacroF1;
            return $"[{(difference.IsSure ? "red" : "grey")}]{Interval(difference)}[/]";
        }
    }

    private static void Show(ModelComparison comparison, int limit)
    {
        Table table = new Table().RoundedBorder().ShowRowSeparators().AddColumn(new TableColumn("label").NoWrap());
        foreach (string column in (string[])["old F1", "new F1", "difference", "lost", "won", "p"])
            table.AddColumn(new TableColumn(column).RightAligned());
        for (int i = 0; i < comparison.Labels.Count; i++)
        {
            LabelDifference label = comparison.Labels[i];
            table.AddRow(
                label.Label.EscapeMarkup(), Number(comparison.Old.Labels[i].F1), Number(comparison.New.Labels[i].F1),
                Colored(label.F1), $"{label.Lost}", $"{label.Won}", label.McNemar < 0.05 ? $"[bold]{Number(label.McNemar)}[/]" : Number(label.McNemar));
        }

        table.AddRow("[bold]macro[/]", $"[bold]{Number(comparison.Old.MacroF1)}[/]", $"[bold]{Number(comparison.New.MacroF1)}[/]", $"[bold]{Colored(comparison.MacroF1)}[/]", "", "", "");
        AnsiConsole.Write(table);
        AnsiConsole.MarkupLine("[grey]Differences with their 95 % intervals. Lost, won: paragraphs that only the old, only the new model gets right; p of McNemar's test on them.[/]");
        if (comparison.Differences.Count > 0 && limit > 0)
            ShowDifferences(comparison, limit);
        AnsiConsole.MarkupLine(comparison.MacroF1 switch
        {
            { Low: > 0 } => "[green bold]The new model is better[/], and hardly by luck: the 95 % interval of the difference is above zero.",
            { High: < 0 } => "[red bold]The new model is worse[/], and hardly by luck: the 95 % interval of the difference is below zero.",
            _ => "[yellow]It may be luck[/]: the 95 % interval of the difference includes zero. Label more test articles to tell.",
        });
    }

    private static void ShowDifferences(ModelComparison comparison, int limit)
    {
        Table table = new Table().RoundedBorder().ShowRowSeparators().Expand()
            .Title($"[bold]They differ on {comparison.Differences.Count:N0} of {comparison.Old.Paragraphs:N0} paragraphs[/]")
            .AddColumn(new TableColumn("labels").Width(34)).AddColumn(new TableColumn("paragraph").RightAligned());
        foreach (ParagraphDifference difference in comparison.Differences.Take(limit))
        {
            table.AddRow(
                new Markup($"[bold]{Listed(difference.Paragraph.Labels!)}[/]\n[grey]old[/] {Colored(difference.Old, difference)}\n[grey]new[/] {Colored(difference.New, difference)}"),
                new Markup(Terminal.Cell(difference.Paragraph.Text)) { Justification = Justify.Right });
        }

        if (comparison.Differences.Count > limit)
            table.Caption($"[grey]and {comparison.Differences.Count - limit:N0} more: --limit {comparison.Differences.Count}, or --json[/]");
        AnsiConsole.Write(table);

        static string Colored(Prediction prediction, ParagraphDifference difference) =>
            $"[{(prediction.Labels.ToHashSet().SetEquals(difference.Paragraph.Labels!) ? "green" : "red")}]{Listed(prediction.Labels)}[/]";

        static string Listed(IReadOnlyList<string> labels) => labels.Count == 0 ? "no label" : string.Join(", ", labels).EscapeMarkup();
    }

    private static string Colored(Difference difference) => $"[{(!difference.IsSure ? "grey" : difference.Value > 0 ? "green" : "red")}]{Interval(difference)}[/]";

    private static string Interval(Difference difference) =>
        string.Create(CultureInfo.InvariantCulture, $"{difference.Value:+0.000;-0.000;0.000}\n{difference.Low:+0.000;-0.000;0.000} … {difference.High:+0.000;-0.000;0.000}");

    private static string Number(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}

using System.CommandLine;
using System.Globalization;
using Spectre.Console;

namespace ArabicTextClassifier.Cli;

/// <summary><c>arabic-text info</c>: what a model says about itself.</summary>
internal static class InfoCommand
{
    public static Command Create()
    {
        Option<FileInfo?> model = Terminal.ModelOption();
        Option<bool> json = new("--json") { Description = "Print JSON." };
        Command command = new("info", "Show what a model was trained on, how, and how well it does. Example: arabic-text info --model my.model") { model, json };
        command.SetAction((parsed, _) => Terminal.RunAsync(() =>
        {
            ModelInfo info = Terminal.LoadModel(parsed.GetValue(model)).Model;
            if (parsed.GetValue(json))
                Json.Write(Console.OpenStandardOutput(), writer => Json.Info(writer, info));
            else
                Show(info);
            return Task.FromResult(ExitCode.Done);
        }));
        return command;
    }

    /// <summary>Prints what a model says about itself.</summary>
    public static void Show(ModelInfo info)
    {
        Grid grid = new Grid().AddColumn(new GridColumn().NoWrap().PadRight(3)).AddColumn();
        Row("trainer", $"{info.Trainer} ({string.Join(", ", info.TrainerSettings.Select(s => $"{s.Key} {s.Value}"))})");
        Row("features", $"{info.FeatureCount:N0} of {Json.Describe(info.Features)}");
        Row("lexicon", $"{info.LexiconCount:N0} words and phrases");
        Row("trained on", $"{info.Paragraphs:N0} paragraphs of {info.Articles:N0} articles, seed {info.Seed}");
        Row("data", $"SHA-256 {info.DataSha256}");
        Row("size", $"{info.SizeInBytes / 1024.0:N0} KiB, format {info.FormatVersion}");
        AnsiConsole.Write(grid);

        Table table = new Table().RoundedBorder().Title("Out of fold").AddColumn("label").Caption("measured on the training articles, each by a model that had not seen it");
        foreach (string column in (string[])["threshold", "paragraphs", "precision", "recall", "F1"])
            table.AddColumn(new TableColumn(column).RightAligned());
        foreach (LabelInfo label in info.Labels)
        {
            table.AddRow(label.Name.EscapeMarkup(), Number(label.Threshold), label.Support.ToString("N0", CultureInfo.InvariantCulture),
                Number(label.Precision), Number(label.Recall), $"[bold]{Number(label.F1)}[/]");
        }

        AnsiConsole.Write(table);

        void Row(string name, string value) => grid.AddRow($"[grey]{name}[/]", value.EscapeMarkup());
        static string Number(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
    }
}

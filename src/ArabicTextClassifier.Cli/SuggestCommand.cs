using System.CommandLine;
using System.Globalization;
using ArabicTextClassifier.Training;
using Spectre.Console;

namespace ArabicTextClassifier.Cli;

/// <summary><c>arabic-text suggest</c>: which paragraphs to label next.</summary>
internal static class SuggestCommand
{
    public static Command Create()
    {
        SuggestionSettings usual = new();
        Argument<string[]> data = Terminal.FilesArgument("DATA", "Unlabelled paragraphs: .jsonl, .csv or .tsv files, or folders of them; '-' reads JSON lines from standard input.", ArgumentArity.OneOrMore);
        Option<int> count = new("--count", "-n") { Description = "How many to choose.", DefaultValueFactory = _ => usual.Count, HelpName = "N" };
        Option<double> random = new("--random") { Description = "The share drawn at random, 0 to 1.", DefaultValueFactory = _ => usual.RandomShare, HelpName = "N" };
        Option<string[]> labelled = new("--labelled") { Description = "Labelled data, whose texts are not suggested again.", HelpName = "FILE" };
        Option<int> seed = new("--seed") { Description = "Seed of the random share.", DefaultValueFactory = _ => usual.Seed, HelpName = "N" };
        Option<FileInfo?> model = Terminal.ModelOption();
        Option<string?> to = Formats.Option("--to", "The format to write");
        Option<string> output = Terminal.OutputOption("Where to write the chosen paragraphs");
        Option<bool> json = new("--json") { Description = "Print the choice as JSON, with the model's scores, instead of a table; goes with -o FILE." };
        Command command = new("suggest", "Choose the paragraphs whose labels would teach the model most. Example: arabic-text suggest new.jsonl --count 50 --to label-studio -o tasks.json")
        {
            data, count, random, labelled, seed, model, to, output, json,
        };
        command.SetAction((parsed, token) => Terminal.RunAsync(() =>
        {
            FileInfo? file = parsed.GetValue(model);
            ParagraphClassifier classifier = Terminal.LoadModel(file);
            SuggestionSettings settings = new()
            {
                Count = parsed.GetValue(count),
                RandomShare = parsed.GetValue(random),
                Seed = parsed.GetValue(seed),
                Labelled = parsed.GetValue(labelled) is { Length: > 0 } files ? Terminal.ReadLabelled(files, requireLabels: false) : null,
            };
            LabelledData unlabelled = Terminal.ReadLabelled(parsed.GetValue(data)!, requireLabels: false);
            IReadOnlyList<Suggestion> chosen = Terminal.WithProgress("choosing", progress => Suggestion.Choose(classifier, unlabelled, settings, progress, token));
            LabelledData paragraphs = new(chosen.Select(s => s.Paragraph with { Extra = [.. s.Paragraph.Extra, new("reason", System.Text.Json.JsonSerializer.Serialize(s.Reason))] }));
            string target = parsed.GetValue(output)!;
            LabelledDataFormat format = Formats.ToWrite(parsed.GetValue(to), target);
            Terminal.WriteOutput(target, stream => paragraphs.Export(stream, format, new ExportSettings
            {
                // Suggestions for annotators only where annotators see them: in plain data they would be in the way.
                Predictions = format == LabelledDataFormat.LabelStudio ? classifier : null,
                ModelVersion = file?.Name ?? "arabic-text default model",
            }));
            if (target != "-")
            {
                if (parsed.GetValue(json))
                    Json.Write(Console.OpenStandardOutput(), writer => WriteJson(writer, chosen));
                else
                    Show(chosen);
                Terminal.Say($"Written to {target}. Next: label them, then arabic-text import");
            }

            return Task.FromResult(ExitCode.Done);
        }));
        return command;
    }

    private static void WriteJson(System.Text.Json.Utf8JsonWriter writer, IReadOnlyList<Suggestion> chosen)
    {
        writer.WriteStartArray();
        foreach (Suggestion suggestion in chosen)
        {
            writer.WriteStartObject();
            writer.WriteString("article", suggestion.Paragraph.Article);
            writer.WriteString("text", suggestion.Paragraph.Text);
            writer.WriteString("reason", suggestion.Reason);
            Json.Number(writer, "uncertainty", suggestion.Uncertainty);
            writer.WritePropertyName("prediction");
            Json.Prediction(writer, suggestion.Prediction);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Show(IReadOnlyList<Suggestion> chosen)
    {
        Table table = new Table().RoundedBorder().ShowRowSeparators()
            .AddColumn(new TableColumn("uncertainty").RightAligned()).AddColumn(new TableColumn("why").Width(30)).AddColumn(new TableColumn("paragraph").RightAligned());
        foreach (Suggestion suggestion in chosen)
        {
            table.AddRow(
                new Markup(suggestion.Uncertainty.ToString("0.00", CultureInfo.InvariantCulture)),
                new Markup(suggestion.Reason.EscapeMarkup()),
                new Markup(Terminal.Cell(suggestion.Paragraph.Text)) { Justification = Justify.Right });
        }

        AnsiConsole.Write(table);
    }
}

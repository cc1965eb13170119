using System.CommandLine;
using System.Globalization;
using System.Text;
using CsvHelper;
using Spectre.Console;

namespace ArabicTextClassifier.Cli;

/// <summary><c>arabic-text predict</c>: articles or JSON lines in, labels out.</summary>
internal static class PredictCommand
{
    public static Command Create()
    {
        Argument<string[]> files = Terminal.FilesArgument("FILE", "Articles as plain text, a line a paragraph; '-' or nothing reads standard input.", ArgumentArity.ZeroOrMore);
        Option<FileInfo?> model = Terminal.ModelOption();
        Option<string?> output = new("--output", "-o") { Description = "table, json or csv; by default a table on a terminal, else JSON lines." };
        output.AcceptOnlyFromAmong("table", "json", "csv");
        Option<bool> jsonl = new("--jsonl") { Description = "Each line is a JSON object with \"text\"; it comes out with \"prediction\" added." };
        Option<bool> noContext = new("--no-context") { Description = "Predict each paragraph by itself." };
        jsonl.Validators.Add(result =>
        {
            if (result.GetValue(jsonl) && result.GetValue(output) is "table" or "csv")
                result.AddError("--jsonl gives each line back with its prediction: it goes with --output json only.");
        });
        Command command = new("predict", "Label articles. Example: arabic-text predict article.txt") { files, model, output, jsonl, noContext };
        command.SetAction((parsed, token) => Terminal.RunAsync(async () =>
        {
            ParagraphClassifier classifier = Terminal.LoadModel(parsed.GetValue(model));
            string[] paths = parsed.GetValue(files) is { Length: > 0 } given ? given : ["-"];
            bool context = !parsed.GetValue(noContext);
            if (parsed.GetValue(jsonl))
                return await new JsonLinesPrediction(classifier, context).RunAsync(paths, Terminal.OpenOutput(), token).ConfigureAwait(false);

            string format = parsed.GetValue(output) ?? (Console.IsOutputRedirected ? "json" : "table");
            await PredictArticlesAsync(classifier, paths, format, context, token).ConfigureAwait(false);
            return ExitCode.Done;
        }));
        return command;
    }

    private static async Task PredictArticlesAsync(ParagraphClassifier classifier, string[] paths, string format, bool context, CancellationToken token)
    {
        using Stream results = Terminal.OpenOutput();
        using CsvWriter? csv = format == "csv" ? CsvWriter.Create(results) : null;
        if (csv is not null)
            WriteRow(csv, ["article", "paragraph", "label", "probability", "labels", "text"]);
        foreach (string path in paths)
        {
            token.ThrowIfCancellationRequested();
            string article = await ReadAsync(path, token).ConfigureAwait(false);
            IReadOnlyList<ParagraphPrediction> paragraphs = context
                ? classifier.PredictArticle(article)
                : [.. classifier.PredictArticle(article).Select(p => p with { Prediction = classifier.Predict(p.Text) })];
            if (format == "table")
                ShowTable(path, paragraphs);
            for (int i = 0; i < paragraphs.Count && format != "table"; i++)
            {
                if (csv is null)
                    WriteJson(results, path, i, paragraphs[i]);
                else
                    WriteRow(csv, [path, (i + 1).ToString(CultureInfo.InvariantCulture), paragraphs[i].Prediction.Label ?? "", Number(paragraphs[i].Prediction.Probability), string.Join('|', paragraphs[i].Prediction.Labels), paragraphs[i].Text]);
            }
        }
    }

    private static async Task<string> ReadAsync(string path, CancellationToken token)
    {
        using Stream stream = path == "-" ? Console.OpenStandardInput() : File.OpenRead(path);
        using StreamReader reader = new(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync(token).ConfigureAwait(false);
    }

    private static void WriteJson(Stream results, string path, int index, ParagraphPrediction paragraph) =>
        Json.Write(results, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("article", path);
            writer.WriteNumber("paragraph", index + 1);
            writer.WriteString("text", paragraph.Text);
            writer.WritePropertyName("prediction");
            Json.Prediction(writer, paragraph.Prediction);
            writer.WriteEndObject();
        }, indented: false);

    private static void WriteRow(CsvWriter csv, string[] fields)
    {
        foreach (string field in fields)
            csv.WriteField(field);
        csv.EndRecord();
    }

    private static void ShowTable(string path, IReadOnlyList<ParagraphPrediction> paragraphs)
    {
        Table table = new Table().RoundedBorder().ShowRowSeparators()
            .AddColumn(new TableColumn("#").RightAligned())
            .AddColumn(new TableColumn("labels").NoWrap())
            .AddColumn(new TableColumn("paragraph").RightAligned());
        if (path != "-")
            table.Title($"[bold]{Path.GetFileName(path).EscapeMarkup()}[/]");
        for (int i = 0; i < paragraphs.Count; i++)
        {
            Prediction prediction = paragraphs[i].Prediction;
            string labels = prediction.Labels.Count == 0
                ? "[grey]out of scope[/]"
                : string.Join('\n', prediction.Labels.Select((label, n) => $"[{(n == 0 ? "bold " : "")}{ColorOf(label)}]{label.EscapeMarkup()}[/] {Number(prediction.Scores[label])}"));
            string color = prediction.Label is null ? "grey" : "default";
            table.AddRow(new Markup($"[grey]{i + 1}[/]"), new Markup(labels), new Markup($"[{color}]{RightToLeft.Isolate(paragraphs[i].Text).EscapeMarkup()}[/]") { Justification = Justify.Right });
        }

        AnsiConsole.Write(table);
    }

    private static string Number(float? value) => value?.ToString("0.00", CultureInfo.InvariantCulture) ?? "";

    /// <summary>The colours of the default model's labels; others take turns by their name.</summary>
    private static string ColorOf(string label) => label switch
    {
        NewsLabels.AttackReport => "red",
        NewsLabels.OfficialStatement => "deepskyblue1",
        NewsLabels.SecurityPlan => "yellow",
        NewsLabels.CrossBorder => "green",
        _ => (string[])["aqua", "fuchsia", "lime", "orange1", "mediumpurple", "hotpink"] is { } colors ? colors[label.Sum(c => c) % colors.Length] : "",
    };
}

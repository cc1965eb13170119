using System.CommandLine;
using System.Globalization;
using Spectre.Console;

namespace ArabicTextClassifier.Cli;

/// <summary><c>arabic-text explain</c>: which words speak for and against each label.</summary>
internal static class ExplainCommand
{
    private const int MostPieces = 8;

    public static Command Create()
    {
        Argument<string> text = new("TEXT") { Description = "The paragraph; '-' reads it from standard input." };
        Option<FileInfo?> model = Terminal.ModelOption();
        Option<bool> json = Terminal.JsonOption();
        Command command = new("explain", "Show which words of a paragraph speak for and against each label. Example: arabic-text explain \"قتل ثلاثة جنود\"") { text, model, json };
        command.SetAction((parsed, token) => Terminal.RunAsync(async () =>
        {
            ParagraphClassifier classifier = Terminal.LoadModel(parsed.GetValue(model));
            string paragraph = parsed.GetValue(text)!;
            if (paragraph == "-")
                paragraph = await Console.In.ReadToEndAsync(token).ConfigureAwait(false);
            if (parsed.GetValue(json))
                Json.Write(Console.OpenStandardOutput(), writer => Json.Explanations(writer, classifier.Explain(paragraph)));
            else
                Show(classifier.Explain(paragraph));
            return ExitCode.Done;
        }));
        return command;
    }

    private static void Show(IReadOnlyList<Explanation> explanations)
    {
        foreach (Explanation explanation in explanations)
        {
            bool given = explanation.Probability >= explanation.Threshold;
            string color = given ? "green" : "grey";
            Table table = new Table().RoundedBorder().BorderColor(given ? Color.Green : Color.Grey)
                .Title($"[{color}]{explanation.Label.EscapeMarkup()}[/] {Number(explanation.Probability)} [grey](threshold {Number(explanation.Threshold)})[/]")
                .AddColumn(new TableColumn("logit").RightAligned())
                .AddColumn(new TableColumn("").Width(20))
                .AddColumn(new TableColumn("word").RightAligned());
            TextPiece[] strongest = [.. explanation.Pieces.Where(p => p.Contribution != 0).Take(MostPieces)];
            double most = strongest.Select(p => Math.Abs(p.Contribution)).Append(0.01).Max();
            foreach (TextPiece piece in strongest)
            {
                string side = piece.Contribution > 0 ? "green" : "red";
                string bar = new('█', Math.Max(1, (int)Math.Round(20 * Math.Abs(piece.Contribution) / most)));
                table.AddRow(Signed(piece.Contribution), $"[{side}]{bar}[/]", RightToLeft.Isolate(piece.Text).EscapeMarkup());
            }

            double rest = explanation.Pieces.Sum(p => p.Contribution) - strongest.Sum(p => p.Contribution);
            table.AddRow($"[grey]{Signed(rest)}[/]", "", "[grey]all other words[/]");
            table.AddRow($"[grey]{Signed(explanation.Bias)}[/]", "", "[grey]before a word is read[/]");
            AnsiConsole.Write(table);
        }

        static string Number(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);
        static string Signed(double value) => value.ToString("+0.00;-0.00", CultureInfo.InvariantCulture);
    }
}

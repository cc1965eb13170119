using System.CommandLine;
using ArabicTextClassifier.Training;

namespace ArabicTextClassifier.Cli;

/// <summary><c>arabic-text import</c>: labelled data of other tools in, this project's JSON lines out.</summary>
internal static class ImportCommand
{
    public static Command Create()
    {
        Argument<string[]> files = Terminal.FilesArgument("FILE", "Files of an annotation tool or data set; '-' or nothing reads standard input.", ArgumentArity.ZeroOrMore);
        Option<string?> from = Formats.Option("--from", "The files' format");
        Option<string> output = Terminal.OutputOption("Where to write JSON lines");
        Option<string> textField = new("--text-field") { Description = "The key or column with the text.", DefaultValueFactory = _ => "text", HelpName = "NAME" };
        Option<string?> labelNames = new("--label-names") { Description = "What labels given as numbers mean, from 0 on: a,b,c.", HelpName = "LIST" };
        Command command = new("import", "Read labelled data of doccano, Label Studio, Hugging Face, CSV, TSV or fastText. Example: arabic-text import tasks.json --from label-studio -o labelled.jsonl")
        {
            files, from, output, textField, labelNames,
        };
        command.SetAction((parsed, token) => Terminal.RunAsync(() =>
        {
            string[] paths = parsed.GetValue(files) is { Length: > 0 } given ? given : ["-"];
            List<LabelledParagraph> paragraphs = [];
            List<DataProblem> problems = [];
            foreach (string path in paths)
            {
                token.ThrowIfCancellationRequested();
                ImportSettings settings = new()
                {
                    Name = path,
                    TextField = parsed.GetValue(textField)!,
                    LabelNames = parsed.GetValue(labelNames)?.Split(',', StringSplitOptions.TrimEntries) ?? [],
                };
                try
                {
                    using Stream input = Terminal.OpenInput(path);
                    paragraphs.AddRange(LabelledData.Import(input, Formats.ToRead(parsed.GetValue(from), path), settings).Paragraphs);
                }
                catch (LabelledDataException bad)
                {
                    problems.AddRange(bad.Problems);
                }
            }

            if (problems.Count > 0)
                throw new LabelledDataException(problems);
            LabelledData data = new(paragraphs);
            string target = parsed.GetValue(output)!;
            Terminal.WriteOutput(target, stream => data.Export(stream, LabelledDataFormat.JsonLines));
            Terminal.Say($"{Terminal.Count(data.Paragraphs.Count, "paragraph")} of {Terminal.Count(data.ArticleCount, "article")}, {data.Paragraphs.Count(p => p.Labels is not null):N0} labelled; labels: {(data.Labels.Count == 0 ? "none" : string.Join(", ", data.Labels))}.");
            if (target != "-")
                Terminal.Say($"Written to {target}. Next: arabic-text lint {target}");
            return Task.FromResult(ExitCode.Done);
        }));
        return command;
    }
}

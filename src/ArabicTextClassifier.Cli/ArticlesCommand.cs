using System.CommandLine;
using ArabicTextClassifier.Training;

namespace ArabicTextClassifier.Cli;

/// <summary><c>arabic-text articles</c>: raw articles in, unlabelled paragraphs out.</summary>
internal static class ArticlesCommand
{
    public static Command Create()
    {
        Argument<string[]> files = Terminal.FilesArgument("FILE", "Articles: text files, .jsonl files with \"text\", \"title\" and \"url\", or folders of them; '-' or nothing reads standard input.", ArgumentArity.ZeroOrMore);
        Option<string> output = Terminal.OutputOption("Where to write JSON lines");
        Option<bool> jsonl = new("--jsonl") { Description = "Standard input holds JSON lines; without it, one article as plain text." };
        Option<bool> drop = new("--drop-furniture") { Description = "Leave bylines, sharing links, copyright lines and the like out instead of marking them." };
        Command command = new("articles", "Cut raw articles into unlabelled paragraphs and mark page furniture. Example: arabic-text articles collected/ -o new.jsonl") { files, output, jsonl, drop };
        command.SetAction((parsed, token) => Terminal.RunAsync(() =>
        {
            string[] paths = parsed.GetValue(files) is { Length: > 0 } given ? given : ["-"];
            List<RawArticle> articles = [];
            foreach (string path in paths)
            {
                token.ThrowIfCancellationRequested();
                articles.AddRange(path == "-"
                    ? RawArticleReader.Read(Console.OpenStandardInput(), "-", "-", parsed.GetValue(jsonl))
                    : RawArticleReader.Read([path]));
            }

            LabelledData paragraphs = RawArticle.ToParagraphs(articles, parsed.GetValue(drop));
            string target = parsed.GetValue(output)!;
            Terminal.WriteOutput(target, stream => paragraphs.Export(stream, LabelledDataFormat.JsonLines));
            int furniture = paragraphs.Paragraphs.Count(p => p.Extra.Any(e => e.Key == "furniture"));
            Terminal.Say($"{Terminal.Count(paragraphs.Paragraphs.Count, "paragraph")} of {Terminal.Count(articles.Count, "article")}, {furniture:N0} of them page furniture.");
            if (target != "-")
                Terminal.Say($"Written to {target}. Next: arabic-text suggest {target} --count 20 -o to-label.jsonl");
            return Task.FromResult(ExitCode.Done);
        }));
        return command;
    }
}

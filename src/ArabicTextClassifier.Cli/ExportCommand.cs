using System.CommandLine;
using ArabicTextClassifier.Training;

namespace ArabicTextClassifier.Cli;

/// <summary><c>arabic-text export</c>: labelled data in the format of another tool, with the model's suggestions if asked for.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        Argument<string[]> data = Terminal.FilesArgument("DATA", "Paragraphs, labelled or not: .jsonl, .csv or .tsv files, or folders of them; '-' reads JSON lines from standard input.", ArgumentArity.OneOrMore);
        Option<string?> to = Formats.Option("--to", "The format to write");
        Option<string> output = Terminal.OutputOption("The file to write");
        Option<bool> predictions = new("--predictions") { Description = "Add the model's labels as suggestions for annotators." };
        Option<FileInfo?> model = Terminal.ModelOption();
        Command command = new("export", "Write labelled data for doccano, Label Studio, Hugging Face, CSV, TSV or fastText. Example: arabic-text export new.jsonl --to label-studio --predictions -o tasks.json")
        {
            data, to, output, predictions, model,
        };
        command.SetAction((parsed, _) => Terminal.RunAsync(() =>
        {
            LabelledData labelled = Terminal.ReadLabelled(parsed.GetValue(data)!, requireLabels: false);
            string target = parsed.GetValue(output)!;
            LabelledDataFormat format = Formats.ToWrite(parsed.GetValue(to), target);
            FileInfo? file = parsed.GetValue(model);
            ParagraphClassifier? classifier = parsed.GetValue(predictions) ? Terminal.LoadModel(file) : null;
            ExportSettings settings = new() { Predictions = classifier, ModelVersion = file?.Name ?? "arabic-text default model" };
            Terminal.WriteOutput(target, stream => labelled.Export(stream, format, settings));
            Terminal.Say($"{Terminal.Count(labelled.Paragraphs.Count, "paragraph")} written to {(target == "-" ? "standard output" : target)}.");
            if (format == LabelledDataFormat.LabelStudio)
                Terminal.Say($"Labelling configuration for Label Studio:\n{LabelStudioConfiguration.Create(labelled.Labels.Union(classifier?.Labels ?? []), settings, classifier?.Model.SingleLabel ?? false)}");
            if (format == LabelledDataFormat.FastText)
                Terminal.Say("fastText holds labels and text only: articles and further keys were left out.");
            return Task.FromResult(ExitCode.Done);
        }));
        return command;
    }
}

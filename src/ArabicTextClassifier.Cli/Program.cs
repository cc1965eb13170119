using System.CommandLine;
using ArabicTextClassifier.Cli;

RootCommand root = new("Labels the paragraphs of Arabic news, and trains models that do.")
{
    PredictCommand.Create(),
    ExplainCommand.Create(),
    InfoCommand.Create(),
    TrainCommand.Create(),
    EvaluateCommand.Create(),
    ImportCommand.Create(),
    ExportCommand.Create(),
    ArticlesCommand.Create(),
    LintCommand.Create(),
    SuggestCommand.Create(),
    CompareCommand.Create(),
};

ParseResult parsed = root.Parse(args);
int code = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMilliseconds(500) });
return parsed.Errors.Count > 0 ? ExitCode.WrongUsage : code;

using System.CommandLine;
using ArabicTextClassifier.Training;

namespace ArabicTextClassifier.Cli;

/// <summary>The names of file formats on the command line.</summary>
internal static class Formats
{
    private static readonly Dictionary<string, LabelledDataFormat> s_formats = new()
    {
        ["jsonl"] = LabelledDataFormat.JsonLines,
        ["doccano"] = LabelledDataFormat.Doccano,
        ["label-studio"] = LabelledDataFormat.LabelStudio,
        ["huggingface"] = LabelledDataFormat.HuggingFace,
        ["csv"] = LabelledDataFormat.Csv,
        ["tsv"] = LabelledDataFormat.Tsv,
        ["fasttext"] = LabelledDataFormat.FastText,
    };

    /// <summary>An option for a format.</summary>
    public static Option<string?> Option(string name, string description)
    {
        Option<string?> option = new(name) { Description = $"{description}: {string.Join(", ", s_formats.Keys)}. By default what the file's name says.", HelpName = "FORMAT" };
        option.AcceptOnlyFromAmong([.. s_formats.Keys]);
        return option;
    }

    /// <summary>The format with a name or, without one, of a file: JSON lines of any of the formats are told apart by their keys.</summary>
    public static LabelledDataFormat ToRead(string? name, string path) => name is not null ? s_formats[name] : Of(path) is LabelledDataFormat.JsonLines ? LabelledDataFormat.HuggingFace : Of(path);

    /// <summary>The format with a name or, without one, of a file to write.</summary>
    public static LabelledDataFormat ToWrite(string? name, string path) => name is not null ? s_formats[name] : Of(path);

    private static LabelledDataFormat Of(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".csv" => LabelledDataFormat.Csv,
        ".tsv" => LabelledDataFormat.Tsv,
        ".json" => LabelledDataFormat.LabelStudio,
        ".txt" => LabelledDataFormat.FastText,
        _ => LabelledDataFormat.JsonLines,
    };
}

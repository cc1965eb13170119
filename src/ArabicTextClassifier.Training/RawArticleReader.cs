using System.Text;
using System.Text.Json;
using ArabicTextClassifier.Training.Formats;

namespace ArabicTextClassifier.Training;

/// <summary>Reads raw articles: plain text, or JSON lines with <c>text</c> and, if they are known, <c>title</c>, <c>url</c> and <c>id</c>.</summary>
public static class RawArticleReader
{
    /// <summary>Reads files and folders.</summary>
    /// <param name="paths">Files; <c>.jsonl</c> and <c>.json</c> hold an article a line, others are an article each. A folder stands for its files and those of its subfolders, in name order.</param>
    /// <exception cref="ArgumentNullException"><paramref name="paths"/> is null.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="LabelledDataException">Lines are bad: all of them are named.</exception>
    public static IReadOnlyList<RawArticle> Read(IEnumerable<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        List<RawArticle> articles = [];
        foreach (string path in paths)
        {
            string root = Directory.Exists(path) ? path : Path.GetDirectoryName(path) ?? "";
            string[] files = Directory.Exists(path) ? [.. Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)] : [path];
            foreach (string file in files)
            {
                using FileStream stream = File.OpenRead(file);
                string name = Path.GetRelativePath(root.Length == 0 ? "." : root, file);
                articles.AddRange(Read(stream, file, Path.ChangeExtension(name, null), Path.GetExtension(file).ToLowerInvariant() is ".jsonl" or ".json"));
            }
        }

        return articles;
    }

    /// <summary>Reads a stream to its end.</summary>
    /// <param name="stream">A readable stream; it stays open.</param>
    /// <param name="file">What messages call it.</param>
    /// <param name="name">The name of the article, or what the names of articles without an id begin with.</param>
    /// <param name="jsonLines">Whether it holds JSON lines.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="LabelledDataException">Lines are bad: all of them are named.</exception>
    public static IReadOnlyList<RawArticle> Read(Stream stream, string file, string name, bool jsonLines)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!jsonLines)
        {
            using StreamReader reader = new(stream, Encoding.UTF8, leaveOpen: true);
            return [new RawArticle(name, reader.ReadToEnd())];
        }

        List<LabelledParagraph> lines = [];
        List<DataProblem> problems = [];
        JsonLinesFormat.Of(LabelledDataFormat.JsonLines).Read(stream, new ImportSettings { Name = file }, lines.Add, problems);
        if (problems.Count > 0)
            throw new LabelledDataException(problems);
        return [.. lines.Select(line =>
        {
            string? url = Text(line, "url");
            bool named = line.Article != $"{file}:{line.Line}";
            return new RawArticle(named ? line.Article : Text(line, "id") ?? url ?? $"{name}:{line.Line}", line.Text) { Title = Text(line, "title"), Url = url };
        })];
    }

    private static string? Text(LabelledParagraph line, string key)
    {
        if (line.Extra.FirstOrDefault(e => e.Key == key).Value is not string json)
            return null;
        using JsonDocument value = JsonDocument.Parse(json);
        return value.RootElement.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.String => value.RootElement.GetString(),
            _ => value.RootElement.GetRawText(),
        };
    }
}

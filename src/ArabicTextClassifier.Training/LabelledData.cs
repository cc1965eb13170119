using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using ArabicTextClassifier.Training.Formats;

namespace ArabicTextClassifier.Training;

/// <summary>Labelled paragraphs in article order. Immutable.</summary>
public sealed class LabelledData
{
    /// <summary>Reading stops at this many bad lines: a file of another kind has nothing but bad lines, and nobody reads more.</summary>
    public const int MostProblems = 1_000;

    /// <summary>Files that together have more bytes are looked through for bad lines before anything is kept: paragraphs take several times as much memory.</summary>
    private const long Large = 64 << 20;

    /// <summary>Takes paragraphs that are already in memory.</summary>
    /// <param name="paragraphs">Paragraphs; those of one article in order.</param>
    /// <exception cref="ArgumentNullException"><paramref name="paragraphs"/> is null.</exception>
    public LabelledData(IEnumerable<LabelledParagraph> paragraphs)
    {
        ArgumentNullException.ThrowIfNull(paragraphs);
        Paragraphs = [.. paragraphs];
        Labels = [.. Paragraphs.SelectMany(p => p.Labels ?? []).Distinct().Order(StringComparer.Ordinal)];
        Sha256 = ComputeSha256();
    }

    /// <summary>The paragraphs.</summary>
    public IReadOnlyList<LabelledParagraph> Paragraphs { get; }

    /// <summary>Every label that occurs, in ordinal order.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>SHA-256 over articles, texts and labels in order, in lower-case hexadecimal: the same data gives the same value in whatever files it stands.</summary>
    public string Sha256 { get; }

    /// <summary>How many articles there are.</summary>
    public int ArticleCount => Paragraphs.Select(p => p.Article).Distinct().Count();

    /// <summary>Reads labelled paragraphs from JSON-lines (<c>.jsonl</c>), CSV and TSV files.</summary>
    /// <param name="paths">The files; a folder stands for the labelled files in it, in name order.</param>
    /// <param name="requireLabels">Whether a paragraph without a <c>labels</c> key is a fault; if not, its labels are null.</param>
    /// <exception cref="ArgumentNullException"><paramref name="paths"/> is null.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="LabelledDataException">Lines are bad: all of them, or the first <see cref="MostProblems"/>, are named.</exception>
    public static LabelledData Read(IEnumerable<string> paths, bool requireLabels = true)
    {
        List<DataProblem> problems = [];
        LabelledData data = ReadTolerantly(paths, requireLabels, problems);
        return problems.Count > 0 ? throw new LabelledDataException(problems) : data;
    }

    /// <summary>Reads what can be read of JSON-lines, CSV and TSV files; of files of more than 64 MiB together, all or nothing.</summary>
    /// <param name="paths">The files; a folder stands for the labelled files in it, in name order.</param>
    /// <param name="requireLabels">Whether a paragraph without a <c>labels</c> key is a fault; if not, its labels are null.</param>
    /// <param name="problems">Takes the bad lines, which are left out; at most <see cref="MostProblems"/>, where reading stops.</param>
    /// <returns>The paragraphs; none if a line of large files is bad, which takes no memory to find out.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static LabelledData ReadTolerantly(IEnumerable<string> paths, bool requireLabels, ICollection<DataProblem> problems)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(problems);
        string[] files = [.. paths.SelectMany(Files)];
        List<LabelledParagraph> paragraphs = [];
        List<DataProblem> bad = [];
        if (files.Sum(file => new FileInfo(file).Length) > Large)
            ReadAll(_ => { });
        if (bad.Count == 0)
            ReadAll(paragraphs.Add);
        foreach (DataProblem problem in bad)
            problems.Add(problem);
        return new LabelledData(paragraphs);

        void ReadAll(Action<LabelledParagraph> found)
        {
            foreach (string path in files)
            {
                using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
                ImportSettings settings = new() { Name = path, RequireLabels = requireLabels };
                LabelledDataReader.Read(file, LabelledDataReader.FormatOf(path), settings, found, bad);
            }
        }
    }

    /// <summary>Reads labelled paragraphs in any format from a stream, to its end.</summary>
    /// <param name="stream">A readable stream; it stays open.</param>
    /// <param name="format">Its format.</param>
    /// <param name="settings">How to read; by default everything is read under the name <c>-</c>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> is null.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    /// <exception cref="LabelledDataException">Lines are bad: all of them are named.</exception>
    public static LabelledData Import(Stream stream, LabelledDataFormat format, ImportSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        List<LabelledParagraph> paragraphs = [];
        List<DataProblem> problems = [];
        LabelledDataReader.Read(stream, format, settings ?? new(), paragraphs.Add, problems);
        if (problems.Count > 0)
            throw new LabelledDataException(problems);
        return new LabelledData(paragraphs);
    }

    /// <summary>Writes the paragraphs in any format to a stream.</summary>
    /// <param name="stream">A writable stream; it stays open.</param>
    /// <param name="format">The format.</param>
    /// <param name="settings">How to write; by default without pre-annotations.</param>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> is null.</exception>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    /// <exception cref="LabelledDataException">The format cannot hold a paragraph: it is named.</exception>
    public void Export(Stream stream, LabelledDataFormat format, ExportSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        settings ??= new();
        Prediction?[] predictions = settings.Predictions is { } classifier ? [.. Predict(classifier)] : new Prediction?[Paragraphs.Count];
        switch (format)
        {
            case LabelledDataFormat.JsonLines or LabelledDataFormat.Doccano or LabelledDataFormat.HuggingFace:
                JsonLinesFormat.Of(format).Write(stream, this, predictions);
                break;
            case LabelledDataFormat.LabelStudio:
                LabelStudioFormat.Write(stream, this, predictions, settings);
                break;
            case LabelledDataFormat.Csv or LabelledDataFormat.Tsv:
                new TableFormat(format).Write(stream, this, predictions);
                break;
            case LabelledDataFormat.FastText:
                FastTextFormat.Write(stream, this, predictions);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(format), format, "There is no such format.");
        }
    }

    /// <summary>Predicts every paragraph, labelled or not.</summary>
    /// <param name="classifier">The classifier.</param>
    /// <param name="useContext">Whether consecutive paragraphs of one article are predicted as an article.</param>
    /// <returns>A prediction per paragraph, in order.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="classifier"/> is null.</exception>
    public IReadOnlyList<Prediction> Predict(ParagraphClassifier classifier, bool useContext = true)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        Prediction[] predictions = new Prediction[Paragraphs.Count];
        Parallel.ForEach(Runs(useContext), run =>
        {
            ArticlePredictor article = classifier.StartArticle();
            for (int i = run.Start.Value; i < run.End.Value; i++)
                predictions[i] = article.Next(Paragraphs[i].Text);
        });
        return predictions;
    }

    /// <summary>Where runs of consecutive paragraphs of one article stand; without context each paragraph is one.</summary>
    internal List<Range> Runs(bool useContext)
    {
        List<Range> runs = [];
        for (int start = 0, end = 1; end <= Paragraphs.Count; end++)
        {
            if (end < Paragraphs.Count && useContext && Paragraphs[end].Article == Paragraphs[start].Article)
                continue;
            runs.Add(start..end);
            start = end;
        }

        return runs;
    }

    private static IEnumerable<string> Files(string path) => Directory.Exists(path)
        ? Directory.EnumerateFiles(path).Where(LabelledDataReader.CanRead).Order(StringComparer.Ordinal)
        : [path];

    private string ComputeSha256()
    {
        using IncrementalHash sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] length = new byte[sizeof(int)];
        foreach (LabelledParagraph paragraph in Paragraphs)
        {
            foreach (string part in (string[])[paragraph.Article, paragraph.Text, .. paragraph.Labels ?? ["\0"], "\n"])
            {
                byte[] bytes = Encoding.UTF8.GetBytes(part);
                BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
                sha.AppendData(length);
                sha.AppendData(bytes);
            }
        }

        return Convert.ToHexStringLower(sha.GetHashAndReset());
    }
}

using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using ArabicTextClassifier.Training.Reading;

namespace ArabicTextClassifier.Training;

/// <summary>Labelled paragraphs in article order. Immutable.</summary>
public sealed class LabelledData
{
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
    /// <exception cref="LabelledDataException">Lines are bad: all of them are named.</exception>
    public static LabelledData Read(IEnumerable<string> paths, bool requireLabels = true)
    {
        ArgumentNullException.ThrowIfNull(paths);
        List<LabelledParagraph> paragraphs = [];
        List<DataProblem> problems = [];
        foreach (string path in paths.SelectMany(Files))
            LabelledDataReader.Read(path, requireLabels, paragraphs, problems);
        if (problems.Count > 0)
            throw new LabelledDataException(problems);
        return new LabelledData(paragraphs);
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

namespace ArabicTextClassifier.Training;

/// <summary>Reads lexicons from folders of plain text files.</summary>
/// <remarks>
/// A file <c>NAME.txt</c> is the class NAME. A line holds words and phrases of up to three words, with commas between them; <c>#</c> begins a comment.
/// Classes whose files stand in a subfolder <c>sayings</c>, <c>speakers</c> or <c>complementizers</c> tell who is speaking: see <see cref="SpeechRole"/>.
/// Files are read in name order, and a word that stands in two of them belongs to the first.
/// </remarks>
public static class LexiconFiles
{
    /// <summary>Reads a folder.</summary>
    /// <param name="folder">A folder of <c>.txt</c> files.</param>
    /// <exception cref="ArgumentNullException"><paramref name="folder"/> is null.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="LabelledDataException">A line is neither a comment nor one to three words.</exception>
    public static Lexicon Read(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        List<LexiconClass> classes = [];
        List<DataProblem> problems = [];
        foreach (string path in Directory.EnumerateFiles(folder, "*.txt", SearchOption.AllDirectories).OrderBy(Path.GetFileName, StringComparer.Ordinal))
        {
            List<string> entries = [];
            int number = 0;
            foreach (string line in File.ReadLines(path))
            {
                number++;
                foreach (string entry in line.Split('#')[0].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                {
                    if (Text.FeatureExtractor.LexiconKey(entry) == 0)
                        problems.Add(new(path, number, $"'{entry}' is not one to three words"));
                    else
                        entries.Add(entry);
                }
            }

            SpeechRole role = Path.GetFileName(Path.GetDirectoryName(path)) switch
            {
                "sayings" => SpeechRole.Saying,
                "speakers" => SpeechRole.Speaker,
                "complementizers" => SpeechRole.Complementizer,
                _ => SpeechRole.None,
            };
            classes.Add(new LexiconClass(Path.GetFileNameWithoutExtension(path), entries, role));
        }

        if (problems.Count > 0)
            throw new LabelledDataException(problems);
        return Lexicon.Create(classes);
    }
}

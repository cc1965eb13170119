namespace ArabicTextClassifier.Training;

/// <summary>Replaces files whole or not at all.</summary>
public static class AtomicFile
{
    private const string Extension = ".tmp";

    /// <summary>Nobody takes that long between two writes to a file.</summary>
    private static readonly TimeSpan s_stale = TimeSpan.FromHours(1);

    /// <summary>Writes to a temporary file in the same folder, flushes it to the disk, and renames it.</summary>
    /// <param name="path">The file to replace or create.</param>
    /// <param name="content">Its new content.</param>
    /// <remarks>
    /// The temporary file is called <c>NAME.32 HEXADECIMAL DIGITS.tmp</c>. A process that is killed leaves it; the next write to
    /// the same file removes it once it is an hour old.
    /// </remarks>
    /// <exception cref="IOException">It cannot be written; what was there is still there.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        string temporary = $"{path}.{Guid.NewGuid():N}{Extension}";
        try
        {
            using (FileStream file = new(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }

        RemoveStale(new FileInfo(path));
    }

    private static void RemoveStale(FileInfo target)
    {
        try
        {
            foreach (FileInfo file in target.Directory!.EnumerateFiles("*" + Extension))
            {
                if (IsTemporary(file.Name, target.Name) && DateTime.UtcNow - file.LastWriteTimeUtc > s_stale)
                    file.Delete();
            }
        }
        catch (Exception inUse) when (inUse is IOException or UnauthorizedAccessException)
        {
            // What was to be written is written; the rest is for the next time.
        }
    }

    private static bool IsTemporary(string name, string target) =>
        name.Length > target.Length + Extension.Length + 1
        && name.StartsWith(target + ".", StringComparison.Ordinal)
        && name.EndsWith(Extension, StringComparison.Ordinal)
        && Guid.TryParseExact(name[(target.Length + 1)..^Extension.Length], "N", out _);
}

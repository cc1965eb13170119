namespace ArabicTextClassifier.Training.Formats;

/// <summary>Keeps further keys apart from those that a format uses itself.</summary>
/// <param name="Reserved">The format's own keys.</param>
internal sealed record ExtraKeys(params string[] Reserved)
{
    private const string Prefix = "extra.";

    /// <summary>The key in the file.</summary>
    public string Escape(string key) => IsReserved(key) ? Prefix + key : key;

    /// <summary>The key behind that of the file.</summary>
    public string Unescape(string key) => key.StartsWith(Prefix, StringComparison.Ordinal) && IsReserved(key) ? key[Prefix.Length..] : key;

    /// <summary>Whether the key, whatever prefixes it already has, is one of the format's.</summary>
    private bool IsReserved(string key)
    {
        while (key.StartsWith(Prefix, StringComparison.Ordinal))
            key = key[Prefix.Length..];
        return Reserved.Contains(key);
    }
}

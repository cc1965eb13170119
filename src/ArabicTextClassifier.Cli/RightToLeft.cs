namespace ArabicTextClassifier.Cli;

/// <summary>Keeps right-to-left text from disturbing the left-to-right line around it.</summary>
internal static class RightToLeft
{
    /// <summary>The text in a right-to-left isolate (Unicode Annex 9), without line ends.</summary>
    public static string Isolate(string text) => $"\u2067{text.ReplaceLineEndings(" ")}\u2069";
}

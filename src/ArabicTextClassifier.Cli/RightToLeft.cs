namespace ArabicTextClassifier.Cli;

/// <summary>Keeps right-to-left text from disturbing the left-to-right line around it.</summary>
internal static class RightToLeft
{
    /// <summary>The text in a right-to-left isolate (Unicode Annex 9), without line ends.</summary>
    public static string Isolate(string text) => $"\u2067{text.ReplaceLineEndings(" ")}\u2069";

    /// <summary>A name in any script in an isolate of the direction of its first letter, without line ends.</summary>
    public static string IsolateName(string name) => $"\u2068{name.ReplaceLineEndings(" ")}\u2069";
}

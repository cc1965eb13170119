namespace ArabicTextClassifier.Cli;

/// <summary>What the command line returns to the shell.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int BadInput = 1;
    public const int WrongUsage = 2;
    public const int Cancelled = 130;
    public const int Terminated = 143;
}

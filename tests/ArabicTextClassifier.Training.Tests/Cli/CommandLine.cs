using System.Diagnostics;

namespace ArabicTextClassifier.Training.Tests.Cli;

/// <summary>Runs the command line as a process of its own, as a shell does.</summary>
internal static class CommandLine
{
    /// <summary>The program, which the build puts beside the tests.</summary>
    public static string Program { get; } = Path.Combine(TestContext.CurrentContext.TestDirectory, "arabic-text.dll");

    /// <summary>How to start it so that an interrupt reaches it, though whoever started the tests in the background ignores interrupts and passes that on.</summary>
    public static ProcessStartInfo Interruptible(params string[] arguments) => new("env", ["--default-signal=INT", "dotnet", Program, .. arguments])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    };

    /// <summary>Runs it and waits for its end.</summary>
    public static (int Code, string Output, string Error) Run(string input, params string[] arguments) => Run(input, [], arguments);

    /// <summary>Runs it with a limit of managed memory, in bytes.</summary>
    public static (int Code, string Output, string Error) RunWithin(long memory, params string[] arguments) =>
        Run("", new() { ["DOTNET_GCHeapHardLimit"] = $"0x{memory:X}" }, arguments);

    /// <summary>Runs it with environment variables and waits for its end.</summary>
    public static (int Code, string Output, string Error) Run(string input, Dictionary<string, string> environment, string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", [Program, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new System.Text.UTF8Encoding(false),
            StandardOutputEncoding = System.Text.Encoding.UTF8,
        };
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        process.WaitForExit();
        return (process.ExitCode, output.Result, error.Result);
    }
}

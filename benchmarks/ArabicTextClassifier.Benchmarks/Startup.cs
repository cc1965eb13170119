using System.Diagnostics;
using BenchmarkDotNet.Attributes;

namespace ArabicTextClassifier.Benchmarks;

/// <summary>From nothing to the first prediction: a process that labels one paragraph and ends, just in time and compiled ahead; and loading a model file.</summary>
public class Startup
{
    private string _folder = "";
    private string _model = "";

    [GlobalSetup]
    public void Setup()
    {
        _folder = Directory.CreateTempSubdirectory("startup").FullName;
        Publish("jit");
        Publish("r2r", "-p:PublishReadyToRun=true", "--use-current-runtime", "--no-self-contained");
        Publish("aot", "-p:PublishAot=true", "--use-current-runtime");
        _model = Path.Combine(BenchmarkText.Root, "src", "ArabicTextClassifier", "default.model");
    }

    [GlobalCleanup]
    public void Cleanup() => Directory.Delete(_folder, recursive: true);

    [Benchmark(Baseline = true)]
    public void JustInTime() => Run("dotnet", Path.Combine(_folder, "jit", "startup.dll"));

    /// <summary>The same runtime doing nothing: what no program on it can be faster than.</summary>
    [Benchmark]
    public void JustInTimeDoingNothing() => Run("dotnet", Path.Combine(_folder, "jit", "startup.dll"), "nothing");

    /// <summary>The same published with PublishReadyToRun: compiled in part, the rest just in time.</summary>
    [Benchmark]
    public void ReadyToRun() => Run("dotnet", Path.Combine(_folder, "r2r", "startup.dll"));

    /// <summary>The same published with PublishAot: native.</summary>
    [Benchmark]
    public void AheadOfTime() => Run(Path.Combine(_folder, "aot", "startup"));

    [Benchmark]
    public ParagraphClassifier Load() => ParagraphClassifier.Load(_model);

    /// <remarks>With a lock file of its own: the committed ones do not know the compiler's packages.</remarks>
    private void Publish(string name, params string[] options) => Run(
        "dotnet",
        ["publish", Path.Combine(BenchmarkText.Root, "benchmarks", "ArabicTextClassifier.Startup"), "-c", "Release", "-o", Path.Combine(_folder, name), "-p:NuGetLockFilePath=obj/startup.lock.json", "-p:RestoreLockedMode=false", .. options]);

    private static void Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {output}");
    }
}

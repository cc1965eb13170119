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
        string project = Path.Combine(BenchmarkText.Root, "benchmarks", "ArabicTextClassifier.Startup");
        Run("dotnet", "publish", project, "-c", "Release", "-o", Path.Combine(_folder, "jit"));
        Run("dotnet", "publish", project, "-c", "Release", "-o", Path.Combine(_folder, "aot"), "-p:PublishAot=true", "-p:RestorePackagesWithLockFile=false", "--use-current-runtime");
        _model = Path.Combine(BenchmarkText.Root, "src", "ArabicTextClassifier", "default.model");
    }

    [GlobalCleanup]
    public void Cleanup() => Directory.Delete(_folder, recursive: true);

    [Benchmark(Baseline = true)]
    public void JustInTime() => Run("dotnet", Path.Combine(_folder, "jit", "startup.dll"));

    /// <summary>The same runtime doing nothing: what no program on it can be faster than.</summary>
    [Benchmark]
    public void JustInTimeDoingNothing() => Run("dotnet", Path.Combine(_folder, "jit", "startup.dll"), "nothing");

    [Benchmark]
    public void AheadOfTime() => Run(Path.Combine(_folder, "aot", "startup"));

    [Benchmark]
    public ParagraphClassifier Load() => ParagraphClassifier.Load(_model);

    private static void Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {output}");
    }
}

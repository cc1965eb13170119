using System.Diagnostics;

namespace ArabicTextClassifier.Training.Tests.Cli;

/// <summary>How the program ends when somebody else ends it.</summary>
[Platform(Exclude = "Win", Reason = "Signals and pipes of Unix.")]
public class EndingTests
{
    private const string Line = "{\"text\":\"قتل ثلاثة جنود في انفجار عبوة ناسفة\"}";

    [TestCase("predict", "--jsonl")]
    [TestCase("predict", "-o", "json")]
    [TestCase("predict", "-o", "csv")]
    public void When_nobody_reads_the_results_any_more_it_ends_quietly(params string[] arguments)
    {
        string article = Path.GetTempFileName();
        try
        {
            File.WriteAllLines(article, Enumerable.Repeat(Line, 200_000));
            string command = $"dotnet '{CommandLine.Program}' {string.Join(' ', arguments)} '{article}' | head -1; echo code ${{PIPESTATUS[0]}}";
            (int code, string output, string error, TimeSpan time) = Shell(command);
            Assert.That(error, Is.Empty);
            Assert.That(output.TrimEnd('\n').Split('\n'), Has.Length.EqualTo(2));
            Assert.That(output, Does.EndWith("code 0\n"));
            Assert.That(code, Is.Zero);
            Assert.That(time, Is.LessThan(TimeSpan.FromSeconds(20)));
        }
        finally
        {
            File.Delete(article);
        }
    }

    [Test]
    public void It_ends_with_its_reader_though_its_input_never_does()
    {
        (_, string output, string error, _) = Shell($"yes '{Line}' 2>/dev/null | timeout 60 dotnet '{CommandLine.Program}' predict --jsonl | head -1; echo code ${{PIPESTATUS[1]}}");
        Assert.That(error, Is.Empty);
        Assert.That(output, Does.Contain("prediction").And.EndWith("code 0\n"));
    }

    [TestCase("INT", 130)]
    [TestCase("TERM", 143)]
    public void A_signal_ends_it_at_once(string signal, int code)
    {
        // It waits for input that never comes.
        ProcessStartInfo start = CommandLine.Interruptible("predict", "--jsonl");
        start.RedirectStandardInput = true;
        using Process process = Process.Start(start)!;
        process.StandardInput.WriteLine(Line);
        process.StandardInput.Flush();
        Assert.That(process.StandardOutput.ReadLine(), Does.Contain("prediction"), "it answers at once what has come");
        Process.Start("kill", [$"-{signal}", $"{process.Id}"]).WaitForExit();
        Assert.That(process.WaitForExit(TimeSpan.FromSeconds(5)), Is.True, "a second, with room for a busy machine");
        Assert.That(process.ExitCode, Is.EqualTo(code));
    }

    [Test]
    public void Ctrl_C_ends_a_training_that_would_go_on_for_minutes()
    {
        string model = Path.GetTempFileName();
        using Process process = Process.Start(CommandLine.Interruptible("train", Repository.TrainingData, "--trainer", "fasttree", "--trees", "5000", "--output", model))!;
        Thread.Sleep(4_000);
        Assert.That(process.HasExited, Is.False);
        Process.Start("kill", ["-INT", $"{process.Id}"]).WaitForExit();
        bool ended = process.WaitForExit(TimeSpan.FromSeconds(5));
        process.Kill();
        Assert.That(ended, Is.True, "a second, with room for a busy machine");
        Assert.That(process.ExitCode, Is.EqualTo(130));
        Assert.That(new FileInfo(model).Length, Is.Zero, "what was there is untouched");
        File.Delete(model);
    }

    private static (int Code, string Output, string Error, TimeSpan Time) Shell(string command)
    {
        ProcessStartInfo start = new("bash", ["-c", command]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        Stopwatch watch = Stopwatch.StartNew();
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result, watch.Elapsed);
    }
}

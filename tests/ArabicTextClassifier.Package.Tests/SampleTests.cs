using System.Net.Http.Json;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using CliWrap;
using CliWrap.Buffered;

namespace ArabicTextClassifier.Package.Tests;

/// <summary>The samples, built as a user builds them, give the answers that this source gives.</summary>
[Parallelizable(ParallelScope.Children)]
public class SampleTests
{
    private const string Attack = "قُتل ثلاثة جنود وجُرح سبعة آخرون بانفجار عبوة ناسفة جنوب القضاء.";

    private static readonly IReadOnlyList<ParagraphPrediction> s_expected = ParagraphClassifier.Default.PredictArticle(File.ReadAllText(Repository.Article));

    [Test]
    public async Task The_console_app_labels_an_article()
    {
        using Sample sample = Sample.Copy("Console");
        CheckConsole(await DotNet.RunAsync(sample.Folder, "run", "--", Repository.Article));
    }

    [Test]
    public async Task The_console_app_can_be_trimmed_without_a_warning()
    {
        using Sample sample = Sample.Copy("Console");
        string program = await sample.PublishAsync("-p:PublishAot=false", "-p:PublishTrimmed=true", "--self-contained");
        CheckConsole((await DotNet.ExecuteAsync(sample.Folder, "", program, Repository.Article)).StandardOutput);
    }

    [Test]
    public async Task The_console_app_can_be_compiled_to_native_code_without_a_warning()
    {
        if (Environment.GetEnvironmentVariable("CI") is null && RuntimeInformation.IsOSPlatform(OSPlatform.Linux) && !File.Exists("/usr/bin/clang"))
            Assert.Ignore("Native AOT needs clang and the headers of zlib; CI has them.");
        using Sample sample = Sample.Copy("Console");
        string program = await sample.PublishAsync();
        Assert.That(File.Exists(Path.ChangeExtension(program, ".dll")), Is.False, "native code, not an assembly");
        CheckConsole((await DotNet.ExecuteAsync(sample.Folder, "", program, Repository.Article)).StandardOutput);
    }

    [Test]
    public async Task The_FSharp_script_tells_which_words_speak_for_a_label()
    {
        using Sample sample = Sample.Copy("FSharp");
        string[][] lines = Table(await DotNet.RunAsync(sample.Folder, "run", "--", Repository.Article));
        Assert.That(lines.Select(l => l[0]), Is.EquivalentTo(s_expected.SelectMany(p => p.Prediction.Labels)));
        string[] attack = lines.First(l => l[0] == NewsLabels.AttackReport);
        IEnumerable<string> strongest = ParagraphClassifier.Default.Explain(s_expected.First(p => p.Prediction.Labels.Contains(NewsLabels.AttackReport)).Text)
            .Single(e => e.Label == NewsLabels.AttackReport).Pieces.Where(p => p.Contribution > 0.1).Take(3).Select(p => p.Text);
        Assert.That(attack[2], Is.EqualTo(string.Join(' ', strongest)));
    }

    [Test]
    public async Task A_pipeline_of_ones_own_is_trained_saved_and_served()
    {
        using Sample sample = Sample.Copy("MachineLearning");
        Assert.That((await DotNet.RunAsync(sample.Folder, "run")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Trim()), Is.EqualTo(new[] { "sport", "economy" }));
        Assert.That(Path.Combine(sample.Folder, "sections.zip"), Does.Exist);
    }

    [Test]
    public async Task The_worker_labels_JSON_lines_and_logs_the_bad_ones()
    {
        using Sample sample = Sample.Copy("Worker");
        BufferedCommandResult result = await DotNet.ExecuteAsync(sample.Folder, $$"""
            {"id":1,"text":"{{Attack}}"}
            not JSON
            {"id":2}
            {"id":3,"text":"فاز الفريق على ضيفه بهدفين."}

            """, "dotnet", "run");
        JsonElement[] lines = [.. result.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement)];
        Assert.That(lines.Select(l => l.GetProperty("id").GetInt32()), Is.EqualTo(new[] { 1, 3 }), result.StandardError);
        Assert.That(lines[0].GetProperty("labels")[0].GetString(), Is.EqualTo(NewsLabels.AttackReport));
        Assert.That(lines[1].GetProperty("labels").GetArrayLength(), Is.Zero);
        Assert.That(result.StandardError, Does.Contain("Line 2 is no paragraph").And.Contain("Line 3 is no paragraph: \"text\" is missing"));
        Assert.That(result.ExitCode, Is.EqualTo(1));
    }

    [Test]
    public async Task The_web_service_labels_articles_and_tells_the_problem_of_bad_requests()
    {
        using Sample sample = Sample.Copy("WebApi");
        await DotNet.RunAsync(sample.Folder, "build");
        using CancellationTokenSource stop = new(TimeSpan.FromMinutes(5));
        TaskCompletionSource<Uri> address = new();
        Task service = DotNet.Command(sample.Folder, "dotnet", "run", "--no-build", "--", "--urls", "http://127.0.0.1:0")
            .WithStandardOutputPipe(PipeTarget.ToDelegate(line =>
            {
                if (line.Split("Now listening on: ") is [_, string url])
                    address.TrySetResult(new Uri(url));
            }))
            .ExecuteAsync(stop.Token);
        try
        {
            using HttpClient client = new() { BaseAddress = await address.Task.WaitAsync(stop.Token) };
            await CheckServiceAsync(client);
        }
        finally
        {
            await stop.CancelAsync();
            Assert.That(async () => await service, Throws.InstanceOf<OperationCanceledException>(), "it served until it was stopped");
        }
    }

    private static async Task CheckServiceAsync(HttpClient client)
    {
        Assert.That(await client.GetStringAsync(new Uri("/health", UriKind.Relative)), Is.EqualTo("Healthy"));
        HttpResponseMessage good = await client.PostAsJsonAsync("/classify", new { text = File.ReadAllText(Repository.Article) });
        Assert.That(good.IsSuccessStatusCode, Is.True);
        JsonElement[] paragraphs = (await good.Content.ReadFromJsonAsync<JsonElement[]>())!;
        Assert.That(paragraphs.Select(p => p.GetProperty("text").GetString()), Is.EqualTo(s_expected.Select(p => p.Text)));
        Assert.That(
            paragraphs.Select(p => p.GetProperty("labels").EnumerateArray().Select(l => l.GetString())),
            Is.EqualTo(s_expected.Select(p => p.Prediction.Labels)));
        Assert.That(paragraphs[0].GetProperty("scores").GetProperty(NewsLabels.AttackReport).GetSingle(), Is.EqualTo(s_expected[0].Prediction.Scores[NewsLabels.AttackReport]).Within(1e-4f));

        await CheckProblemAsync(client, """{"text":""}""", 400, "The Text field is required.");
        await CheckProblemAsync(client, "{}", 400, "The Text field is required.");
        await CheckProblemAsync(client, """{"text":""", 400, "Bad Request");
        await CheckProblemAsync(client, $$"""{"text":"{{new string('ب', 100_001)}}"}""", 400, "maximum length of '100000'");
        await CheckProblemAsync(client, "text", 415, "Unsupported Media Type", "text/plain");
    }

    private static async Task CheckProblemAsync(HttpClient client, string body, int status, string expected, string mediaType = "application/json")
    {
        using StringContent content = new(body, Encoding.UTF8, mediaType);
        HttpResponseMessage response = await client.PostAsync(new Uri("/classify", UriKind.Relative), content);
        Assert.That((int)response.StatusCode, Is.EqualTo(status));
        Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/problem+json"));
        JsonElement problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.That(problem.GetProperty("status").GetInt32(), Is.EqualTo(status));
        Assert.That(problem.ToString(), Does.Contain(expected.Replace("'", "\\u0027", StringComparison.Ordinal)).Or.Contain(expected));
    }

    private static void CheckConsole(string output)
    {
        string[][] lines = Table(output);
        Assert.That(lines.Select(l => l[2]), Is.EqualTo(s_expected.Select(p => p.Text)));
        Assert.That(lines.Select(l => l[0]), Is.EqualTo(s_expected.Select(p => p.Prediction.Label ?? "out of scope")));
        Assert.That(lines.Select(l => l[1]), Is.EqualTo(s_expected.Select(p => $"{p.Prediction.Probability:0.000}")));
        Assert.That(lines.Select(l => l[0]).Distinct().Count(), Is.GreaterThan(2), "the article has paragraphs of several kinds");
    }

    private static string[][] Table(string output) => [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.TrimEnd('\r').Split('\t'))];
}

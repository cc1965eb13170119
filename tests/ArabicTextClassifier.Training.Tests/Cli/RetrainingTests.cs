using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ArabicTextClassifier.Training.Tests.Cli;

/// <summary>The commands around training, as a shell runs them.</summary>
public class RetrainingTests
{
    private static readonly JsonSerializerOptions s_arabic = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private string _folder = "";
    private string _data = "";
    private string _model = "";

    [OneTimeSetUp]
    public void TrainOnce()
    {
        _folder = Directory.CreateTempSubdirectory().FullName;
        _data = Write("data.jsonl", string.Join('\n', SmallCorpus.Create().Paragraphs.Select(p => JsonSerializer.Serialize(new { article = p.Article, text = p.Text, labels = p.Labels }, s_arabic))));
        _model = Path.Combine(_folder, "my.model");
        (int code, _, string error) = CommandLine.Run("", "train", _data, "-o", _model, "--folds", "3", "--l2", "0.05", "--min-paragraphs", "1");
        Assert.That(code, Is.Zero, error);
    }

    [OneTimeTearDown]
    public void TearDown() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Data_goes_through_a_pipe_to_another_tool_and_back()
    {
        (int code, string tasks, string said) = CommandLine.Run(File.ReadAllText(_data), "export", "-", "--to", "label-studio", "--predictions", "-m", _model);
        Assert.That(code, Is.Zero);
        Assert.That(said, Does.Contain("100 paragraphs written to standard output").And.Contain("<Choice value=\"attack\" />"));
        Assert.That(JsonDocument.Parse(tasks).RootElement[0].GetProperty("predictions")[0].GetProperty("model_version").GetString(), Is.EqualTo("my.model"));

        (code, string lines, said) = CommandLine.Run(tasks, "import", "-", "--from", "label-studio");
        Assert.That(code, Is.Zero);
        Assert.That(said, Does.Contain("100 paragraphs of 30 articles, 100 labelled; labels: attack, statement."));
        Assert.That(LabelledData.Read([Write("back.jsonl", lines)]).Sha256, Is.EqualTo(LabelledData.Read([_data]).Sha256));
    }

    [Test]
    public void A_bad_file_is_named_and_the_old_output_stays()
    {
        string output = Write("old.jsonl", "old");
        string bad = Write("bad.json", "[\n{\"data\":{\"text\":\"نص\"}},\n{\"data\":{}}]");
        (int code, _, string error) = CommandLine.Run("", "import", bad, "-o", output);
        Assert.That(code, Is.EqualTo(1));
        Assert.That(error, Does.Contain($"{bad}:3: the task's \"text\" is missing"));
        Assert.That(File.ReadAllText(output), Is.EqualTo("old"));
    }

    [Test]
    public void An_article_from_a_pipe_becomes_paragraphs_and_its_furniture_is_marked()
    {
        (int code, string output, string said) = CommandLine.Run("قتل ثلاثة جنود في كمين.\n\nتابعنا على فيسبوك\n", "articles");
        Assert.That(code, Is.Zero);
        JsonElement[] lines = Lines(output);
        Assert.That(lines.Select(l => l.TryGetProperty("furniture", out _)), Is.EqualTo(new[] { false, true }));
        Assert.That(lines[0].TryGetProperty("labels", out _), Is.False);
        Assert.That(said, Does.Contain("2 paragraphs of 1 article, 1 of them page furniture."));
    }

    [Test]
    public void Lint_names_broken_lines_and_goes_on()
    {
        string bad = Write("lint.jsonl", File.ReadAllText(_data) + "\nbroken\n{\"article\":\"z\",\"text\":\"قتل 4 جنود في انفجار عبوة ناسفة استهدفت دوريتهم قرب حلب.\",\"labels\":[\"atack\"]}\n");
        (int code, string output, _) = CommandLine.Run("", "lint", bad, "--json", "--no-label-errors");
        Assert.That(code, Is.EqualTo(1));
        JsonElement[] issues = [.. JsonDocument.Parse(output).RootElement.EnumerateArray()];
        Assert.That(issues.Select(i => i.GetProperty("kind").GetString()), Has.Member("broken-line").And.Member("one-off-label").And.Member("label-conflict"));
        JsonElement oneOff = issues.Single(i => i.GetProperty("kind").GetString() == "one-off-label");
        Assert.That((oneOff.GetProperty("line").GetInt32(), oneOff.GetProperty("message").GetString()), Is.EqualTo((102, "'atack' stands on this paragraph only; did you mean 'attack'?")));
        Assert.That(CommandLine.Run("", "lint", bad, "--no-label-errors").Output, Does.Contain("lint.jsonl:101").And.Contain("Label conflict"));
    }

    [Test]
    public void Suggestions_are_written_for_labelling_and_shown()
    {
        string unlabelled = Write("new.jsonl", string.Join('\n', SmallCorpus.Create().Paragraphs.Select(p => JsonSerializer.Serialize(new { article = p.Article, text = p.Text }, s_arabic))));
        string target = Path.Combine(_folder, "tasks.json");
        (int code, string output, _) = CommandLine.Run("", "suggest", unlabelled, "-n", "6", "--to", "label-studio", "-o", target, "-m", _model, "--json");
        Assert.That(code, Is.Zero);
        Assert.That(JsonDocument.Parse(output).RootElement.GetArrayLength(), Is.EqualTo(6));
        JsonElement task = JsonDocument.Parse(File.ReadAllText(target)).RootElement[0];
        Assert.That(task.GetProperty("predictions").GetArrayLength(), Is.EqualTo(1));
        Assert.That(task.GetProperty("data").GetProperty("reason").GetString(), Is.Not.Empty);
        Assert.That(Lines(CommandLine.Run(File.ReadAllText(unlabelled), "suggest", "-", "-n", "4", "-m", _model).Output), Has.Length.EqualTo(4));
    }

    [Test]
    public void Compare_ranks_settings_and_says_how_to_train_the_best()
    {
        string[] arguments = ["compare", _data, "--trainers", "lbfgs,perceptron", "--features", "default", "--features", "words=1", "--folds", "2"];
        JsonElement[] results = [.. JsonDocument.Parse(CommandLine.Run("", [.. arguments, "--json"]).Output).RootElement.EnumerateArray()];
        Assert.That(results, Has.Length.EqualTo(4));
        Assert.That(results.Select(r => r.GetProperty("macro_f1").GetDouble()), Is.Ordered.Descending);
        Assert.That(results[0].GetProperty("folds").GetArrayLength(), Is.EqualTo(2));
        (int code, string output, _) = CommandLine.Run("", arguments);
        Assert.That(code, Is.Zero);
        Assert.That(output, Does.Contain("paragraphs/s").And.Contain($"arabic-text train {_data} --trainer").And.Contain("-o new.model"));
    }

    [Test]
    public void A_search_ends_when_its_time_is_up_and_shows_what_it_has_compared()
    {
        (int code, string output, string error) = CommandLine.Run("", "compare", _data, "--search", "500", "--search-minutes", "0.001", "--folds", "2", "--json");
        Assert.That(code, Is.Zero, error);
        Assert.That(JsonDocument.Parse(output).RootElement.GetArrayLength(), Is.EqualTo(1));
        Assert.That(error, Does.Contain("1 of 500 settings"));
    }

    [Test]
    public void Compare_tells_whether_a_new_model_is_better()
    {
        (int code, string output, _) = CommandLine.Run("", "compare", _data, "--old", _model, "--new", _model);
        Assert.That(code, Is.Zero);
        Assert.That(output, Does.Contain("It may be luck"));
        JsonElement json = JsonDocument.Parse(CommandLine.Run("", "compare", _data, "--old", _model, "--new", _model, "--json").Output).RootElement;
        Assert.That(json.GetProperty("macro_f1_difference").GetProperty("high").GetDouble(), Is.Zero);
        Assert.That(CommandLine.Run("", "compare", _data, "--new", _model).Error, Does.Contain("no label in common"));
    }

    [Test]
    public void Train_takes_over_settings_and_options_win()
    {
        string again = Path.Combine(_folder, "again.model");
        Assert.That(CommandLine.Run("", "train", _data, "-o", again, "--from", _model).Code, Is.Zero);
        Assert.That(File.ReadAllBytes(again), Is.EqualTo(File.ReadAllBytes(_model)));
        Assert.That(CommandLine.Run("", "train", _data, "-o", again, "--from", _model, "--l2", "0.2", "--no-context").Code, Is.Zero);
        JsonElement settings = JsonDocument.Parse(CommandLine.Run("", "info", "-m", again, "--json").Output).RootElement.GetProperty("trainer_settings");
        Assert.That(settings.EnumerateObject().ToDictionary(s => s.Name, s => s.Value.GetString()), Is.EqualTo(new Dictionary<string, string?> { ["min-paragraphs"] = "1", ["max-features"] = "26000", ["scaling-power"] = "0.5", ["l2"] = "0.2", ["context"] = "no", ["folds"] = "3" }));
    }

    [Test]
    public void Reports_are_written_by_train_and_evaluate()
    {
        string report = Path.Combine(_folder, "r.html");
        Assert.That(CommandLine.Run("", "evaluate", _data, "-m", _model, "--report", report, "--learning-curve", _data).Code, Is.Zero);
        Assert.That(File.ReadAllText(report), Does.Contain("Evaluation of my.model").And.Contain("\"learning\":[{"));
        Assert.That(CommandLine.Run("", "train", _data, "-o", Path.Combine(_folder, "r.model"), "--folds", "3", "--report", report).Code, Is.Zero);
        Assert.That(File.ReadAllText(report), Does.Contain("Training of r.model").And.Contain("out of fold"));
    }

    [Test]
    public void A_page_can_go_to_standard_output_and_a_model_come_from_standard_input()
    {
        (int code, string output, _) = CommandLine.Run(File.ReadAllText(_data), "evaluate", "-", "-m", _model, "--report", "-");
        Assert.That(code, Is.Zero);
        Assert.That(output, Does.StartWith("<!DOCTYPE html>").And.EndsWith("</html>\n"));
        using Process shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"dotnet '{CommandLine.Program}' train '{_data}' -o - --folds 3 | dotnet '{CommandLine.Program}' info -m - --json"]) { RedirectStandardOutput = true })!;
        string info = shell.StandardOutput.ReadToEnd();
        shell.WaitForExit();
        Assert.That(JsonDocument.Parse(info).RootElement.GetProperty("paragraphs").GetInt32(), Is.EqualTo(100));
    }

    [Test]
    public void Explanations_come_as_JSON_too()
    {
        JsonElement first = JsonDocument.Parse(CommandLine.Run("", "explain", "قتل جندي في انفجار", "-m", _model, "--json").Output).RootElement[0];
        Assert.That(first.GetProperty("label").GetString(), Is.EqualTo("attack"));
        Assert.That(first.GetProperty("pieces")[0].GetProperty("contribution").GetDouble(), Is.Not.Zero);
    }

    [Test]
    public void Two_labels_on_a_paragraph_are_an_error_of_single_label_training()
    {
        (int code, _, string error) = CommandLine.Run("", "train", _data, "-o", Path.Combine(_folder, "none.model"), "--single-label");
        Assert.That(code, Is.EqualTo(1));
        Assert.That(error, Does.Contain("needs exactly one label on every paragraph"));
        Assert.That(File.Exists(Path.Combine(_folder, "none.model")), Is.False);
    }

    [Test]
    public void Cancelling_leaves_everything_as_it_was()
    {
        if (OperatingSystem.IsWindows())
            Assert.Ignore("There are no signals here.");
        string kept = Write("kept.model", "old");
        using Process process = Process.Start(CommandLine.Interruptible("train", Repository.TrainingData, "-o", kept, "--folds", "40"))!;
        Thread.Sleep(2500);
        using (Process kill = Process.Start("/bin/kill", ["-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
            kill.WaitForExit();
        Assert.That(process.WaitForExit(15_000), Is.True);
        Assert.That(process.ExitCode, Is.EqualTo(130));
        Assert.That(File.ReadAllText(kept), Is.EqualTo("old"));
        Assert.That(Directory.GetFiles(_folder, "*.tmp"), Is.Empty);
    }

    [TestCase("import")]
    [TestCase("export")]
    [TestCase("articles")]
    [TestCase("lint")]
    [TestCase("suggest")]
    [TestCase("compare")]
    [TestCase("train")]
    [TestCase("evaluate")]
    public void Every_command_has_help_with_an_example(string command)
    {
        (int code, string output, _) = CommandLine.Run("", command, "--help");
        Assert.That(code, Is.Zero);
        Assert.That(output, Does.Match($"Examples?: arabic-text {command} "));
    }

    [TestCase("import", "--from", "xml")]
    [TestCase("compare", "x.jsonl", "--old", "a.model")]
    [TestCase("compare", "x.jsonl", "--trainers", "bayes")]
    [TestCase("compare", "x.jsonl", "--search-minutes", "5")]
    [TestCase("compare", "x.jsonl", "--search", "5", "--search-minutes", "0")]
    [TestCase("compare", "x.jsonl", "--search", "5", "--search-minutes", "NaN")]
    [TestCase("evaluate", "x.jsonl", "--learning-curve", "y.jsonl")]
    [TestCase("train", "x.jsonl", "-o", "y", "--learning-curve")]
    [TestCase("suggest")]
    [TestCase("lint", "--no-such-option")]
    public void Wrong_usage_ends_with_2(params string[] arguments) =>
        Assert.That(CommandLine.Run("", arguments).Code, Is.EqualTo(2));

    private string Write(string name, string content)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, content);
        return path;
    }

    private static JsonElement[] Lines(string output) =>
        [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement)];
}

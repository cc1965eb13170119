using System.Text.Json;

namespace ArabicTextClassifier.Training.Tests.Cli;

public class CommandLineTests
{
    private string _folder = "";
    private string _data = "";
    private string _model = "";

    [OneTimeSetUp]
    public void TrainOnce()
    {
        _folder = Directory.CreateTempSubdirectory().FullName;
        _data = Path.Combine(_folder, "data.jsonl");
        _model = Path.Combine(_folder, "my.model");
        SmallCorpus.Write(_data);
        (int code, string output, string error) = CommandLine.Run("", "train", _data, "--output", _model, "--folds", "3");
        Assert.That(code, Is.Zero, error);
        Assert.That(output, Does.Contain("attack").And.Contain("100 paragraphs of 30 articles"));
        Assert.That(error, Is.Empty, "no progress bar where nobody looks");
    }

    [OneTimeTearDown]
    public void TearDown() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void An_article_comes_out_as_a_line_of_JSON_per_paragraph()
    {
        (int code, string output, _) = CommandLine.Run("قتل ثلاثة جنود في انفجار عبوة ناسفة\n\nفاز الفريق على ضيفه\n", "predict", "--model", _model);
        Assert.That(code, Is.Zero);
        JsonElement[] lines = Lines(output);
        Assert.That(lines.Select(l => l.GetProperty("text").GetString()), Is.EqualTo(new[] { "قتل ثلاثة جنود في انفجار عبوة ناسفة", "فاز الفريق على ضيفه" }));
        Assert.That(lines[0].GetProperty("prediction").GetProperty("label").GetString(), Is.EqualTo("attack"));
        Assert.That(lines[1].GetProperty("prediction").GetProperty("label").ValueKind, Is.EqualTo(JsonValueKind.Null));
    }

    [TestCase("table", "attack")]
    [TestCase("csv", "article,paragraph,label,probability,labels,text")]
    public void Other_formats_can_be_asked_for(string format, string expected)
    {
        (int code, string output, _) = CommandLine.Run("قتل ثلاثة جنود في انفجار عبوة ناسفة\n", "predict", "-m", _model, "--output", format);
        Assert.That(code, Is.Zero);
        Assert.That(output, Does.Contain(expected));
    }

    [Test]
    public void A_line_out_per_line_in_with_all_its_keys()
    {
        string[] input = [.. Enumerable.Range(0, 9000).Select(i => $"{{\"id\":{i},\"text\":\"قتل {i} جنود في انفجار\",\"more\":[{{\"}}\":1}}]  }}")];
        (int code, string output, _) = CommandLine.Run(string.Join('\n', input), "predict", "--jsonl", "--model", _model);
        Assert.That(code, Is.Zero);
        JsonElement[] lines = Lines(output);
        Assert.That(lines.Select(l => l.GetProperty("id").GetInt32()), Is.EqualTo(Enumerable.Range(0, 9000)));
        Assert.That(lines[77].GetProperty("more").GetRawText(), Is.EqualTo("[{\"}\":1}]"));
        Assert.That(lines[77].GetProperty("prediction").GetProperty("scores").EnumerateObject().Select(s => s.Name), Is.EqualTo(new[] { "attack", "statement" }));
    }

    [Test]
    public void A_bad_line_is_named_and_loses_nothing()
    {
        (int code, string output, string error) = CommandLine.Run("{\"text\":\"قتل\"}\nnot json\n{}\n{\"text\":\"فاز\"}\n", "predict", "--jsonl", "--model", _model);
        Assert.That(code, Is.EqualTo(1));
        Assert.That(output.TrimEnd('\n').Split('\n'), Has.Length.EqualTo(4));
        Assert.That(output.Split('\n')[1], Is.EqualTo("not json"));
        Assert.That(error, Does.Contain("-:2: not JSON").And.Contain("-:3: \"text\" is missing"));
    }

    [Test]
    public void Evaluate_measures_a_model()
    {
        (int code, string output, _) = CommandLine.Run("", "evaluate", _data, "--model", _model, "--output", "json");
        Assert.That(code, Is.Zero);
        JsonElement evaluation = JsonDocument.Parse(output).RootElement;
        Assert.That(evaluation.GetProperty("macro_f1").GetDouble(), Is.GreaterThan(0.8));
        Assert.That(evaluation.GetProperty("labels").GetProperty("attack").GetProperty("support").GetInt32(), Is.EqualTo(40));
    }

    [Test]
    public void Evaluate_measures_each_value_of_a_key()
    {
        string data = Path.Combine(_folder, "sources.jsonl");
        File.WriteAllLines(data, File.ReadLines(_data).Select((line, i) => $"{line[..^1]},\"source\":\"{(i % 5 == 0 ? "a" : "b|c")}\"}}"));
        JsonElement evaluation = JsonDocument.Parse(CommandLine.Run("", "evaluate", data, "-m", _model, "--by", "source", "-o", "json").Output).RootElement;
        Assert.That(evaluation.GetProperty("by").GetString(), Is.EqualTo("source"));
        JsonElement values = evaluation.GetProperty("values");
        Assert.That(values.GetProperty("b|c").GetProperty("paragraphs").GetInt32(), Is.EqualTo(80));
        Assert.That(values.GetProperty("a").GetProperty("macro_f1").GetDouble(), Is.GreaterThan(0.8));

        Assert.That(CommandLine.Run("", "evaluate", data, "-m", _model, "--by", "source").Output, Does.Contain("│").And.Contain("b|c"));
        string[] markdown = CommandLine.Run("", "evaluate", data, "-m", _model, "--by", "source", "-o", "markdown").Output.Split('\n');
        Assert.That(markdown, Has.Some.StartsWith("| attack ").And.Some.StartsWith("| b\\|c ").And.Some.Contains("-:"));
        Assert.That(markdown.Where(l => l.Length > 0), Has.All.StartsWith("|"));

        (int code, _, string error) = CommandLine.Run("", "evaluate", data, "-m", _model, "--by", "paper");
        Assert.That((code, error), Is.EqualTo((1, $"No labelled paragraph has the key \"paper\"; there are: source.{Environment.NewLine}")));
    }

    [Test]
    public void Info_and_explain_speak_of_the_model()
    {
        Assert.That(CommandLine.Run("", "info", "-m", _model).Output, Does.Contain("lbfgs").And.Contain("SHA-256"));
        Assert.That(JsonDocument.Parse(CommandLine.Run("", "info", "-m", _model, "--json").Output).RootElement.GetProperty("paragraphs").GetInt32(), Is.EqualTo(100));
        Assert.That(CommandLine.Run("", "explain", "قتل جندي في انفجار", "-m", _model).Output, Does.Contain("انفجار").And.Contain("threshold"));
    }

    [Test]
    public void Bad_data_is_named_line_by_line_and_leaves_the_old_model()
    {
        string bad = Path.Combine(_folder, "bad.jsonl");
        File.WriteAllText(bad, "{\"text\":\"a\",\"labels\":[]}\nx\n{}\n");
        byte[] before = File.ReadAllBytes(_model);
        (int code, _, string error) = CommandLine.Run("", "train", bad, "--output", _model);
        Assert.That(code, Is.EqualTo(1));
        Assert.That(error, Does.Contain($"{bad}:2: not JSON").And.Contain($"{bad}:3: \"text\" is missing"));
        Assert.That(File.ReadAllBytes(_model), Is.EqualTo(before));
    }

    [Test]
    public void A_bad_model_is_a_message_and_no_stack_trace()
    {
        (int code, _, string error) = CommandLine.Run("", "info", "--model", _data);
        Assert.That(code, Is.EqualTo(1));
        Assert.That(error, Does.Contain("not a model file").And.Not.Contain("   at "));
        Assert.That(CommandLine.Run("", "info", "--model", Path.Combine(_folder, "none")).Code, Is.EqualTo(1));
    }

    [TestCase("predict", "--outputs")]
    [TestCase("train", "x.jsonl")]
    [TestCase("no-such-command")]
    [TestCase("predict", "--output", "xml")]
    [TestCase("predict", "--jsonl", "--output", "csv")]
    public void Wrong_usage_ends_with_2(params string[] arguments) =>
        Assert.That(CommandLine.Run("", arguments).Code, Is.EqualTo(2));

    private static JsonElement[] Lines(string output) =>
        [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement)];
}

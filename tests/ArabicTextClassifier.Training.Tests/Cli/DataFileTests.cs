using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ArabicTextClassifier.Training.Tests.Cli;

/// <summary>Data files as people send them: every fault is named with file, line and cause, the exit code is 1, and the model that was there stays.</summary>
public class DataFileTests
{
    private const string GoodModel = "a good model";

    private static readonly JsonSerializerOptions s_arabic = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly LabelledParagraph[] s_corpus = [.. SmallCorpus.Create().Paragraphs];

    private string _folder = "";
    private string _model = "";

    [SetUp]
    public void SetUp()
    {
        _folder = Directory.CreateTempSubdirectory().FullName;
        _model = Path.Combine(_folder, "my.model");
        File.WriteAllText(_model, GoodModel);
    }

    [TearDown]
    public void TearDown() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Lines_that_are_no_JSON_are_all_named() => Refused(
        Write("data.jsonl", [.. Lines(), "{\"text\":\"قتل\",\"labels\":[\"attack\"", "قتل جندي"]),
        $":{s_corpus.Length + 1}: not JSON", $":{s_corpus.Length + 2}: not JSON", "2 bad lines");

    [TestCase("train", "--output", "MODEL")]
    [TestCase("lint", "--no-label-errors", "--json")]
    public void A_bad_line_at_the_end_of_a_large_file_is_named_before_memory_is_taken_for_the_others(string command, params string[] options)
    {
        const int Lines = 150_000;
        string path = Path.Combine(_folder, "data.jsonl");
        string line = Line("a", string.Join(' ', Enumerable.Repeat("قتل ثلاثة جنود في انفجار عبوة ناسفة قرب الجسر", 6)), "attack");
        using (StreamWriter writer = new(path))
        {
            for (int i = 0; i < Lines; i++)
                writer.Write(line + "\n");
            writer.Write("{\"text\":\"قتل\",\"labels\":\"attack\"}\n");
        }

        // All paragraphs together would take several times as much.
        (int code, string output, string error) = CommandLine.RunWithin(60_000_000, [command, path, .. options.Select(o => o == "MODEL" ? _model : o)]);
        Assert.That(code, Is.EqualTo(1), error);
        Assert.That(command == "lint" ? output : error, Does.Contain(command == "lint" ? $"\"line\": {Lines + 1}" : $"data.jsonl:{Lines + 1}: "));
        Assert.That(File.ReadAllText(_model), Is.EqualTo(GoodModel));
    }

    [Test]
    public void Data_that_memory_does_not_hold_is_refused()
    {
        string path = Path.Combine(_folder, "data.jsonl");
        File.WriteAllLines(path, Enumerable.Repeat(Line("a", "قتل ثلاثة جنود في انفجار عبوة ناسفة قرب الجسر", "attack"), 100_000));
        (int code, _, string error) = CommandLine.RunWithin(30_000_000, "train", path, "--output", _model);
        Assert.That(code, Is.EqualTo(1), error);
        Assert.That(error, Does.StartWith("There is not enough memory").And.Not.Contain("   at "));
        Assert.That(File.ReadAllText(_model), Is.EqualTo(GoodModel));
    }

    [TestCase("data.jsonl", "{}")]
    [TestCase("data.csv", "a,b,c")]
    public void Reading_stops_at_a_thousand_bad_lines(string name, string line)
    {
        string path = Write(name, ["text,labels", .. Enumerable.Repeat(line, 5_000)]);
        Refused(path, "1,000 bad lines, where reading stopped");
        Assert.That(CommandLine.Run("", "train", path, "--output", _model).Error.Split('\n'), Has.Length.EqualTo(LabelledData.MostProblems + 2));
    }

    [Test]
    public void A_line_that_is_no_UTF8_is_named()
    {
        byte[] windows = [.. "{\"text\":\""u8, 0xDE, 0xCA, 0xE1, .. "\",\"labels\":[]}\n"u8];
        string path = Path.Combine(_folder, "data.jsonl");
        File.WriteAllBytes(path, [.. Encoding.UTF8.GetBytes(string.Join('\n', Lines()) + "\n"), .. windows]);
        Refused(path, $":{s_corpus.Length + 1}: not ", "1 bad lines");
    }

    [Test]
    public void A_file_in_UTF16_is_named_and_not_half_read()
    {
        string path = Path.Combine(_folder, "data.jsonl");
        File.WriteAllText(path, string.Join('\n', Lines()), Encoding.Unicode);
        Refused(path, ":1: not JSON");
    }

    [Test]
    public void Empty_text_is_named() => Refused(
        Write("data.jsonl", [.. Lines(), "{\"text\":\" \\u00a0\\t\",\"labels\":[]}"]), $":{s_corpus.Length + 1}: \"text\" is empty");

    [Test]
    public void A_label_misspelt_once_is_named_where_it_stands() => Refused(
        Write("data.jsonl", [.. Lines(), "{\"article\":\"x\",\"text\":\"قتل جندي\",\"labels\":[\"atack\"]}"]),
        $":{s_corpus.Length + 1}: the label 'atack' is on paragraphs of 1 articles", "Misspelt?");

    [Test]
    public void The_same_text_with_other_labels_is_named_at_both_places() => Refused(
        Write("data.jsonl", [.. Lines(), Line("x", s_corpus[0].Text + " ", "statement"), Line("x", s_corpus[1].Text, "statement")]),
        $":{s_corpus.Length + 1}: the text has the labels [statement] here and [attack] at ", "data.jsonl:1", "1 bad lines");

    [Test]
    public void Data_without_a_label_cannot_be_learned_from() => Refused(
        Write("data.jsonl", [.. s_corpus.Select(p => Line(p.Article, p.Text))]), "No paragraph has a label");

    [Test]
    public void A_label_on_everything_cannot_be_learned() => Refused(
        Write("data.jsonl", [.. s_corpus.Select((p, i) => Line(p.Article, $"{p.Text} {i}", "attack"))]), "Every paragraph has the label 'attack'");

    [Test]
    public void One_article_cannot_be_learned_from() => Refused(
        Write("data.jsonl", [.. s_corpus.Select(p => Line("one", p.Text, [.. p.Labels!]))]), ":1: the label 'attack' is on paragraphs of 1 articles", "label more articles");

    [Test]
    public void An_empty_file_an_empty_folder_and_no_file_cannot_be_learned_from()
    {
        Refused(Write("data.jsonl", []), "No paragraph has a label");
        Refused(Directory.CreateDirectory(Path.Combine(_folder, "empty")).FullName, "No paragraph has a label");
        Refused(Path.Combine(_folder, "none.jsonl"), "none.jsonl");
    }

    [Test]
    public void A_table_with_stray_quotes_missing_fields_and_an_open_end_is_named_line_by_line() => Refused(
        Write("data.csv", ["article,text,labels", "a,قتل \"جندي\",attack", "a,فاز", "a,\"لا نهاية له,"]), "data.csv:2: ", "data.csv:3: ", "data.csv:4: ");

    [Test]
    public void Byte_order_marks_and_any_mix_of_line_ends_are_read()
    {
        // As editors of three systems leave it, one after the other.
        string[] ends = ["\n", "\r\n", "\n\n", " \r\n\r\n"];
        string mixed = "\uFEFF" + string.Concat(Lines().Select((line, i) => line + ends[i % ends.Length]));
        string path = Path.Combine(_folder, "data.jsonl");
        File.WriteAllText(path, mixed);
        Assert.That(LabelledData.Read([path]).Sha256, Is.EqualTo(SmallCorpus.Create().Sha256));

        string table = Path.Combine(_folder, "data.csv");
        File.WriteAllText(table, "\uFEFFarticle,text,labels\r\n" + string.Concat(s_corpus.Select((p, i) => $"{p.Article},{p.Text},{string.Join('|', p.Labels!)}" + (i % 2 == 0 ? "\n" : "\r\n"))));
        Assert.That(LabelledData.Read([table]).Sha256, Is.EqualTo(SmallCorpus.Create().Sha256));
    }

    [Test]
    public void Line_ends_of_old_machines_are_named_as_what_they_are_not()
    {
        string path = Path.Combine(_folder, "data.jsonl");
        File.WriteAllText(path, string.Join('\r', Lines()));
        Refused(path, ":1: not JSON");
    }

    [Test]
    public void A_bad_lexicon_is_named()
    {
        string data = Write("data.jsonl", Lines());
        Directory.CreateDirectory(Path.Combine(_folder, "lexicon"));
        File.WriteAllLines(Path.Combine(_folder, "lexicon", "say.txt"), ["قال", "هذه عبارة من خمس كلمات"]);
        Refused(data, ["say.txt"], "--lexicon", Path.Combine(_folder, "lexicon"));
    }

    private static string[] Lines() => [.. s_corpus.Select(p => Line(p.Article, p.Text, [.. p.Labels!]))];

    private static string Line(string article, string text, params string[] labels) => JsonSerializer.Serialize(new { article, text, labels }, s_arabic);

    private string Write(string name, string[] lines)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllLines(path, lines);
        return path;
    }

    private void Refused(string data, params string[] causes) => Refused(data, causes, "--folds", "3");

    private void Refused(string data, string[] causes, params string[] options)
    {
        (int code, string output, string error) = CommandLine.Run("", ["train", data, "--output", _model, .. options]);
        Assert.That(code, Is.EqualTo(1), error);
        Assert.That(output, Is.Empty);
        Assert.That(error, Does.Not.Contain("   at "), "no stack trace");
        foreach (string cause in causes)
            Assert.That(error, Does.Contain(cause));
        Assert.That(File.ReadAllText(_model), Is.EqualTo(GoodModel));
        Assert.That(Directory.GetFiles(_folder, "*.tmp"), Is.Empty);
    }
}

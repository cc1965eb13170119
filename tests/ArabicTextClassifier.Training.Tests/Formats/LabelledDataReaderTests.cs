using System.Text;

namespace ArabicTextClassifier.Training.Tests.Formats;

public class LabelledDataReaderTests
{
    private string _folder = "";

    [SetUp]
    public void SetUp() => _folder = Directory.CreateTempSubdirectory().FullName;

    [TearDown]
    public void TearDown() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Json_lines_are_read_in_order_with_their_place()
    {
        string path = Write("a.jsonl", "\uFEFF{\"article\":\"x\",\"text\":\"قال «الوزير»\",\"labels\":[\"b\",\"a\"],\"more\":{\"k\":[1]}}\r\n\n{\"text\":\"نص\",\"labels\":[]}");
        LabelledData data = LabelledData.Read([path]);
        Assert.That(data.Paragraphs.Select(p => (p.Article, p.Text, p.Line)), Is.EqualTo(new[] { ("x", "قال «الوزير»", 1), ($"{path}:3", "نص", 3) }));
        Assert.That(data.Paragraphs[0].Labels, Is.EqualTo(new[] { "b", "a" }));
        Assert.That(data.Labels, Is.EqualTo(new[] { "a", "b" }));
        Assert.That(data.Paragraphs[0].Extra, Is.EqualTo(new[] { KeyValuePair.Create("more", "{\"k\":[1]}") }));
    }

    [Test]
    public void Csv_and_tsv_give_what_json_lines_give()
    {
        string json = Write("a.jsonl", "{\"article\":\"x\",\"text\":\"قال \\\"نعم\\\", ثم ذهب\",\"labels\":[\"b\",\"a\"]}\n{\"article\":\"x\",\"text\":\"نص\",\"labels\":[]}");
        string csv = Write("b.csv", "labels,text,article\r\nb|a,\"قال \"\"نعم\"\", ثم ذهب\",x\r\n,نص,x\r\n");
        string tsv = Write("c.tsv", "text\tlabels\tarticle\nقال \"نعم\", ثم ذهب\tb|a\tx\nنص\t\tx\n");
        string sha = LabelledData.Read([json]).Sha256;
        Assert.That(LabelledData.Read([csv]).Sha256, Is.EqualTo(sha));
        Assert.That(LabelledData.Read([tsv]).Sha256, Is.EqualTo(sha));
    }

    [TestCase("not json", "not JSON")]
    [TestCase("{\"text\":\"a\",\"labels\":[]} x", "not JSON")]
    [TestCase("[1]", "expected an object")]
    [TestCase("{\"labels\":[]}", "\"text\" is missing")]
    [TestCase("{\"text\":5,\"labels\":[]}", "\"text\" is missing or not a string")]
    [TestCase("{\"text\":\"  \",\"labels\":[]}", "\"text\" is empty")]
    [TestCase("{\"text\":\"a\"}", "\"labels\" is missing")]
    [TestCase("{\"text\":\"a\",\"labels\":\"b\"}", "found a string")]
    [TestCase("{\"text\":\"a\",\"labels\":[1]}", "found a number")]
    [TestCase("{\"text\":\"a\",\"labels\":[\"b\",\"b\"]}", "stands twice")]
    [TestCase("{\"text\":\"a\",\"labels\":[\"\"]}", "a label is empty")]
    public void A_bad_line_is_named_with_file_line_and_cause(string line, string cause)
    {
        string path = Write("a.jsonl", "{\"text\":\"a\",\"labels\":[]}\n" + line + "\n{\"text\":\"a\",\"labels\":[]}\n");
        LabelledDataException bad = Assert.Throws<LabelledDataException>(() => LabelledData.Read([path]))!;
        Assert.That(bad.Message, Does.StartWith($"{path}:2: ").And.Contain(cause));
    }

    [Test]
    public void All_bad_lines_of_all_files_are_named_together()
    {
        string first = Write("a.jsonl", "x\n{\"text\":\"a\",\"labels\":[]}\ny\n");
        string second = Write("b.csv", "text,labels\na,\n,\n\"b\"c,\nd,e,f\n");
        LabelledDataException bad = Assert.Throws<LabelledDataException>(() => LabelledData.Read([first, second]))!;
        Assert.That(bad.Problems.Select(p => (Path.GetFileName(p.File), p.Line)),
            Is.EqualTo(new[] { ("a.jsonl", 1), ("a.jsonl", 3), ("b.csv", 3), ("b.csv", 4), ("b.csv", 5) }));
    }

    [Test]
    public void Bytes_that_are_no_UTF8_spoil_one_line()
    {
        string path = Path.Combine(_folder, "a.jsonl");
        File.WriteAllBytes(path, [.. Encoding.UTF8.GetBytes("{\"text\":\"a\",\"labels\":[]}\n{\"text\":\""), 0xFF, 0xFE, .. Encoding.UTF8.GetBytes("\",\"labels\":[]}\n{\"text\":\"b\",\"labels\":[]}\n")]);
        LabelledDataException bad = Assert.Throws<LabelledDataException>(() => LabelledData.Read([path]))!;
        Assert.That(bad.Problems.Select(p => p.Line), Is.EqualTo(new[] { 2 }));
    }

    [Test]
    public void A_table_without_the_columns_says_which_it_needs()
    {
        string path = Write("a.csv", "body,label\na,b\n");
        Assert.That(() => LabelledData.Read([path]), Throws.TypeOf<LabelledDataException>().With.Message.Contains("a.csv:1").And.Message.Contains("\"text\" and \"labels\""));
    }

    [Test]
    public void A_folder_stands_for_its_files()
    {
        Write("b.jsonl", "{\"text\":\"2\",\"labels\":[]}");
        Write("a.csv", "text,labels\n1,\n");
        Write("README.md", "not data");
        Assert.That(LabelledData.Read([_folder]).Paragraphs.Select(p => p.Text), Is.EqualTo(new[] { "1", "2" }));
    }

    private string Write(string name, string content)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, content);
        return path;
    }
}

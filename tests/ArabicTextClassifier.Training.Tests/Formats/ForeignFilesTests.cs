using System.Text;
using System.Text.Json;

namespace ArabicTextClassifier.Training.Tests.Formats;

/// <summary>Files as the other tools write them.</summary>
public class ForeignFilesTests
{
    private const string LabelStudioExport = """
        [
          {
            "id": 41, "data": {"text": "قُتل ثلاثة جنود في كمين", "country": "Yemen"},
            "annotations": [
              {"id": 7, "completed_by": 1, "was_cancelled": true, "result": []},
              {"id": 8, "completed_by": 2, "was_cancelled": false, "lead_time": 4.2, "result": [
                {"id": "x", "from_name": "topic", "to_name": "text", "type": "choices", "value": {"choices": ["attack", "statement"]}}]}],
            "predictions": [], "created_at": "2026-01-01T00:00:00Z", "meta": {}
          },
          {"id": 42, "data": {"text": "فاز الفريق على ضيفه"}, "annotations": [{"id": 9, "result": []}]},
          {"id": 43, "data": {"text": "لم يُقرأ بعد"}, "annotations": []}
        ]
        """;

    [Test]
    public void A_Label_Studio_export_gives_the_choices_of_the_annotation_that_counts()
    {
        LabelledData data = Import(LabelStudioExport, LabelledDataFormat.LabelStudio);
        Assert.That(data.Paragraphs[0].Labels, Is.EqualTo(new[] { "attack", "statement" }));
        Assert.That(data.Paragraphs[1].Labels, Is.Empty, "annotated without a choice is out of scope");
        Assert.That(data.Paragraphs[2].Labels, Is.Null, "not annotated is not labelled");
        Assert.That(data.Paragraphs.Select(p => p.Line), Is.EqualTo(new[] { 2, 10, 11 }));
        Assert.That(data.Paragraphs[0].Extra[0], Is.EqualTo(KeyValuePair.Create("country", "\"Yemen\"")));
    }

    [Test]
    public void A_Label_Studio_task_goes_back_as_it_came_but_for_changed_labels()
    {
        LabelledData data = Import(LabelStudioExport, LabelledDataFormat.LabelStudio);
        LabelledParagraph relabelled = data.Paragraphs[1] with { Labels = ["sport"] };
        JsonElement[] tasks = [.. JsonDocument.Parse(Export(new LabelledData([data.Paragraphs[0], relabelled]), LabelledDataFormat.LabelStudio)).RootElement.EnumerateArray()];
        JsonElement original = JsonDocument.Parse(LabelStudioExport).RootElement[0];
        Assert.That(JsonElement.DeepEquals(tasks[0].GetProperty("annotations"), original.GetProperty("annotations")), Is.True);
        Assert.That(tasks[0].GetProperty("id").GetInt32(), Is.EqualTo(41));
        Assert.That(tasks[1].GetProperty("annotations")[0].GetProperty("result")[0].GetProperty("value").GetProperty("choices")[0].GetString(), Is.EqualTo("sport"));
    }

    [Test]
    public void Label_Studio_s_short_form_is_read_too()
    {
        LabelledData data = Import("""[{"text": "نص", "id": 1, "sentiment": "attack", "annotator": 1}, {"text": "نص آخر", "sentiment": {"choices": ["a", "b"]}}]""", LabelledDataFormat.LabelStudio);
        Assert.That(data.Paragraphs[0].Labels, Is.EqualTo(new[] { "attack" }));
        Assert.That(data.Paragraphs[1].Labels, Is.EqualTo(new[] { "a", "b" }));
    }

    [Test]
    public void A_doccano_export_is_read()
    {
        LabelledData data = Import("""{"id": 5, "text": "قال الوزير", "label": ["statement"], "Comments": []}""" + "\n" + """{"id": 6, "text": "نص", "label": []}""", LabelledDataFormat.Doccano);
        Assert.That(data.Paragraphs[0].Labels, Is.EqualTo(new[] { "statement" }));
        Assert.That(data.Paragraphs[1].Labels, Is.Empty);
        Assert.That(data.Paragraphs[0].Extra.Select(e => e.Key), Is.EqualTo(new[] { "id", "Comments" }));
    }

    [Test]
    public void Hugging_Face_labels_may_be_names_or_numbers()
    {
        LabelledData data = Import("""
            {"text":"أ","label":1}
            {"text":"ب","label":"attack"}
            {"text":"ج","labels":[0,2]}
            {"text":"د","label":-1}
            {"text":"ه","labels":null}
            """, LabelledDataFormat.HuggingFace, new ImportSettings { LabelNames = ["none", "statement", "plan"] });
        Assert.That(data.Paragraphs.Select(p => p.Labels is null ? "null" : string.Join('+', p.Labels)), Is.EqualTo(new[] { "statement", "attack", "none+plan", "null", "null" }));
        Assert.That(() => Import("""{"text":"أ","label":3}""", LabelledDataFormat.HuggingFace), Throws.TypeOf<LabelledDataException>().With.Message.Contains("-:1:").And.Message.Contains("--label-names"));
    }

    [Test]
    public void FastText_lines_are_read()
    {
        LabelledData data = Import("__label__attack __label__plan قُتل ثلاثة جنود\nفاز الفريق\n", LabelledDataFormat.FastText);
        Assert.That(data.Paragraphs[0].Labels, Is.EqualTo(new[] { "attack", "plan" }));
        Assert.That(data.Paragraphs.Select(p => p.Text), Is.EqualTo(new[] { "قُتل ثلاثة جنود", "فاز الفريق" }));
    }

    [Test]
    public void The_text_may_stand_under_another_name()
    {
        LabelledData data = Import("body,label\nنص,attack\n", LabelledDataFormat.Csv, new ImportSettings { TextField = "body" });
        Assert.That(data.Paragraphs.Single().Labels, Is.EqualTo(new[] { "attack" }));
    }

    [TestCase("{}", "expected an array of tasks")]
    [TestCase("[\n{\"data\":{}}]", "-:2: the task's \"text\" is missing")]
    [TestCase("[\n{\"data\":", "not JSON")]
    [TestCase("[\n{\"data\":{\"text\":\"نص\"},\"annotations\":[{\"result\":[{\"value\":{\"choices\":[{}]}}]}]}]", "found an object")]
    public void Bad_tasks_are_named_with_their_line(string json, string message) =>
        Assert.That(() => Import(json, LabelledDataFormat.LabelStudio), Throws.TypeOf<LabelledDataException>().With.Message.Contains(message));

    [Test]
    public void Suggestions_stand_where_each_tool_looks_for_them()
    {
        ParagraphClassifier classifier = ParagraphClassifier.Default;
        LabelledData data = new([new("a", "قُتل ثلاثة جنود وجُرح سبعة آخرون بانفجار عبوة ناسفة", null), new("b", "فاز الفريق على ضيفه", ["sport"])]);
        ExportSettings settings = new() { Predictions = classifier, ModelVersion = "v1" };

        JsonElement task = JsonDocument.Parse(Export(data, LabelledDataFormat.LabelStudio, settings)).RootElement[0];
        Assert.That(task.TryGetProperty("annotations", out _), Is.False);
        JsonElement prediction = task.GetProperty("predictions")[0];
        Assert.That(prediction.GetProperty("model_version").GetString(), Is.EqualTo("v1"));
        Assert.That(prediction.GetProperty("result")[0].GetProperty("value").GetProperty("choices")[0].GetString(), Is.EqualTo(NewsLabels.AttackReport));

        string[] doccano = Export(data, LabelledDataFormat.Doccano, settings).Split('\n');
        Assert.That(JsonDocument.Parse(doccano[0]).RootElement.GetProperty("label")[0].GetString(), Is.EqualTo(NewsLabels.AttackReport));
        Assert.That(JsonDocument.Parse(doccano[1]).RootElement.GetProperty("label")[0].GetString(), Is.EqualTo("sport"), "what people said stays");

        Assert.That(Export(data, LabelledDataFormat.FastText, settings), Does.StartWith("__label__attack_report "));
        JsonElement line = JsonDocument.Parse(Export(data, LabelledDataFormat.JsonLines, settings).Split('\n')[0]).RootElement;
        Assert.That(line.TryGetProperty("labels", out _), Is.False);
        Assert.That(line.GetProperty("prediction").GetProperty("label").GetString(), Is.EqualTo(NewsLabels.AttackReport));
    }

    private static LabelledData Import(string content, LabelledDataFormat format, ImportSettings? settings = null)
    {
        using MemoryStream stream = new(Encoding.UTF8.GetBytes(content));
        return LabelledData.Import(stream, format, settings);
    }

    private static string Export(LabelledData data, LabelledDataFormat format, ExportSettings? settings = null)
    {
        using MemoryStream stream = new();
        data.Export(stream, format, settings);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}

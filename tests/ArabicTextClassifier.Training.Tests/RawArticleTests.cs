using System.Text;
using System.Text.Json;

namespace ArabicTextClassifier.Training.Tests;

public class RawArticleTests
{
    [Test]
    public void An_article_becomes_unlabelled_paragraphs_with_their_position()
    {
        LabelledData data = RawArticle.ToParagraphs([new("a", "قُتل ثلاثة جنود في كمين.\n\n  وقال الناطق إن التحقيق جار. \r\nاقرأ أيضاً: خطة أمنية جديدة\n") { Title = "كمين", Url = "https://example.org/1" }]);
        Assert.That(data.Paragraphs.Select(p => p.Text), Is.EqualTo(new[] { "قُتل ثلاثة جنود في كمين.", "وقال الناطق إن التحقيق جار.", "اقرأ أيضاً: خطة أمنية جديدة" }));
        Assert.That(data.Paragraphs.Select(p => p.Labels), Is.All.Null);
        Assert.That(data.Paragraphs[1].Extra, Is.EqualTo(new[] { KeyValuePair.Create("position", "2"), KeyValuePair.Create("title", "\"كمين\""), KeyValuePair.Create("url", "\"https://example.org/1\"") }));
        Assert.That(data.Paragraphs[2].Extra[^1], Is.EqualTo(KeyValuePair.Create("furniture", "\"related\"")));
    }

    [TestCase("إقرأ أيضاً: تفاصيل الخطة", "related")]
    [TestCase("جميع الحقوق محفوظة © الجريدة 2024", "copyright")]
    [TestCase("تابعنا على تويتر وفيسبوك", "subscription")]
    [TestCase("بقلم: أحمد سالم", "byline")]
    [TestCase("كتب - سامي ناصر", "byline")]
    [TestCase("عدن - رويترز", "byline")]
    [TestCase("(أ ف ب)", "byline")]
    [TestCase("نشر في 12 يناير 2024", "date")]
    [TestCase("الثلاثاء 3 آذار 2015", "date")]
    [TestCase("أضف تعليقاً", "comments")]
    [TestCase("https://example.org/a?b=1", "link")]
    [TestCase("***", "no-words")]
    [TestCase("كلمات دلالية: اليمن، عدن", "tags")]
    [TestCase("كتب الشاعر في تعز قصيدة عن النهر والغربة.", null)]
    [TestCase("قُتل ثلاثة جنود الثلاثاء في كمين نصبه مسلحون.", null)]
    [TestCase("ترجمة الكتاب إلى العربية استغرقت عامين.", null)]
    [TestCase("وقال وزير الإعلام: تابعنا التطورات منذ الصباح.", null)]
    public void Page_furniture_is_told_from_the_article(string paragraph, string? kind) =>
        Assert.That(PageFurniture.Learn([]).KindOf(paragraph), Is.EqualTo(kind));

    [Test]
    public void A_short_line_that_comes_back_in_three_articles_is_furniture()
    {
        string[][] articles = [.. Enumerable.Range(0, 3).Select(i => new[] { $"خبر رقم {i} عن المدينة", "شبكة الأخبار المحلية" })];
        Assert.That(PageFurniture.Learn(articles).KindOf("شبكة الأخبار المحلية"), Is.EqualTo("repeated"));
        Assert.That(PageFurniture.Learn(articles[..2]).KindOf("شبكة الأخبار المحلية"), Is.Null);
    }

    [Test]
    public void Dropped_furniture_leaves_the_positions_of_the_others()
    {
        LabelledData data = RawArticle.ToParagraphs([new("a", "بقلم: أحمد\nقُتل جندي في كمين.")], dropFurniture: true);
        Assert.That(data.Paragraphs.Single().Extra.Single(), Is.EqualTo(KeyValuePair.Create("position", "2")));
    }

    [Test]
    public void A_folder_gives_text_files_and_JSON_lines()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "a.txt"), "فقرة أولى\nفقرة ثانية");
            File.WriteAllText(Path.Combine(folder, "b.jsonl"), JsonSerializer.Serialize(new { url = "https://example.org/x", title = "عنوان", text = "فقرة ثالثة" }) + "\n{\"id\":7,\"text\":\"فقرة رابعة\"}");
            IReadOnlyList<RawArticle> articles = RawArticleReader.Read([folder]);
            Assert.That(articles.Select(a => (a.Name, a.Title)), Is.EqualTo(new (string, string?)[] { ("a", null), ("https://example.org/x", "عنوان"), ("7", null) }));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public void A_bad_line_is_named()
    {
        using MemoryStream stream = new(Encoding.UTF8.GetBytes("{\"text\":\"نص\"}\n{\"title\":\"x\"}\n"));
        Assert.That(() => RawArticleReader.Read(stream, "in.jsonl", "in", jsonLines: true), Throws.TypeOf<LabelledDataException>().With.Message.StartsWith("in.jsonl:2:"));
    }
}

using ArabicTextClassifier.Training.Linting;

namespace ArabicTextClassifier.Training.Tests;

public class DataLintTests
{
    private const string Sentence = "أعلنت وزارة الداخلية تنفيذ خطة أمنية جديدة لحماية مداخل المدينة ومخارجها خلال أيام العيد";

    private static readonly LintSettings s_quick = new() { Training = null, MinWords = 3, RareLabel = 0 };

    [Test]
    public void The_same_text_is_found_whatever_its_spelling()
    {
        LintIssue issue = Check(Paragraph(1, "a", Sentence, "plan"), Paragraph(2, "b", "اعلنت وزاره الداخليه تنفيذ خطّة امنيه جديدة، لحماية مداخل المدينه ومخارجها خلال ايام العيد!".Replace("!", ""), "plan")).Single();
        Assert.That((issue.Kind, issue.Line, issue.OtherLine), Is.EqualTo((LintKind.ExactDuplicate, 2, 1)));
        Assert.That(issue.Message, Does.Contain("in the article a"));
    }

    [Test]
    public void A_text_with_a_word_changed_is_a_near_duplicate()
    {
        LintIssue issue = Check(Paragraph(1, "a", Sentence, "plan"), Paragraph(2, "a", Sentence + " المبارك", "plan")).Single();
        Assert.That(issue.Kind, Is.EqualTo(LintKind.NearDuplicate));
        Assert.That(issue.Score, Is.InRange(0.8, 0.99));
        Assert.That(issue.Message, Does.Contain("in the same article"));
    }

    [Test]
    public void The_same_text_with_other_labels_is_a_conflict()
    {
        LintIssue issue = Check(Paragraph(1, "a", Sentence, "plan"), Paragraph(2, "b", Sentence, "plan", "statement"), Paragraph(3, "c", "وقال الناطق إن الحملة مستمرة", "statement")).Single();
        Assert.That(issue.Kind, Is.EqualTo(LintKind.LabelConflict));
        Assert.That(issue.Message, Does.Contain("has the labels plan"));
    }

    [Test]
    public void The_order_of_labels_is_no_conflict() =>
        Assert.That(Check(Paragraph(1, "a", Sentence, "plan", "statement"), Paragraph(2, "b", Sentence, "statement", "plan")).Single().Kind, Is.EqualTo(LintKind.ExactDuplicate));

    [Test]
    public void A_text_of_the_test_data_in_the_training_data_is_a_leak()
    {
        LabelledData test = new([Paragraph(7, "t", Sentence, "plan"), Paragraph(8, "t", Sentence, "plan")]);
        LintIssue issue = DataLint.Check(new LabelledData([Paragraph(1, "a", Sentence, "plan"), Paragraph(2, "a", "وقال الناطق إن الحملة مستمرة", "plan")]), s_quick with { Test = new([test.Paragraphs[0]]) }).Single(i => i.Kind != LintKind.Imbalance);
        Assert.That((issue.Kind, issue.Line, issue.OtherLine), Is.EqualTo((LintKind.TestLeak, 1, 7)));
    }

    [Test]
    public void A_misspelt_label_is_named_with_the_one_that_was_meant()
    {
        LabelledData data = new([Paragraph(1, "a", "فتح الجنود الطريق صباحا", "plan"), Paragraph(2, "b", "انتشرت قوات في الحي", "plan"), Paragraph(3, "c", "بدأت حملة تفتيش واسعة", "paln")]);
        LintIssue issue = DataLint.Check(data, s_quick).Single();
        Assert.That((issue.Kind, issue.Line), Is.EqualTo((LintKind.OneOffLabel, 3)));
        Assert.That(issue.Message, Does.Contain("did you mean 'plan'?"));
    }

    [Test]
    public void Labels_that_are_not_expected_are_unknown()
    {
        LabelledData data = new([Paragraph(1, "a", "فتح الجنود الطريق صباحا", "weather")]);
        Assert.That(DataLint.Check(data, s_quick with { KnownLabels = ["plan"] }).Select(i => i.Kind), Has.Member(LintKind.UnknownLabel));
    }

    [TestCase("نعم", LintKind.ShortText)]
    [TestCase("Breaking news from the capital today", LintKind.NotArabic)]
    [TestCase("12 / 13 / 2024", LintKind.NotArabic)]
    public void Texts_that_tell_nothing_are_named(string text, LintKind kind) =>
        Assert.That(Check(Paragraph(1, "a", text)).Single().Kind, Is.EqualTo(kind));

    [Test]
    public void Rare_labels_and_labels_on_nearly_everything_are_named()
    {
        IEnumerable<LabelledParagraph> paragraphs = Enumerable.Range(0, 100).Select(i => Paragraph(i + 1, $"a{i}", $"نص رقم عن موضوع {new string((char)('ا' + i % 20), 4)} {new string((char)('ا' + i / 20), 5)} آخر", i < 95 ? ["news"] : i < 97 ? ["rare"] : []));
        IReadOnlyList<LintIssue> issues = DataLint.Check(new LabelledData(paragraphs), s_quick with { RareLabel = 0.05, NearDuplicate = 1.1 });
        Assert.That(issues.Where(i => i.Kind == LintKind.Imbalance).Select(i => i.Message.Split('\'')[1]), Is.EqualTo(new[] { "news", "rare" }));
    }

    [Test]
    public void Planted_label_errors_are_suspected_first()
    {
        LabelledParagraph[] paragraphs = [.. SmallCorpus.Create().Paragraphs.Select((p, i) => p with { File = "data.jsonl", Line = i + 1 })];
        int[] planted = [0, 13, 30, 47, 61, 74, 90, 97];
        string[][] truth = [.. planted.Select(i => paragraphs[i].Labels!.ToArray())];
        foreach (int i in planted)
            paragraphs[i] = paragraphs[i] with { Labels = paragraphs[i].Labels!.Contains("attack") ? ["statement"] : ["attack"] };
        LintIssue[] suspects = [.. DataLint.Check(new LabelledData(paragraphs), new LintSettings { Training = SmallCorpus.Settings, NearDuplicate = 1.1 }).Where(i => i.Kind == LintKind.SuspectedLabelError)];
        Assert.That(suspects.Select(s => s.Score), Is.Ordered);
        Assert.That(suspects.Take(5).Select(s => s.Line - 1), Is.SubsetOf(planted));
        Assert.That(suspects.Count(s => planted.Contains(s.Line - 1)), Is.GreaterThanOrEqualTo(6));
        Assert.That(suspects.Take(5).Count(s => s.Suggested!.ToHashSet().SetEquals(truth[Array.IndexOf(planted, s.Line - 1)])), Is.GreaterThanOrEqualTo(3));
    }

    [Test]
    public void An_answer_is_suspect_when_the_other_one_is_more_confident_than_usual()
    {
        // Yes has the mean 0.6, no (1 - 0.1 + 1 - 0.2 + 1 - 0.9) / 3 = 0.6.
        bool[] suspects = ConfidentLearning.Suspects([0.9f, 0.8f, 0.1f, 0.1f, 0.2f, 0.9f], [true, true, true, false, false, false]);
        Assert.That(suspects, Is.EqualTo(new[] { false, false, true, false, false, true }));
    }

    [Test]
    public void Near_duplicates_are_those_that_comparing_all_pairs_finds()
    {
        Random random = new(3);
        string[] words = [.. SmallCorpus.Create().Paragraphs.SelectMany(p => p.Text.Split(' ')).Distinct()];
        List<string> texts = [];
        for (int i = 0; i < 120; i++)
        {
            string[] sentence = random.GetItems(words, 14);
            texts.Add(string.Join(' ', sentence));
            sentence[random.Next(14)] = words[random.Next(words.Length)];
            texts.Add(string.Join(' ', sentence));
        }

        HashSet<(int, int)> all = [];
        for (int i = 0; i < texts.Count; i++)
        {
            for (int j = i + 1; j < texts.Count; j++)
            {
                HashSet<string> first = Shingles(texts[i]);
                HashSet<string> second = Shingles(texts[j]);
                if ((double)first.Intersect(second).Count() / first.Union(second).Count() >= 0.8)
                    all.Add((i, j));
            }
        }

        HashSet<(int, int)> found = [.. new NearDuplicates(texts).Pairs(0.8).Select(p => (p.First, p.Second))];
        Assert.That(all, Has.Count.InRange(20, 120), "the example has pairs on both sides of the limit");
        Assert.That(found, Is.EquivalentTo(all));

        static HashSet<string> Shingles(string text) => [.. Enumerable.Range(0, text.Length - 4).Select(i => text.Substring(i, 5))];
    }

    private static LabelledParagraph Paragraph(int line, string article, string text, params string[] labels) => new(article, text, labels) { File = "data.jsonl", Line = line };

    private static LintIssue[] Check(params LabelledParagraph[] paragraphs) => [.. DataLint.Check(new LabelledData(paragraphs), s_quick).Where(i => i.Kind != LintKind.Imbalance
        && !(i.Kind == LintKind.OneOffLabel && paragraphs.SelectMany(p => p.Labels!).CountBy(l => l).All(c => c.Value == 1 || c.Key == "plan")))];
}

namespace ArabicTextClassifier.Training.Tests;

public class SuggestionTests
{
    private const string Unsure = "وقال شهود إن انفجارا سمع قرب مقر الوزارة";

    private readonly ParagraphClassifier _classifier = ModelTrainer.Train(SmallCorpus.Create(), SmallCorpus.Settings).Classifier;

    [Test]
    public void Uncertain_paragraphs_come_first()
    {
        LabelledData data = Unlabelled([.. SmallCorpus.Create().Paragraphs.Select(p => p.Text), Unsure]);
        IReadOnlyList<Suggestion> chosen = Suggestion.Choose(_classifier, data, new SuggestionSettings { Count = 10, RandomShare = 0, Uncertainty = 1 });
        Assert.That(chosen, Has.Count.EqualTo(10));
        Assert.That(chosen.Select(s => s.Uncertainty), Is.Ordered.Descending);
        Assert.That(chosen[0].Reason, Does.Contain("threshold"));
    }

    [Test]
    public void Copies_are_suggested_once_and_likenesses_later()
    {
        string[] likenesses = [.. Enumerable.Range(0, 8).Select(i => $"{Unsure} رقم {i}")];
        LabelledData data = Unlabelled([Unsure, Unsure, "وقال شهود إن إنفجاراً سمع قرب مقر الوزاره", .. likenesses, .. SmallCorpus.Create().Paragraphs.Select(p => p.Text).Take(40)]);
        string[] spread = [.. Suggestion.Choose(_classifier, data, new SuggestionSettings { Count = 6, RandomShare = 0, Uncertainty = 0.4 }).Select(s => s.Paragraph.Text)];
        string[] packed = [.. Suggestion.Choose(_classifier, data, new SuggestionSettings { Count = 6, RandomShare = 0, Uncertainty = 1 }).Select(s => s.Paragraph.Text)];
        Assert.That(spread.Count(t => t.StartsWith("وقال شهود", StringComparison.Ordinal)), Is.LessThanOrEqualTo(2));
        Assert.That(packed.Count(t => t == Unsure), Is.LessThanOrEqualTo(1));
    }

    [Test]
    public void A_share_is_drawn_at_random_and_the_seed_decides_which()
    {
        LabelledData data = Unlabelled([.. SmallCorpus.Create().Paragraphs.Select(p => p.Text)]);
        string[] Random(int seed) => [.. Suggestion.Choose(_classifier, data, new SuggestionSettings { Count = 10, RandomShare = 0.5, Seed = seed }).Where(s => s.Reason == "drawn at random").Select(s => s.Paragraph.Text)];
        string[] first = Random(1);
        string[] again = Random(1);
        Assert.That(first, Has.Length.EqualTo(5).And.EqualTo(again).And.Not.EqualTo(Random(2)));
    }

    [Test]
    public void What_is_labelled_or_page_furniture_is_passed_over()
    {
        LabelledData data = new(
        [
            new("a", "قتل جندي في انفجار", ["attack"]),
            new("a", "اقرأ أيضا: خطة جديدة", null) { Extra = [new("furniture", "\"related\"")] },
            new("a", "سقطت قذائف على الحي", null),
            new("a", Unsure, null),
        ]);
        LabelledData labelled = new([new("b", "سقطت قذائف على الحيّ", ["attack"])]);
        Assert.That(Suggestion.Choose(_classifier, data, new SuggestionSettings { Labelled = labelled }).Select(s => s.Paragraph.Text), Is.EqualTo(new[] { Unsure }));
    }

    private static LabelledData Unlabelled(IReadOnlyList<string> texts) => new(texts.Select((text, i) => new LabelledParagraph($"a{i}", text, null)));
}

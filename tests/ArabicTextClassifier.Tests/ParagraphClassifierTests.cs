using System.Text;
using ArabicTextClassifier.Model;

namespace ArabicTextClassifier.Tests;

[TestFixture(WeightPrecision.Bits32)]
[TestFixture(WeightPrecision.Bits16)]
[TestFixture(null)]
public class ParagraphClassifierTests(WeightPrecision? precision)
{
    private readonly ParagraphClassifier _classifier = new(precision is { } linear ? SmallModel.Create(linear) : SmallModel.CreateTrees());

    [Test]
    public void An_explosion_is_an_attack()
    {
        Prediction prediction = _classifier.Predict("هز انفجار المدينة");
        Assert.That(prediction.Label, Is.EqualTo(SmallModel.Attack));
        Assert.That(prediction.Labels, Is.EqualTo(new[] { SmallModel.Attack }));
        Assert.That(prediction.Probability, Is.EqualTo(prediction.Scores[SmallModel.Attack]).And.GreaterThan(0.5f));
    }

    [Test]
    public void A_paragraph_can_carry_several_labels()
    {
        Prediction prediction = _classifier.Predict("قال انفجار");
        Assert.That(prediction.Labels, Is.EquivalentTo(new[] { SmallModel.Attack, SmallModel.Statement }));
        Assert.That(prediction.Labels.Select(l => prediction.Scores[l]), Is.Ordered.Descending);
    }

    [TestCase("")]
    [TestCase("   ")]
    [TestCase("\u064B\u0640\u200F")]
    [TestCase("الطقس معتدل")]
    public void A_paragraph_without_telling_words_is_out_of_scope(string text)
    {
        Prediction prediction = _classifier.Predict(text);
        Assert.That(prediction.Label, Is.Null);
        Assert.That(prediction.Probability, Is.Null);
        Assert.That(prediction.Labels, Is.Empty);
        Assert.That(prediction.Scores, Has.Count.EqualTo(2));
    }

    [Test]
    public void Null_is_refused() => Assert.That(() => _classifier.Predict((string)null!), Throws.ArgumentNullException);

    [TestCaseSource(typeof(Paragraphs), nameof(Paragraphs.All))]
    public void Every_form_of_predict_agrees(string text)
    {
        Prediction expected = _classifier.Predict(text);
        float[] probabilities = new float[2];
        _classifier.Predict(text.AsSpan(), probabilities);
        Assert.That(probabilities, Is.EqualTo(expected.Scores.Values));
        Assert.That(probabilities, Is.All.InRange(0f, 1f));
        Assert.That(_classifier.Predict(text.AsSpan()).Scores, Is.EqualTo(expected.Scores));
        Assert.That(_classifier.Predict(Encoding.UTF8.GetBytes(text)).Scores, Is.EqualTo(expected.Scores));
        Assert.That(_classifier.PredictMany([text]).Single().Scores, Is.EqualTo(expected.Scores));
    }

    [Test]
    public void A_span_that_is_too_short_is_refused() =>
        Assert.That(() => _classifier.Predict("قال".AsSpan(), new float[1]), Throws.ArgumentException.With.Message.Contains("room for 1").And.Message.Contains("2 labels"));

    [Test]
    public void Predicting_into_a_span_allocates_nothing()
    {
        string text = string.Concat(Enumerable.Repeat("انفجار عبوة ناسفة، وقال الوزير ", 20));
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        float[] probabilities = new float[2];
        _classifier.Predict(text.AsSpan(), probabilities);
        _classifier.Predict(utf8.AsSpan(), probabilities);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            _classifier.Predict(text.AsSpan(), probabilities);
            _classifier.Predict(utf8.AsSpan(), probabilities);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [Test]
    public void Many_paragraphs_come_out_in_order()
    {
        string[] texts = [.. Enumerable.Range(0, 5000).Select(i => Paragraphs.All[i % 10] + " " + i)];
        float[][] expected = [.. texts.Select(t => _classifier.Predict(t).Scores.Values.ToArray())];
        Assert.That(_classifier.PredictMany(texts).Select(p => p.Scores.Values.ToArray()), Is.EqualTo(expected));
    }

    [Test]
    public async Task Many_paragraphs_come_out_in_order_asynchronously()
    {
        string[] texts = [.. Enumerable.Range(0, 3000).Select(i => Paragraphs.All[i % 10] + " " + i)];
        List<float[]> found = [];
        await foreach (Prediction prediction in _classifier.PredictMany(Arriving()))
            found.Add([.. prediction.Scores.Values]);
        Assert.That(found, Is.EqualTo(texts.Select(t => _classifier.Predict(t).Scores.Values.ToArray())));

        async IAsyncEnumerable<string> Arriving()
        {
            foreach (string text in texts)
            {
                await Task.Yield();
                yield return text;
            }
        }
    }

    [Test]
    public void Predicting_many_streams()
    {
        int taken = 0;
        IEnumerable<string> endless = Endless();
        Assert.That(_classifier.PredictMany(endless).Take(10).Count(), Is.EqualTo(10));
        Assert.That(taken, Is.LessThan(100_000));

        IEnumerable<string> Endless()
        {
            while (true)
            {
                taken++;
                yield return "قال الوزير";
            }
        }
    }

    [Test]
    public void One_instance_serves_many_threads()
    {
        float[][] expected = [.. Paragraphs.All.Select(t => _classifier.Predict(t).Scores.Values.ToArray())];
        Parallel.For(0, 2000, i =>
        {
            int paragraph = i % Paragraphs.All.Length;
            if (!_classifier.Predict(Paragraphs.All[paragraph]).Scores.Values.SequenceEqual(expected[paragraph]))
                throw new InvalidOperationException($"Paragraph {paragraph} differs.");
        });
    }

    [Test]
    public void An_article_is_split_into_its_lines()
    {
        const string article = "\uFEFF\r\n  هز انفجار المدينة \r\n\r\n\tقال الوزير\n \nالطقس معتدل";
        IReadOnlyList<ParagraphPrediction> paragraphs = _classifier.PredictArticle(article);
        Assert.That(paragraphs.Select(p => p.Text).Skip(1), Is.EqualTo(new[] { "هز انفجار المدينة", "قال الوزير", "الطقس معتدل" }));
        Assert.That(paragraphs.Select(p => article[p.Range]), Is.EqualTo(paragraphs.Select(p => p.Text)));
        Assert.That(paragraphs[1].Prediction.Label, Is.EqualTo(SmallModel.Attack));
        Assert.That(paragraphs[3].Prediction.Label, Is.Null);
    }

    [Test]
    public void An_article_can_be_a_list_of_paragraphs()
    {
        IReadOnlyList<ParagraphPrediction> paragraphs = _classifier.PredictArticle(["هز انفجار المدينة", "قال الوزير"]);
        Assert.That(paragraphs.Select(p => p.Prediction.Label), Is.EqualTo(new[] { SmallModel.Attack, SmallModel.Statement }));
        Assert.That(() => _classifier.PredictArticle(["a", null!]), Throws.ArgumentNullException);
    }

    [TestCaseSource(typeof(Paragraphs), nameof(Paragraphs.All))]
    public void What_words_contribute_adds_up_to_the_logit(string text)
    {
        Prediction prediction = _classifier.Predict(text);
        foreach (Explanation explanation in _classifier.Explain(text))
        {
            Assert.That(explanation.Probability, Is.EqualTo(prediction.Scores[explanation.Label]));
            Assert.That(1 / (1 + Math.Exp(-explanation.Logit)), Is.EqualTo(explanation.Probability).Within(1e-5));
            foreach (TextPiece piece in explanation.Pieces)
                Assert.That(text[piece.Range], Is.EqualTo(piece.Text));
        }
    }

    [Test]
    public void An_explanation_names_the_words_that_decided()
    {
        Explanation explanation = _classifier.Explain("هز «انْفجار» المدينة")[0];
        Assert.That(explanation.Label, Is.EqualTo(SmallModel.Attack));
        Assert.That(explanation.Pieces[0].Text, Is.EqualTo("انْفجار"));
        Assert.That(explanation.Pieces[0].Contribution, Is.Positive);
    }

    [Test]
    public void A_model_that_is_written_and_read_predicts_the_same()
    {
        ClassifierModel model = precision is { } linear ? SmallModel.Create(linear) : SmallModel.CreateTrees();
        byte[] file = ModelFile.Write(model);
        ParagraphClassifier read = ParagraphClassifier.Load(file);
        foreach (string text in Paragraphs.All)
            Assert.That(read.Predict(text).Scores, Is.EqualTo(_classifier.Predict(text).Scores));
        Assert.That(read.Model.Labels, Is.EqualTo(model.Info.Labels));
        Assert.That(read.Model.Features, Is.EqualTo(model.Info.Features));
        Assert.That(read.Model.SizeInBytes, Is.EqualTo(file.Length));
        Assert.That(ModelFile.Write(new ClassifierModel(read.Model, read.Scorer)), Is.EqualTo(file));
    }

    [Test]
    public void More_labels_than_one_vector_holds_are_scored_too()
    {
        ParagraphClassifier wide = new(SmallModel.Create(precision ?? WeightPrecision.Bits32, labels: 7));
        ParagraphClassifier narrow = new(SmallModel.Create(precision ?? WeightPrecision.Bits32));
        foreach (string text in Paragraphs.All)
            Assert.That(wide.Predict(text).Scores.Values.Take(2), Is.EqualTo(narrow.Predict(text).Scores.Values));
    }

    [Test]
    public void Words_met_before_change_nothing()
    {
        ParagraphClassifier experienced = new(SmallModel.Create(WeightPrecision.Bits16));
        for (int i = 0; i < 100_000; i++)
            experienced.Predict($"كلمة{(char)('ا' + i % 32)}{(char)('ا' + i / 32 % 32)}{(char)('ا' + i / 1024)}");
        foreach (string text in Paragraphs.All)
        {
            ParagraphClassifier fresh = new(SmallModel.Create(WeightPrecision.Bits16));
            Assert.That(experienced.Predict(text).Scores.Values, Is.EqualTo(fresh.Predict(text).Scores.Values));
        }
    }
}

using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace ArabicTextClassifier.Tests;

/// <summary>What holds for every text, tried on texts that FsCheck makes up and, where one fails, cuts down to the shortest.</summary>
[TestFixture(WeightPrecision.Bits32)]
[TestFixture(WeightPrecision.Bits16)]
[TestFixture(null)]
public class PropertyTests(WeightPrecision? precision)
{
    private const int Texts = 1_000;

    private static readonly string[] s_words =
    [
        "انفجار", "قال", "الوزير", "وقال", "الناطق", "عبوة", "ناسفة", "حرس", "الحدود", "قُتِلَ", "الطقس", "ﻻ", "ﷺ", "٣٥", "BBC",
        ":", "\"", "«", "»", "#", "؟", "!", "(", "،", ".", "\n",
    ];

    /// <summary>Words of the model, letters, marks, invisible characters, surrogates whole and broken, in any order and in and out of words.</summary>
    private static readonly Gen<string> s_piece = Gen.Frequency(
        (6, Gen.Elements(s_words)),
        (4, Gen.Constant(" ")),
        (3, Gen.Choose('\u0600', '\u06FF').Select(c => ((char)c).ToString())),
        (1, Gen.Choose('\uFB50', '\uFEFF').Select(c => ((char)c).ToString())),
        (1, Gen.Choose('\u2000', '\u206F').Select(c => ((char)c).ToString())),
        (1, Gen.Choose('\uD800', '\uDFFF').Select(c => ((char)c).ToString())),
        (1, Gen.Choose(0x10000, 0x10FFFF).Select(char.ConvertFromUtf32)),
        (1, Gen.Choose(0, char.MaxValue).Select(c => ((char)c).ToString())));

    private static readonly Arbitrary<string> s_texts = Arb.From(
        s_piece.ListOf().Select(string.Concat),
        text => ArbMap.Default.ArbFor<string>().Shrinker(text).Where(shorter => shorter is not null));

    private readonly ParagraphClassifier _classifier = new(precision is { } linear ? SmallModel.Create(linear) : SmallModel.CreateTrees());

    [Test]
    public void Normalizing_twice_changes_nothing_more() => Holds(text =>
        ArabicNormalizer.Normalize(ArabicNormalizer.Normalize(text)) == ArabicNormalizer.Normalize(text));

    [Test]
    public void Positions_never_fall_and_stay_inside_the_text() => Holds(text =>
    {
        string normalized = ArabicNormalizer.Normalize(text, out int[] positions);
        return positions.Length == normalized.Length
            && positions.All(p => p >= 0 && p < text.Length)
            && positions.Zip(positions.Skip(1)).All(pair => pair.First <= pair.Second);
    });

    [Test]
    public void A_normalized_text_is_predicted_like_the_text() => Holds(text =>
        Scores(_classifier.Predict(text)).Zip(Scores(_classifier.Predict(ArabicNormalizer.Normalize(text)))).All(p => Math.Abs(p.First - p.Second) < 1e-5));

    [Test]
    public void String_span_UTF8_and_batch_are_predicted_alike() => Holds(text =>
    {
        float[] expected = Scores(_classifier.Predict(text));
        float[] span = new float[expected.Length];
        _classifier.Predict(text.AsSpan(), span);
        bool alike = span.SequenceEqual(expected)
            && Scores(_classifier.PredictMany([text]).Single()).SequenceEqual(expected)
            && Scores(_classifier.StartArticle().Next(text)).SequenceEqual(expected);

        // A lone surrogate has no UTF-8; encoding replaces it by U+FFFD, which separates words as it did.
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        float[] bytes = new float[expected.Length];
        _classifier.Predict(utf8, bytes);
        return alike && bytes.SequenceEqual(Scores(_classifier.Predict(Encoding.UTF8.GetString(utf8)))) && Scores(_classifier.Predict(utf8)).SequenceEqual(bytes);
    });

    [Test]
    public void A_batch_is_predicted_like_its_paragraphs_one_by_one() => Prop.ForAll(
        Arb.From(s_texts.Generator.ListOf().Select(texts => texts.ToArray())),
        texts => _classifier.PredictMany(texts).SelectMany(Scores).SequenceEqual(texts.SelectMany(text => Scores(_classifier.Predict(text)))))
        .Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    [Test]
    public void Probabilities_lie_between_0_and_1_and_labels_follow_from_them() => Holds(text =>
    {
        Prediction prediction = _classifier.Predict(text);
        return prediction.Scores.Values.All(p => p is >= 0 and <= 1)
            && prediction.Labels.Order().SequenceEqual(_classifier.Model.Labels.Where(l => prediction.Scores[l.Name] >= l.Threshold).Select(l => l.Name).Order())
            && prediction.Label == (prediction.Labels.Count > 0 ? prediction.Labels[0] : null);
    });

    [Test]
    public void Contributions_and_bias_add_up_to_the_logit_of_the_probability() => Holds(text =>
        _classifier.Explain(text).All(e =>
            Math.Abs(e.Bias + e.Pieces.Sum(p => p.Contribution) - e.Logit) < 1e-9
            && Math.Abs(1 / (1 + Math.Exp(-e.Logit)) - e.Probability) < 1e-5
            && e.Pieces.All(p => text[p.Range] == p.Text && p.Text.Length > 0)));

    private static float[] Scores(Prediction prediction) => [.. prediction.Scores.Values];

    private static void Holds(Func<string, bool> property) => Prop.ForAll(s_texts, property).Check(Config.QuickThrowOnFailure.WithMaxTest(Texts).WithEndSize(60));
}

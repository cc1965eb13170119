using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace ArabicTextClassifier.Training.Tests.Formats;

/// <summary>What is written in a format comes back from it, whatever it is.</summary>
public class RoundTripTests
{
    private static readonly string[] s_pieces =
    [
        "قُتل ثلاثة جنود", "وقال «الوزير»", "نص", " ", "\"", "\"\"", ",", ";", "|", "\t", "\n", "\r\n", "\r", "\\", "\\n", "'", "{", "}", "[1]", "null", "#", "=1+1", "💥", "\u200F", "\u2028", "extra.", ":json", "a",
    ];

    private static readonly string[] s_keys =
        ["country", "year", "text", "label", "labels", "article", "data", "extra.text", "extra.extra.label", "label_studio", "id", "key:json", "سنة", "annotations"];

    private static readonly string[] s_values = ["\"العراق\"", "\"\"", "2015", "1.50", "-0", "1e400", "null", "true", "[1,\"أ\"]", "{\"k\":{\"l\":[]}}", "\"a\\tb\"", "\"[1]\""];

    private static Gen<string> Text => from pieces in Gen.Elements(s_pieces).NonEmptyListOf()
                                       let text = string.Concat(pieces)
                                       where !string.IsNullOrWhiteSpace(text)
                                       select text;

    private static Gen<IReadOnlyList<string>?> Labels => Gen.OneOf(
        Gen.Constant<IReadOnlyList<string>?>(null),
        Gen.Elements("attack_report", "security_plan", "a|b", " led", "بيان رسمي", "100%", "%20", "x,y", "\"q\"").ListOf().Select(l => (IReadOnlyList<string>?)[.. l.Distinct()]));

    private static Gen<LabelledParagraph> Paragraph =>
        from article in Gen.OneOf(Gen.Elements("a", "", "مقال ١", "x:1"), Text)
        from text in Text
        from labels in Labels
        from keys in Gen.Elements(s_keys).ListOf()
        from values in Gen.Elements(s_values).ListOf(s_keys.Length)
        select new LabelledParagraph(article, text, labels) { Extra = [.. keys.Distinct().Zip(values, KeyValuePair.Create)] };

    private static Arbitrary<LabelledParagraph[]> Corpora => Paragraph.ArrayOf().ToArbitrary();

    [TestCase(LabelledDataFormat.JsonLines)]
    [TestCase(LabelledDataFormat.Doccano)]
    [TestCase(LabelledDataFormat.HuggingFace)]
    [TestCase(LabelledDataFormat.LabelStudio)]
    [TestCase(LabelledDataFormat.Csv)]
    [TestCase(LabelledDataFormat.Tsv)]
    public void A_round_trip_loses_nothing(LabelledDataFormat format) => Prop.ForAll(Corpora, paragraphs =>
    {
        LabelledData data = new(paragraphs);
        LabelledData back = RoundTrip(data, format);
        return back.Sha256 == data.Sha256 && back.Paragraphs.Zip(data.Paragraphs).All(p => SameExtra(p.First, p.Second));
    }).QuickCheckThrowOnFailure();

    [TestCase(LabelledDataFormat.JsonLines, LabelledDataFormat.LabelStudio, LabelledDataFormat.Tsv)]
    [TestCase(LabelledDataFormat.Csv, LabelledDataFormat.Doccano, LabelledDataFormat.HuggingFace)]
    [TestCase(LabelledDataFormat.LabelStudio, LabelledDataFormat.Doccano, LabelledDataFormat.Csv)]
    public void A_journey_through_several_tools_loses_nothing(params LabelledDataFormat[] formats) => Prop.ForAll(Corpora, paragraphs =>
    {
        LabelledData data = new(paragraphs);
        LabelledData back = formats.Aggregate(data, RoundTrip);
        return back.Sha256 == data.Sha256 && back.Paragraphs.Zip(data.Paragraphs).All(p => SameExtra(p.First, p.Second));
    }).QuickCheckThrowOnFailure();

    [Test]
    public void FastText_keeps_labels_and_texts() => Prop.ForAll(Corpora, paragraphs =>
    {
        LabelledData back = RoundTrip(new LabelledData(paragraphs), LabelledDataFormat.FastText);
        return back.Paragraphs.Select(p => p.Text).SequenceEqual(paragraphs.Select(p => p.Text.ReplaceLineEndings(" ").Trim()))
            && back.Paragraphs.Zip(paragraphs).All(p => p.First.Labels!.SequenceEqual(p.Second.Labels ?? []));
    }).QuickCheckThrowOnFailure();

    private static LabelledData RoundTrip(LabelledData data, LabelledDataFormat format)
    {
        using MemoryStream file = new();
        data.Export(file, format);
        file.Position = 0;
        return LabelledData.Import(file, format);
    }

    private static bool SameExtra(LabelledParagraph first, LabelledParagraph second) =>
        Values(first).SequenceEqual(Values(second));

    private static IEnumerable<string> Values(LabelledParagraph paragraph) =>
        paragraph.Extra.Select(e => $"{e.Key} = {Encoding.UTF8.GetString(Canonical(e.Value))}").Order(StringComparer.Ordinal);

    /// <summary>JSON with its escapes undone, numbers as they were written.</summary>
    private static byte[] Canonical(string json) => System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(System.Text.Json.JsonDocument.Parse(json).RootElement);
}

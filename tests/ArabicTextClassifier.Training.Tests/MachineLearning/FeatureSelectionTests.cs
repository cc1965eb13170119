using ArabicTextClassifier.Training.MachineLearning;
using Microsoft.ML.Data;

namespace ArabicTextClassifier.Training.Tests.MachineLearning;

public class FeatureSelectionTests
{
    // The features of six paragraphs as hashes: 10 is everywhere, 20 tells the first three from the others, 30 is on two, 40 on one.
    private static readonly FeatureBag[] s_bags =
    [
        new([10, 20], [1, 2], 4),
        new([10, 20, 30], [1, 1, 1], 9),
        new([10, 20], [1, 1], 4),
        new([10, 30], [3, 1], 4),
        new([10, 40], [1, 1], 4),
        new([10], [1], 1),
    ];

    private static readonly bool[] s_first = [true, true, true, false, false, false];

    [TestCase(1, 10, new uint[] { 10, 20, 30, 40 })]
    [TestCase(2, 10, new uint[] { 10, 20, 30 })]
    [TestCase(3, 10, new uint[] { 10, 20 })]
    [TestCase(1, 1, new uint[] { 20 })]
    [TestCase(1, 2, new uint[] { 20, 40 })]
    public void What_is_frequent_enough_and_tells_most_is_chosen(int minParagraphs, int most, uint[] expected) =>
        Assert.That(Choose(minParagraphs, most).Selection.Keys, Is.EqualTo(expected));

    [Test]
    public void Of_some_paragraphs_only_their_own_features_are_chosen()
    {
        Vocabulary all = Vocabulary.Count(s_bags, 1);
        FeatureVector[] last = [.. s_bags.TakeLast(3).Select(all.ToVector)];
        Assert.That(FeatureSelection.Choose(all, last, [[false, true, false]], 1, 10).Keys, Is.EqualTo(new uint[] { 10, 30, 40 }));
        Assert.That(FeatureSelection.Choose(all, last, [[false, true, false]], 2, 10).Keys, Is.EqualTo(new uint[] { 10 }));
    }

    [Test]
    public void Rows_hold_counts_times_units_at_the_places_of_the_chosen()
    {
        (FeatureSelection selection, FeatureVector[] vectors) = Choose(2, 10);
        float[][] rows = [.. selection.Read(vectors, s_first).Select(row => row.Features.DenseValues().ToArray())];
        for (int paragraph = 0; paragraph < s_bags.Length; paragraph++)
        {
            FeatureBag bag = s_bags[paragraph];
            Assert.That(rows[paragraph], Is.EqualTo(selection.Keys.Select(key => Array.IndexOf(bag.Keys, key) is >= 0 and int i ? bag.Counts[i] * bag.UnitValue : 0)));
        }

        Assert.That(selection.Read(vectors, s_first).Select(row => row.Label), Is.EqualTo(s_first));
        Assert.That(selection.Read(vectors).Select(row => row.Label), Is.All.False);
    }

    [Test]
    public void Rows_can_be_read_again_and_side_by_side()
    {
        (FeatureSelection selection, FeatureVector[] vectors) = Choose(1, 10);
        IEnumerable<FeatureRow> rows = selection.Read(vectors, s_first);
        foreach ((float[] first, float[] second) in rows.Zip(rows, (a, b) => (a.Features.DenseValues().ToArray(), b.Features.DenseValues().ToArray())))
            Assert.That(second, Is.EqualTo(first));
    }

    [Test]
    public void Scaling_multiplies_every_value_by_the_factor_of_its_feature()
    {
        (FeatureSelection selection, FeatureVector[] vectors) = Choose(1, 10);
        FeatureScaling scaling = FeatureScaling.Learn(4, selection.Read(vectors, s_first), power: 1);

        // Of the feature 20: on three of three paragraphs with the label and on none of three without, one added to each.
        Assert.That(scaling[1], Is.EqualTo(Math.Log(4 / 5.0 / (1 / 5.0))).Within(1e-6));
        float[][] plain = [.. selection.Read(vectors).Select(row => row.Features.DenseValues().ToArray())];
        float[][] scaled = [.. selection.Read(vectors, null, scaling).Select(row => row.Features.DenseValues().ToArray())];
        for (int paragraph = 0; paragraph < plain.Length; paragraph++)
            Assert.That(scaled[paragraph], Is.EqualTo(plain[paragraph].Select((value, feature) => value * scaling[feature])));
    }

    private static (FeatureSelection Selection, FeatureVector[] Vectors) Choose(int minParagraphs, int most)
    {
        Vocabulary vocabulary = Vocabulary.Count(s_bags, 1);
        FeatureVector[] vectors = [.. s_bags.Select(vocabulary.ToVector)];
        return (FeatureSelection.Choose(vocabulary, vectors, [s_first], minParagraphs, most), vectors);
    }
}

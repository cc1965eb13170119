using System.Runtime.InteropServices;
using Microsoft.ML.Data;

namespace ArabicTextClassifier.Training.MachineLearning;

/// <summary>The features that a model may weigh, each with its place in the vector.</summary>
internal sealed class Vocabulary
{
    private readonly Dictionary<uint, int> _indexes;

    private Vocabulary(uint[] keys)
    {
        Keys = keys;
        _indexes = keys.Select((key, index) => (key, index)).ToDictionary(p => p.key, p => p.index);
    }

    /// <summary>Feature hashes, rising.</summary>
    public uint[] Keys { get; }

    /// <summary>Every feature that occurs in at least <paramref name="minParagraphs"/> paragraphs.</summary>
    public static Vocabulary Count(IEnumerable<FeatureBag> bags, int minParagraphs)
    {
        Dictionary<uint, int> paragraphs = [];
        foreach (FeatureBag bag in bags)
        {
            foreach (uint key in bag.Keys)
                CollectionsMarshal.GetValueRefOrAddDefault(paragraphs, key, out _)++;
        }

        return new Vocabulary([.. paragraphs.Where(p => p.Value >= minParagraphs).Select(p => p.Key).Order()]);
    }

    /// <summary>The features of this vocabulary that tell most about a label: the most mutual information with any one of them.</summary>
    /// <param name="bags">Paragraphs.</param>
    /// <param name="labels">By label, then paragraph: whether it carries it.</param>
    /// <param name="count">How many to keep.</param>
    /// <remarks>Mutual information of presence and label, as in Manning, Raghavan and Schütze, "Introduction to Information Retrieval" (2008), 13.5.1.</remarks>
    public Vocabulary MostInformative(IReadOnlyList<FeatureBag> bags, bool[][] labels, int count)
    {
        if (Keys.Length <= count)
            return this;
        int[] with = new int[Keys.Length];
        int[][] withLabel = [.. labels.Select(_ => new int[Keys.Length])];
        for (int i = 0; i < bags.Count; i++)
        {
            foreach (uint key in bags[i].Keys)
            {
                if (!_indexes.TryGetValue(key, out int index))
                    continue;
                with[index]++;
                for (int label = 0; label < labels.Length; label++)
                    withLabel[label][index] += labels[label][i] ? 1 : 0;
            }
        }

        double[] best = new double[Keys.Length];
        for (int label = 0; label < labels.Length; label++)
        {
            int positives = labels[label].Count(l => l);
            for (int index = 0; index < best.Length; index++)
                best[index] = Math.Max(best[index], MutualInformation(bags.Count, positives, with[index], withLabel[label][index]));
        }

        return new Vocabulary([.. Enumerable.Range(0, Keys.Length)
            .OrderByDescending(i => best[i]).ThenBy(i => Keys[i]).Take(count)
            .Select(i => Keys[i]).Order()]);
    }

    /// <summary>The vector of a paragraph: each feature's count times what one occurrence counts.</summary>
    public VBuffer<float> ToVector(FeatureBag bag)
    {
        List<int> indices = [];
        List<float> values = [];
        float unit = bag.UnitValue;
        for (int i = 0; i < bag.Keys.Length; i++)
        {
            if (_indexes.TryGetValue(bag.Keys[i], out int index))
            {
                indices.Add(index);
                values.Add(bag.Counts[i] * unit);
            }
        }

        return new VBuffer<float>(Keys.Length, indices.Count, [.. values], [.. indices]);
    }

    private static double MutualInformation(int all, int positives, int with, int withAndPositive)
    {
        return Cell(withAndPositive, with, positives)
            + Cell(with - withAndPositive, with, all - positives)
            + Cell(positives - withAndPositive, all - with, positives)
            + Cell(all - with - positives + withAndPositive, all - with, all - positives);

        double Cell(double joint, double row, double column) =>
            joint <= 0 ? 0 : joint / all * Math.Log2(joint * all / (row * column));
    }
}

using Microsoft.ML.Data;

namespace ArabicTextClassifier.Training.MachineLearning;

/// <summary>The features of a vocabulary that a model may weigh, each with its place in the rows that the model learns from.</summary>
internal sealed class FeatureSelection
{
    private const int NotChosen = -1;

    private readonly int[] _places;

    private FeatureSelection(Vocabulary vocabulary, int[] chosen)
    {
        Keys = Array.ConvertAll(chosen, place => vocabulary.Keys[place]);
        _places = new int[vocabulary.Keys.Length];
        Array.Fill(_places, NotChosen);
        for (int i = 0; i < chosen.Length; i++)
            _places[chosen[i]] = i;
    }

    /// <summary>The chosen features' hashes, rising.</summary>
    public uint[] Keys { get; }

    /// <summary>Chooses the features in enough paragraphs that tell most about a label: the most mutual information with any one of them.</summary>
    /// <param name="vocabulary">What the vectors' places mean.</param>
    /// <param name="vectors">Paragraphs.</param>
    /// <param name="labels">By label, then paragraph: whether it carries it.</param>
    /// <param name="minParagraphs">A feature must occur in this many paragraphs.</param>
    /// <param name="most">Most features to choose.</param>
    /// <remarks>Mutual information of presence and label, as in Manning, Raghavan and Schütze, "Introduction to Information Retrieval" (2008), 13.5.1.</remarks>
    public static FeatureSelection Choose(Vocabulary vocabulary, IReadOnlyList<FeatureVector> vectors, bool[][] labels, int minParagraphs, int most)
    {
        int[] with = Count(vocabulary, vectors, _ => true);
        int[] frequent = [.. Enumerable.Range(0, with.Length).Where(place => with[place] >= minParagraphs)];
        if (frequent.Length <= most)
            return new FeatureSelection(vocabulary, frequent);
        double[] best = new double[with.Length];
        foreach (bool[] label in labels)
        {
            int[] withLabel = Count(vocabulary, vectors, paragraph => label[paragraph]);
            int positives = label.Count(l => l);
            foreach (int place in frequent)
                best[place] = Math.Max(best[place], MutualInformation(vectors.Count, positives, with[place], withLabel[place]));
        }

        return new FeatureSelection(vocabulary, [.. frequent.OrderByDescending(place => best[place]).ThenBy(place => place).Take(most).Order()]);
    }

    /// <summary>Paragraphs as rows of a model, made while they are read: a row is good until the next one is asked for.</summary>
    /// <param name="vectors">Paragraphs.</param>
    /// <param name="labels">By paragraph: whether it carries the label; null if that does not matter.</param>
    /// <param name="scaling">What values are multiplied by; null for nothing.</param>
    public IEnumerable<FeatureRow> Read(IReadOnlyList<FeatureVector> vectors, bool[]? labels = null, FeatureScaling? scaling = null)
    {
        FeatureRow row = new();
        int[] indices = [];
        float[] values = [];
        for (int paragraph = 0; paragraph < vectors.Count; paragraph++)
        {
            FeatureVector vector = vectors[paragraph];
            if (indices.Length < vector.Places.Length)
                (indices, values) = (new int[2 * vector.Places.Length], new float[2 * vector.Places.Length]);
            int count = 0;
            for (int i = 0; i < vector.Places.Length; i++)
            {
                int place = _places[vector.Places[i]];
                if (place == NotChosen)
                    continue;
                float value = vector.Counts[i] * vector.UnitValue;
                indices[count] = place;
                values[count++] = scaling is null ? value : value * scaling[place];
            }

            row.Features = new VBuffer<float>(Keys.Length, count, values, indices);
            row.Label = labels is not null && labels[paragraph];
            yield return row;
        }
    }

    /// <summary>By place: in how many of some paragraphs a feature occurs.</summary>
    private static int[] Count(Vocabulary vocabulary, IReadOnlyList<FeatureVector> vectors, Func<int, bool> counts)
    {
        int[] found = new int[vocabulary.Keys.Length];
        for (int paragraph = 0; paragraph < vectors.Count; paragraph++)
        {
            if (!counts(paragraph))
                continue;
            foreach (int place in vectors[paragraph].Places)
                found[place]++;
        }

        return found;
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

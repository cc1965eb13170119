using System.Runtime.InteropServices;

namespace ArabicTextClassifier.Training.MachineLearning;

/// <summary>The features that occur in some paragraphs, each with its place.</summary>
internal sealed class Vocabulary
{
    private readonly Dictionary<uint, int> _places;

    private Vocabulary(uint[] keys)
    {
        Keys = keys;
        _places = new Dictionary<uint, int>(keys.Length);
        for (int place = 0; place < keys.Length; place++)
            _places.Add(keys[place], place);
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

    /// <summary>The features of a paragraph that are in this vocabulary.</summary>
    public FeatureVector ToVector(FeatureBag bag)
    {
        List<int> places = new(bag.Keys.Length);
        List<ushort> counts = new(bag.Keys.Length);
        for (int i = 0; i < bag.Keys.Length; i++)
        {
            if (!_places.TryGetValue(bag.Keys[i], out int place))
                continue;
            places.Add(place);
            counts.Add(checked((ushort)bag.Counts[i]));
        }

        return new FeatureVector([.. places], [.. counts], bag.UnitValue);
    }
}

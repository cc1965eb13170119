using ArabicTextClassifier.Model;
using ArabicTextClassifier.Text;

namespace ArabicTextClassifier.Training.MachineLearning;

/// <summary>The features of one paragraph: distinct hashes in rising order, and how often each occurs.</summary>
/// <param name="Keys">Distinct feature hashes, rising.</param>
/// <param name="Counts">How often each occurs.</param>
/// <param name="Occurrences">How many features the paragraph has, repeated ones counted.</param>
internal sealed record FeatureBag(uint[] Keys, int[] Counts, long Occurrences)
{
    /// <summary>What one occurrence counts.</summary>
    public float UnitValue => (float)Scorer.UnitValue(Occurrences);

    /// <summary>Counts the features of a text.</summary>
    public static FeatureBag Of(FeatureExtractor extractor, string text)
    {
        uint[] all = AllOf(extractor, text);
        long occurrences = all.Length;
        Array.Sort(all);
        List<uint> keys = [];
        List<int> counts = [];
        foreach (uint key in all)
        {
            if (keys.Count > 0 && keys[^1] == key)
            {
                counts[^1]++;
            }
            else if (key != 0)
            {
                keys.Add(key);
                counts.Add(1);
            }
        }

        return new FeatureBag([.. keys], [.. counts], occurrences);
    }

    /// <summary>Every occurrence of every feature.</summary>
    public static uint[] AllOf(FeatureExtractor extractor, string text)
    {
        CollectingSink sink = new([]);
        extractor.Extract<char, Utf16, CollectingSink>(text, ref sink);
        return [.. sink.Found];
    }

    private readonly struct CollectingSink(List<uint> features) : IFeatureSink
    {
        public static bool TracksPositions => false;

        public List<uint> Found { get; } = features;

        public void Tokens(ReadOnlySpan<Token> tokens, ReadOnlySpan<int> positions)
        {
        }

        public void Features(ReadOnlySpan<uint> features, ReadOnlySpan<FeaturePlace> places) => Found.AddRange(features);
    }
}

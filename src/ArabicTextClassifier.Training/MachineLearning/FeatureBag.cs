using ArabicTextClassifier.Model;
using ArabicTextClassifier.Text;

namespace ArabicTextClassifier.Training.MachineLearning;

/// <summary>The features of one paragraph: distinct hashes in rising order, and how often each was handed over.</summary>
/// <param name="Keys">Distinct feature hashes, rising.</param>
/// <param name="Counts">How often each was handed over: more than once where several words share a stem.</param>
/// <param name="Total">How many features were handed over.</param>
internal sealed record FeatureBag(uint[] Keys, int[] Counts, long Total)
{
    /// <summary>What a feature counts.</summary>
    public float UnitValue => (float)Scorer.UnitValue(Total);

    /// <summary>Counts the features of a paragraph by itself.</summary>
    public static FeatureBag Of(FeatureExtractor extractor, string text)
    {
        ArticleVoices voices = default;
        return Of(extractor, text, ref voices);
    }

    /// <summary>Counts the features of a paragraph in its article.</summary>
    public static FeatureBag Of(FeatureExtractor extractor, string text, ref ArticleVoices voices)
    {
        uint[] all = AllOf(extractor, text, ref voices);
        long total = all.Length;
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

        return new FeatureBag([.. keys], [.. counts], total);
    }

    /// <summary>Every feature that is handed over.</summary>
    public static uint[] AllOf(FeatureExtractor extractor, string text, ref ArticleVoices voices)
    {
        CollectingSink sink = new([]);
        extractor.Extract<char, Utf16, CollectingSink>(text, ref sink, ref voices);
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

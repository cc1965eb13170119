using System.Collections.Concurrent;
using ArabicTextClassifier.Text;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace ArabicTextClassifier.Training.MachineLearning;

/// <summary>What the custom mapping reads. The names are columns of the user's pipeline for a moment, so they must not be theirs.</summary>
internal sealed class FeaturizerInput
{
    public ReadOnlyMemory<char> ArabicText__Text { get; set; }

    public ReadOnlyMemory<char> ArabicText__Settings { get; set; }
}

/// <summary>What the custom mapping writes: a hash per occurrence of a feature, and what each occurrence counts.</summary>
internal sealed class FeaturizerOutput
{
    public VBuffer<uint> ArabicText__Hashes { get; set; }

    public float ArabicText__Unit { get; set; }
}

/// <summary>The custom mapping from text to feature hashes, which ML.NET finds by its name when it loads a saved pipeline.</summary>
[CustomMappingFactoryAttribute(Contract)]
internal sealed class FeatureHashes : CustomMappingFactory<FeaturizerInput, FeaturizerOutput>
{
    /// <summary>The name in saved pipelines.</summary>
    public const string Contract = "ArabicTextClassifier.FeatureHashes";

    private static readonly ConcurrentDictionary<string, FeatureExtractor> s_extractors = new();

    /// <inheritdoc/>
    public override Action<FeaturizerInput, FeaturizerOutput> GetMapping()
    {
        // The settings are the same in every row: they are looked up once and then known by their memory.
        ReadOnlyMemory<char> known = default;
        FeatureExtractor? extractor = null;
        Lock guard = new();
        return (input, output) =>
        {
            FeatureExtractor current;
            lock (guard)
            {
                if (extractor is null || !known.Span.SequenceEqual(input.ArabicText__Settings.Span))
                {
                    known = input.ArabicText__Settings;
                    extractor = s_extractors.GetOrAdd(known.ToString(), FeaturizerState.Read);
                }

                current = extractor;
            }

            ArticleVoices voices = default;
            uint[] hashes = FeatureBag.AllOf(current, input.ArabicText__Text.ToString(), ref voices);
            output.ArabicText__Hashes = new VBuffer<uint>(hashes.Length, hashes);
            output.ArabicText__Unit = (float)Model.Scorer.UnitValue(hashes.Length);
        };
    }
}

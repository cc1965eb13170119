using ArabicTextClassifier.Text;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace ArabicTextClassifier.Training.MachineLearning;

/// <summary>Learns a vocabulary from a text column and builds the transforms that featurize with it.</summary>
/// <remarks>
/// ML.NET lets no outsider save a transformer of their own, but it saves chains of its own transforms: so the settings
/// travel as a constant column, a custom mapping makes the feature hashes of a text, and ML.NET's key mapping, counting
/// and expression transforms do the rest.
/// </remarks>
internal sealed class ArabicTextEstimator(string outputColumn, string inputColumn, FeatureSettings settings, Lexicon lexicon, int minParagraphs)
    : IEstimator<ITransformer>
{
    /// <summary>A context only for building transforms: none of them is random.</summary>
    private readonly MLContext _context = new(seed: 0);

    /// <inheritdoc/>
    public ITransformer Fit(IDataView input)
    {
        FeatureExtractor extractor = new(settings, lexicon);
        IEnumerable<FeatureBag> bags = input.GetColumn<string>(inputColumn).Select(text => FeatureBag.Of(extractor, text ?? ""));
        return Chain(_context, outputColumn, inputColumn, settings, lexicon, Vocabulary.Count(bags, minParagraphs).Keys, input);
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => Steps(_context, outputColumn, inputColumn, settings, lexicon, [1]).GetOutputSchema(inputSchema);

    /// <summary>The featurizer of a finished vocabulary.</summary>
    public static ITransformer Chain(MLContext context, string output, string input, FeatureSettings settings, Lexicon lexicon, uint[] keys, IDataView? like = null)
    {
        like ??= context.Data.LoadFromEnumerable<TextRow>([]);
        return Steps(context, output, input, settings, lexicon, keys).Fit(like);
    }

    private static EstimatorChain<ColumnSelectingTransformer> Steps(MLContext context, string output, string input, FeatureSettings settings, Lexicon lexicon, uint[] keys)
    {
        IDataView vocabulary = context.Data.LoadFromEnumerable(keys.Select(key => new KeyRow { Key = key }).ToArray());
        return context.Transforms.CopyColumns(nameof(FeaturizerInput.ArabicText__Text), input)
            .Append(context.Transforms.Expression(nameof(FeaturizerInput.ArabicText__Settings), $"(text) => \"{FeaturizerState.Write(settings, lexicon)}\"", input))
            .Append(context.Transforms.CustomMapping(new FeatureHashes().GetMapping(), FeatureHashes.Contract))
            .Append(context.Transforms.Conversion.MapValueToKey(nameof(FeaturizerOutput.ArabicText__Hashes), keyData: vocabulary))
            .Append(context.Transforms.Conversion.MapKeyToVector(nameof(FeaturizerOutput.ArabicText__Hashes), outputCountVector: true))
            .Append(context.Transforms.Expression(output, "(count, unit) => count * unit", nameof(FeaturizerOutput.ArabicText__Hashes), nameof(FeaturizerOutput.ArabicText__Unit)))
            .Append(context.Transforms.DropColumns(
                nameof(FeaturizerInput.ArabicText__Text), nameof(FeaturizerInput.ArabicText__Settings),
                nameof(FeaturizerOutput.ArabicText__Hashes), nameof(FeaturizerOutput.ArabicText__Unit)));
    }

    private sealed class TextRow
    {
        public string Text { get; set; } = "";
    }

    private sealed class KeyRow
    {
        public uint Key { get; set; }
    }
}

using System.Runtime.CompilerServices;

namespace ArabicTextClassifier;

public sealed partial class ParagraphClassifier
{
    /// <summary>Paragraphs labelled at a time: enough to outweigh the cost of starting, few enough to stream.</summary>
    private const int BlockSize = 512;

    /// <summary>Labels paragraphs on all cores, a block at a time, so that a stream of any length takes bounded memory.</summary>
    /// <param name="paragraphs">Paragraphs that have nothing to do with each other.</param>
    /// <returns>A prediction per paragraph, in order, as the enumeration goes on.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="paragraphs"/> is null, or one of its paragraphs is.</exception>
    public IEnumerable<Prediction> PredictMany(IEnumerable<string> paragraphs)
    {
        ArgumentNullException.ThrowIfNull(paragraphs);
        return Enumerate();

        IEnumerable<Prediction> Enumerate()
        {
            foreach (string[] block in paragraphs.Chunk(BlockSize * Environment.ProcessorCount))
            {
                foreach (Prediction prediction in PredictBlock(block))
                    yield return prediction;
            }
        }
    }

    /// <summary>Labels paragraphs on all cores as they arrive.</summary>
    /// <param name="paragraphs">Paragraphs that have nothing to do with each other.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <returns>A prediction per paragraph, in order.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="paragraphs"/> is null, or one of its paragraphs is.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public IAsyncEnumerable<Prediction> PredictMany(IAsyncEnumerable<string> paragraphs, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(paragraphs);
        return Enumerate(paragraphs, cancellationToken);

        async IAsyncEnumerable<Prediction> Enumerate(IAsyncEnumerable<string> source, [EnumeratorCancellation] CancellationToken token)
        {
            List<string> block = [];
            await foreach (string paragraph in source.WithCancellation(token).ConfigureAwait(false))
            {
                block.Add(paragraph);
                if (block.Count < BlockSize * Environment.ProcessorCount)
                    continue;
                foreach (Prediction prediction in PredictBlock([.. block]))
                    yield return prediction;
                block.Clear();
            }

            foreach (Prediction prediction in PredictBlock([.. block]))
                yield return prediction;
        }
    }

    private Prediction[] PredictBlock(string[] paragraphs)
    {
        if (Array.IndexOf(paragraphs, null) >= 0)
            throw new ArgumentNullException(nameof(paragraphs), "A paragraph is null.");
        Prediction[] predictions = new Prediction[paragraphs.Length];
        int slices = (paragraphs.Length + BlockSize / 8 - 1) / (BlockSize / 8);
        Parallel.For(0, slices, slice =>
        {
            int end = Math.Min(paragraphs.Length, (slice + 1) * (BlockSize / 8));
            for (int i = slice * (BlockSize / 8); i < end; i++)
                predictions[i] = Predict(paragraphs[i]);
        });
        return predictions;
    }
}

using System.Runtime.CompilerServices;

namespace ArabicTextClassifier;

public sealed partial class ParagraphClassifier
{
    /// <summary>Paragraphs labelled by one core at a time: enough to outweigh the cost of starting, few enough to stream.</summary>
    private const int BlockSize = 256;

    /// <summary>Blocks that are in work or wait to be taken, for each core: one core finishing late does not hold up the others.</summary>
    private const int BlocksAhead = 3;

    /// <summary>Labels paragraphs on all cores, a few blocks ahead of what is taken, so that a stream of any length takes bounded memory.</summary>
    /// <param name="paragraphs">Paragraphs that have nothing to do with each other.</param>
    /// <returns>A prediction per paragraph, in order, as the enumeration goes on.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="paragraphs"/> is null, or one of its paragraphs is.</exception>
    public IEnumerable<Prediction> PredictMany(IEnumerable<string> paragraphs)
    {
        ArgumentNullException.ThrowIfNull(paragraphs);
        return Enumerate();

        IEnumerable<Prediction> Enumerate()
        {
            Queue<Task<Prediction[]>> running = new();
            foreach (string[] block in paragraphs.Chunk(BlockSize))
            {
                running.Enqueue(StartBlock(block));
                if (running.Count < BlocksAhead * Environment.ProcessorCount)
                    continue;
                foreach (Prediction prediction in running.Dequeue().GetAwaiter().GetResult())
                    yield return prediction;
            }

            while (running.TryDequeue(out Task<Prediction[]>? block))
            {
                foreach (Prediction prediction in block.GetAwaiter().GetResult())
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
            Queue<Task<Prediction[]>> running = new();
            List<string> block = [];
            await foreach (string paragraph in source.WithCancellation(token).ConfigureAwait(false))
            {
                block.Add(paragraph);
                if (block.Count < BlockSize)
                    continue;
                running.Enqueue(StartBlock([.. block]));
                block.Clear();
                if (running.Count < BlocksAhead * Environment.ProcessorCount)
                    continue;
                foreach (Prediction prediction in await running.Dequeue().ConfigureAwait(false))
                    yield return prediction;
            }

            running.Enqueue(StartBlock([.. block]));
            while (running.TryDequeue(out Task<Prediction[]>? last))
            {
                foreach (Prediction prediction in await last.ConfigureAwait(false))
                    yield return prediction;
            }
        }
    }

    private Task<Prediction[]> StartBlock(string[] paragraphs)
    {
        if (Array.IndexOf(paragraphs, null) >= 0)
            throw new ArgumentNullException(nameof(paragraphs), "A paragraph is null.");
        return Task.Run(() => Array.ConvertAll(paragraphs, Predict));
    }
}

using System.Buffers;
using System.Text.Json;

namespace ArabicTextClassifier.Cli;

/// <summary>Labels a stream of JSON lines: a line out per line in, in order, in blocks on all cores, in bounded memory.</summary>
/// <remarks>
/// The text stays in UTF-8 from the file to the features. A block is cut where articles begin, so that the pieces can be
/// labelled side by side; an article that goes on in the next block is taken up there. Of the two blocks one is filled and
/// labelled while the other is written; their memory is used again and again.
/// </remarks>
internal sealed class JsonLinesPrediction(ParagraphClassifier classifier, bool useContext)
{
    private const int PieceLines = 128;

    /// <summary>When nothing has come for so long, what has come is answered.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(50);

    private readonly List<Range> _ranges = [];
    private ArticlePredictor? _article;
    private string? _articleName;
    private int _bad;
    private long _bytesRead;

    /// <summary>Runs until all files have ended.</summary>
    /// <returns>The exit code: 1 if a line was bad.</returns>
    public async Task<int> RunAsync(IReadOnlyList<string> paths, Stream output, CancellationToken token)
    {
        using IDisposable? bar = Terminal.StartByteBar("predicting", paths, () => _bytesRead);
        foreach (string path in paths)
        {
            using Stream input = path == "-" ? Console.OpenStandardInput() : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            await RunAsync(path, input, output, token).ConfigureAwait(false);
        }

        if (_bad > 0)
            await Console.Error.WriteLineAsync($"{_bad} bad lines were passed through without a prediction.").ConfigureAwait(false);
        return _bad > 0 ? ExitCode.BadInput : ExitCode.Done;
    }

    private async Task RunAsync(string path, Stream input, Stream output, CancellationToken token)
    {
        LineBlock block = new();
        LineBlock other = new();
        Task writing = Task.CompletedTask;
        int read;
        do
        {
            Task<int> reading = input.ReadAsync(block.Room(), token).AsTask();
            if (block.Lines.Length > 0 && await Task.WhenAny(reading, Task.Delay(s_patience, token)).ConfigureAwait(false) != reading)
            {
                await writing.ConfigureAwait(false);
                Predict(block, token);
                await WriteAsync(path, block, output, token).ConfigureAwait(false);
                block.ForgetLines();
            }

            read = await reading.WaitAsync(token).ConfigureAwait(false);
            _bytesRead += read;
            block.Add(read);
            if (read > 0 && !block.IsFull)
                continue;

            Predict(block, token);
            await writing.ConfigureAwait(false);
            writing = WriteAsync(path, block, output, token);
            other.StartAfter(block);
            (block, other) = (other, block);
        }
        while (read > 0);

        await writing.ConfigureAwait(false);
    }

    /// <summary>Labels the lines of a block into its pieces of output.</summary>
    private void Predict(LineBlock block, CancellationToken token)
    {
        ParallelOptions options = new() { CancellationToken = token };
        int count = block.Lines.Length;
        Parallel.For(0, (count + PieceLines - 1) / PieceLines, options, piece =>
        {
            foreach (ref JsonLine line in block.Lines[(piece * PieceLines)..Math.Min(count, (piece + 1) * PieceLines)])
                line.Read(block.Bytes, useContext);
        });

        Cut(block.Lines);
        block.StartOutput(_ranges.Count);
        (ArticlePredictor?, string?)[] ends = new (ArticlePredictor?, string?)[_ranges.Count];
        Parallel.For(0, _ranges.Count, options, piece =>
        {
            (ArticlePredictor? article, string? name) = piece == 0 ? (_article, _articleName) : default;
            ArrayBufferWriter<byte> output = block.Output(piece);
            using Utf8JsonWriter writer = new(output, Json.Compact);
            foreach (ref JsonLine line in block.Lines[_ranges[piece]])
            {
                if (line.Fault is null && (article is null || line.Article is null || line.Article != name))
                    (article, name) = (classifier.StartArticle(), line.Article);
                line.Write(block.Bytes, article, output, writer);
            }

            ends[piece] = (article, name);
        });
        if (ends.Length > 0)
            (_article, _articleName) = ends[^1];
    }

    private async Task WriteAsync(string path, LineBlock block, Stream output, CancellationToken token)
    {
        foreach ((int number, string fault) in block.Faults())
        {
            _bad++;
            await Console.Error.WriteLineAsync($"{path}:{number}: {fault}").ConfigureAwait(false);
        }

        foreach (ReadOnlyMemory<byte> piece in block.Written)
            await output.WriteAsync(piece, token).ConfigureAwait(false);
        await output.FlushAsync(token).ConfigureAwait(false);
    }

    /// <summary>Pieces of a block that begin with an article.</summary>
    private void Cut(ReadOnlySpan<JsonLine> lines)
    {
        _ranges.Clear();
        int start = 0;
        for (int i = 1; i <= lines.Length; i++)
        {
            bool begins = i == lines.Length
                || i - start >= PieceLines && lines[i].Fault is null && lines[i - 1].Fault is null && (lines[i].Article is null || lines[i].Article != lines[i - 1].Article);
            if (!begins)
                continue;
            _ranges.Add(start..i);
            start = i;
        }
    }
}

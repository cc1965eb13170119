using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;

namespace ArabicTextClassifier.Cli;

/// <summary>Labels a stream of JSON lines: a line out per line in, in order, in blocks on all cores, in bounded memory.</summary>
/// <remarks>
/// The text stays in UTF-8 from the file to the features. A block is cut where articles begin, so that the pieces can be
/// labelled side by side; an article that goes on in the next block is taken up there.
/// </remarks>
internal sealed class JsonLinesPrediction(ParagraphClassifier classifier, bool useContext)
{
    private const int BlockBytes = 8 << 20;
    private const int PieceLines = 256;

    /// <summary>When nothing has come for so long, what has come is answered.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(50);

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
            using Stream input = path == "-" ? Console.OpenStandardInput() : File.OpenRead(path);
            await RunAsync(path, input, output, token).ConfigureAwait(false);
        }

        if (_bad > 0)
            await Console.Error.WriteLineAsync($"{_bad} bad lines were passed through without a prediction.").ConfigureAwait(false);
        return _bad > 0 ? ExitCode.BadInput : ExitCode.Done;
    }

    private async Task RunAsync(string path, Stream input, Stream output, CancellationToken token)
    {
        PipeReader reader = PipeReader.Create(input, new StreamPipeReaderOptions(bufferSize: 1 << 20));
        List<Line> block = [];
        int number = 0;
        int bytes = 0;
        Task writing = Task.CompletedTask;
        while (true)
        {
            Task<ReadResult> reading = reader.ReadAsync(token).AsTask();
            if (block.Count > 0 && await Task.WhenAny(reading, Task.Delay(s_patience, token)).ConfigureAwait(false) != reading)
            {
                writing = await PredictAsync(path, block, output, writing, token).ConfigureAwait(false);
                block = [];
                bytes = 0;
            }

            ReadResult result = await reading.ConfigureAwait(false);
            ReadOnlySequence<byte> buffer = result.Buffer;
            while (TryReadLine(ref buffer, result.IsCompleted, out byte[] line))
            {
                block.Add(new Line(line, ++number));
                bytes += line.Length;
                _bytesRead += line.Length + 1;
                if (bytes < BlockBytes)
                    continue;
                writing = await PredictAsync(path, block, output, writing, token).ConfigureAwait(false);
                block = [];
                bytes = 0;
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted)
                break;
        }

        await (await PredictAsync(path, block, output, writing, token).ConfigureAwait(false)).ConfigureAwait(false);
        await reader.CompleteAsync().ConfigureAwait(false);
    }

    private static bool TryReadLine(ref ReadOnlySequence<byte> buffer, bool last, out byte[] line)
    {
        SequencePosition? end = buffer.PositionOf((byte)'\n');
        if (end is null && (!last || buffer.IsEmpty))
        {
            line = [];
            return false;
        }

        line = buffer.Slice(0, end ?? buffer.End).ToArray();
        buffer = end is null ? buffer.Slice(buffer.End) : buffer.Slice(buffer.GetPosition(1, end.Value));
        return true;
    }

    /// <summary>Labels a block, and starts writing it when the one before has been written.</summary>
    private async Task<Task> PredictAsync(string path, List<Line> block, Stream output, Task writing, CancellationToken token)
    {
        ParallelOptions options = new() { CancellationToken = token };
        Parallel.ForEach(block, options, line => line.Read());
        ArrayBufferWriter<byte>[] pieces = Predict(block, options);
        await writing.ConfigureAwait(false);
        return WriteAsync(path, block, pieces, output, token);
    }

    private async Task WriteAsync(string path, List<Line> block, ArrayBufferWriter<byte>[] pieces, Stream output, CancellationToken token)
    {
        foreach (Line line in block.Where(line => line.Fault is not null))
        {
            _bad++;
            await Console.Error.WriteLineAsync($"{path}:{line.Number}: {line.Fault}").ConfigureAwait(false);
        }

        foreach (ArrayBufferWriter<byte> piece in pieces)
            await output.WriteAsync(piece.WrittenMemory, token).ConfigureAwait(false);
        await output.FlushAsync(token).ConfigureAwait(false);
    }

    private ArrayBufferWriter<byte>[] Predict(List<Line> block, ParallelOptions options)
    {
        List<Range> ranges = Cut(block);
        ArrayBufferWriter<byte>[] pieces = new ArrayBufferWriter<byte>[ranges.Count];
        (ArticlePredictor?, string?)[] ends = new (ArticlePredictor?, string?)[ranges.Count];
        Parallel.For(0, pieces.Length, options, piece =>
        {
            ArticlePredictor? article = piece == 0 ? _article : null;
            string? name = piece == 0 ? _articleName : null;
            pieces[piece] = new ArrayBufferWriter<byte>(1 << 16);
            using Utf8JsonWriter writer = new(pieces[piece], Json.Compact);
            for (int i = ranges[piece].Start.Value; i < ranges[piece].End.Value; i++)
            {
                Line line = block[i];
                if (line.Fault is null && (article is null || !useContext || line.Article is null || line.Article != name))
                    (article, name) = (classifier.StartArticle(), line.Article);
                line.Write(article, pieces[piece], writer);
            }

            ends[piece] = (article, name);
        });
        if (ends.Length > 0)
            (_article, _articleName) = ends[^1];
        return pieces;
    }

    /// <summary>Pieces of a block that begin with an article.</summary>
    private static List<Range> Cut(List<Line> block)
    {
        List<Range> ranges = [];
        int start = 0;
        for (int i = 1; i <= block.Count; i++)
        {
            bool begins = i == block.Count
                || i - start >= PieceLines && block[i].Fault is null && block[i - 1].Fault is null && (block[i].Article is null || block[i].Article != block[i - 1].Article);
            if (!begins)
                continue;
            ranges.Add(start..i);
            start = i;
        }

        return ranges;
    }

    private sealed class Line(byte[] json, int number)
    {
        private int _textStart;
        private int _textLength;
        private byte[]? _unescaped;

        public int Number { get; } = number;

        public string? Fault { get; private set; }

        public string? Article { get; private set; }

        /// <summary>Finds the text and the article.</summary>
        public void Read()
        {
            try
            {
                Utf8JsonReader reader = new(json);
                bool found = false;
                if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                    throw new FormatException("expected a JSON object with \"text\"");
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    bool isText = reader.ValueTextEquals("text"u8);
                    bool isArticle = reader.ValueTextEquals("article"u8);
                    reader.Read();
                    if (isText && reader.TokenType == JsonTokenType.String)
                        found = ReadText(ref reader);
                    else if (isArticle && reader.TokenType is JsonTokenType.String)
                        Article = reader.GetString();
                    else
                        reader.Skip();
                }

                if (reader.Read())
                    throw new FormatException("something follows the JSON object");
                if (!found)
                    throw new FormatException("\"text\" is missing or not a string");
            }
            catch (JsonException wrong)
            {
                Fault = $"not JSON: {wrong.Message.Split(" LineNumber")[0]} (byte {wrong.BytePositionInLine})";
            }
            catch (InvalidOperationException)
            {
                Fault = "not UTF-8";
            }
            catch (FormatException wrong)
            {
                Fault = wrong.Message;
            }
        }

        /// <summary>The line with its prediction as one more key; a bad line as it came.</summary>
        public void Write(ArticlePredictor? article, ArrayBufferWriter<byte> buffer, Utf8JsonWriter writer)
        {
            ReadOnlySpan<byte> line = json;
            if (Fault is not null || article is null)
            {
                buffer.Write(line);
            }
            else
            {
                Prediction prediction = article.Next(_unescaped ?? json.AsSpan(_textStart, _textLength));
                ReadOnlySpan<byte> keys = line[..line.LastIndexOf((byte)'}')];
                buffer.Write(keys);
                buffer.Write(keys.TrimEnd(" \t\r"u8).EndsWith("{"u8) ? "\"prediction\":"u8 : ",\"prediction\":"u8);
                writer.Reset();
                Json.Prediction(writer, prediction);
                writer.Flush();
                buffer.Write("}"u8);
            }

            buffer.Write("\n"u8);
        }

        private bool ReadText(ref Utf8JsonReader reader)
        {
            if (reader.ValueIsEscaped)
            {
                byte[] unescaped = new byte[reader.ValueSpan.Length];
                _unescaped = unescaped[..reader.CopyString(unescaped)];
            }
            else
            {
                // The value stands between its quotation marks, which nobody but the reader can tell from escaped ones.
                _unescaped = null;
                _textStart = (int)reader.TokenStartIndex + 1;
                _textLength = reader.ValueSpan.Length;
                if (!System.Text.Unicode.Utf8.IsValid(reader.ValueSpan))
                    throw new FormatException("not UTF-8");
            }

            return true;
        }
    }
}

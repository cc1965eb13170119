using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;

namespace ArabicTextClassifier.Cli;

/// <summary>Labels a stream of JSON lines: a line out per line in, in order, in blocks on all cores, in bounded memory.</summary>
internal sealed class JsonLinesPrediction(ParagraphClassifier classifier, bool useContext)
{
    private const int BlockLines = 4096;
    private const int BlockBytes = 4 << 20;

    private readonly List<Line> _block = [];
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
        int number = 0;
        int bytes = 0;
        while (true)
        {
            ReadResult result = await reader.ReadAsync(token).ConfigureAwait(false);
            ReadOnlySequence<byte> buffer = result.Buffer;
            while (TryReadLine(ref buffer, result.IsCompleted, out byte[] line))
            {
                _block.Add(new Line(line, ++number));
                bytes += line.Length;
                _bytesRead += line.Length + 1;
                if (_block.Count == BlockLines || bytes >= BlockBytes)
                {
                    await FlushAsync(path, output, token).ConfigureAwait(false);
                    bytes = 0;
                }
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted)
                break;
        }

        await FlushAsync(path, output, token).ConfigureAwait(false);
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

    /// <summary>Labels the lines of the block and writes them out.</summary>
    private async Task FlushAsync(string path, Stream output, CancellationToken token)
    {
        Parallel.ForEach(_block, new ParallelOptions { CancellationToken = token }, line => line.Read(classifier));
        if (useContext)
        {
            foreach (Line line in _block)
                PredictInContext(line);
        }

        Parallel.ForEach(_block, new ParallelOptions { CancellationToken = token }, line => line.Write());
        foreach (Line line in _block)
        {
            if (line.Fault is not null)
            {
                _bad++;
                await Console.Error.WriteLineAsync($"{path}:{line.Number}: {line.Fault}").ConfigureAwait(false);
            }

            await output.WriteAsync(line.Output, token).ConfigureAwait(false);
        }

        await output.FlushAsync(token).ConfigureAwait(false);
        _block.Clear();
    }

    private void PredictInContext(Line line)
    {
        if (line.First is null)
            return;
        if (line.Article is null || line.Article != _articleName)
            _article = classifier.StartArticle();
        _articleName = line.Article;
        line.Prediction = _article!.Next(line.First);
    }

    private sealed class Line(byte[] json, int number)
    {
        public int Number { get; } = number;

        public string? Fault { get; private set; }

        public string? Article { get; private set; }

        public FirstPass? First { get; private set; }

        public Prediction? Prediction { get; set; }

        public ReadOnlyMemory<byte> Output { get; private set; }

        public void Read(ParagraphClassifier classifier)
        {
            try
            {
                Utf8JsonReader reader = new(json);
                string? text = null;
                if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                    throw new FormatException("expected a JSON object with \"text\"");
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    bool isText = reader.ValueTextEquals("text"u8);
                    bool isArticle = reader.ValueTextEquals("article"u8);
                    reader.Read();
                    if (isText && reader.TokenType == JsonTokenType.String)
                        text = reader.GetString();
                    else if (isArticle && reader.TokenType is JsonTokenType.String)
                        Article = reader.GetString();
                    else
                        reader.Skip();
                }

                if (reader.Read())
                    throw new FormatException("something follows the JSON object");
                First = classifier.ReadParagraph(text ?? throw new FormatException("\"text\" is missing or not a string"));
                Prediction = First.Prediction;
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
        public void Write()
        {
            ArrayBufferWriter<byte> buffer = new(json.Length + 256);
            ReadOnlySpan<byte> line = json;
            if (Prediction is null)
            {
                buffer.Write(line);
            }
            else
            {
                int brace = line.LastIndexOf((byte)'}');
                ReadOnlySpan<byte> keys = line[..brace];
                buffer.Write(keys);
                buffer.Write(keys.TrimEnd(" \t\r"u8).EndsWith("{"u8) ? "\"prediction\":"u8 : ",\"prediction\":"u8);
                using (Utf8JsonWriter writer = new(buffer))
                    Json.Prediction(writer, Prediction);
                buffer.Write("}"u8);
            }

            buffer.Write("\n"u8);
            Output = buffer.WrittenMemory;
        }
    }
}

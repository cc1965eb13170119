using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;

namespace ArabicTextClassifier.Cli;

/// <summary>Where in a block a line stands, and where its text.</summary>
internal struct JsonLine(int start, int length)
{
    private int _textStart;
    private int _textLength;
    private byte[]? _unescaped;

    /// <summary>Why the line cannot be labelled; null if it can.</summary>
    public string? Fault { get; private set; }

    public string? Article { get; private set; }

    /// <summary>Finds the text and, if it matters, the article.</summary>
    public void Read(byte[] block, bool useArticle)
    {
        try
        {
            Utf8JsonReader reader = new(block.AsSpan(start, length));
            bool found = false;
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                throw new FormatException("expected a JSON object with \"text\"");
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                bool isText = reader.ValueTextEquals("text"u8);
                bool isArticle = useArticle && reader.ValueTextEquals("article"u8);
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
    public readonly void Write(byte[] block, ArticlePredictor? article, ArrayBufferWriter<byte> output, Utf8JsonWriter writer)
    {
        ReadOnlySpan<byte> line = block.AsSpan(start, length);
        if (Fault is not null || article is null)
        {
            output.Write(line);
        }
        else
        {
            Prediction prediction = article.Next(_unescaped ?? line.Slice(_textStart, _textLength));
            ReadOnlySpan<byte> keys = line[..line.LastIndexOf((byte)'}')];
            output.Write(keys);
            output.Write(keys.TrimEnd(" \t\r"u8).EndsWith("{"u8) ? "\"prediction\":"u8 : ",\"prediction\":"u8);
            writer.Reset();
            Json.Prediction(writer, prediction);
            writer.Flush();
            output.Write("}"u8);
        }

        output.Write("\n"u8);
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
            if (!Utf8.IsValid(reader.ValueSpan))
                throw new FormatException("not UTF-8");
        }

        return true;
    }
}

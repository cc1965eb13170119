using System.Text.Encodings.Web;
using System.Text.Json;

namespace ArabicTextClassifier.Training.Formats;

/// <summary>What the JSON formats share.</summary>
internal static class JsonFields
{
    /// <summary>Arabic stays readable.</summary>
    public static JsonWriterOptions Readable { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonSerializerOptions s_readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A value as JSON text on one line.</summary>
    public static string Compact(JsonElement value) => JsonSerializer.Serialize(value, s_readable);

    /// <summary>A string as JSON text.</summary>
    public static string Quote(string value) => JsonSerializer.Serialize(value, s_readable);

    /// <summary>The text that a JSON value is, or null if it is none.</summary>
    public static string? AsText(string? json)
    {
        if (json is null || json.TrimStart() is not ['"', ..])
            return null;
        using JsonDocument value = JsonDocument.Parse(json);
        return value.RootElement.GetString();
    }

    /// <summary>Labels as a JSON array.</summary>
    public static string Quote(IReadOnlyList<string> labels) => JsonSerializer.Serialize(labels, s_readable);

    /// <summary>Labels from an array of names or numbers, a name, a number, or null.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static List<string>? ToLabels(JsonElement value, string key, IReadOnlyList<string> names)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Null:
                return null;
            case JsonValueKind.Array:
                return [.. value.EnumerateArray().Select(label => ToLabel(label, key, names, " in it"))];
            case JsonValueKind.Number when value.TryGetInt32(out int number) && number == -1:
                return null; // Hugging Face's "no label"
            case JsonValueKind.String or JsonValueKind.Number:
                return [ToLabel(value, key, names, "")];
            default:
                throw new FormatException($"\"{key}\" must be an array of strings, found {Named(value.ValueKind)}");
        }
    }

    /// <summary>Writes the labels of a paragraph, or null.</summary>
    public static void WriteLabels(Utf8JsonWriter writer, string key, IReadOnlyList<string>? labels)
    {
        writer.WritePropertyName(key);
        if (labels is null)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartArray();
        foreach (string label in labels)
            writer.WriteStringValue(label);
        writer.WriteEndArray();
    }

    /// <summary>A prediction as the value of a further key.</summary>
    public static string Prediction(Prediction prediction) => JsonSerializer.Serialize(
        new { label = prediction.Label, probability = prediction.Probability, labels = prediction.Labels, scores = prediction.Scores.ToDictionary() }, s_readable);

    /// <summary>A kind of value in words.</summary>
    public static string Named(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Array => "an array",
        JsonValueKind.Object => "an object",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "a truth value",
    };

    private static string ToLabel(JsonElement label, string key, IReadOnlyList<string> names, string where)
    {
        if (label.ValueKind == JsonValueKind.String)
            return label.GetString()!;
        if (label.ValueKind != JsonValueKind.Number)
            throw new FormatException($"\"{key}\" must be an array of strings, found {Named(label.ValueKind)}{where}");
        if (label.TryGetInt32(out int number) && number >= 0 && number < names.Count)
            return names[number];
        throw new FormatException($"\"{key}\" must be an array of strings, found a number{where} ({label.GetRawText()}): say what numbers mean (--label-names)");
    }
}

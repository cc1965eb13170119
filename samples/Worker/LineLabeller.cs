using System.Text.Encodings.Web;
using System.Text.Json;
using ArabicTextClassifier;

namespace Worker;

/// <summary>Labels the lines of standard input until it ends. A bad line is logged and left out, and makes the exit code 1.</summary>
internal sealed class LineLabeller(ParagraphClassifier classifier, IHostApplicationLifetime lifetime, ILogger<LineLabeller> logger) : BackgroundService
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private sealed record Incoming(long Id, string? Text);

    private sealed record Outgoing(long Id, IReadOnlyList<string> Labels);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        int number = 0;
        while (await Console.In.ReadLineAsync(stoppingToken) is string line)
        {
            number++;
            try
            {
                Incoming incoming = JsonSerializer.Deserialize<Incoming>(line, s_json) ?? throw new JsonException("null is no paragraph");
                Prediction prediction = classifier.Predict(incoming.Text ?? throw new JsonException("\"text\" is missing"));
                Console.WriteLine(JsonSerializer.Serialize(new Outgoing(incoming.Id, prediction.Labels), s_json));
            }
            catch (JsonException bad)
            {
                logger.LogError("Line {Number} is no paragraph: {Reason}", number, bad.Message);
                Environment.ExitCode = 1;
            }
        }

        lifetime.StopApplication();
    }
}

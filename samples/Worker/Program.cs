// Labels JSON lines as they come: {"id":7,"text":"…"} on standard input, {"id":7,"labels":[…]} on standard output.
using Worker;

HostApplicationBuilder builder = Host.CreateApplicationBuilder(args);
builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
builder.Services.AddSingleton(ArabicTextClassifier.ParagraphClassifier.Default);
builder.Services.AddHostedService<LineLabeller>();
await builder.Build().RunAsync();

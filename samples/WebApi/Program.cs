// POST /classify {"text":"…"} labels the paragraphs of an article.
using System.ComponentModel.DataAnnotations;
using ArabicTextClassifier.Extensions.DependencyInjection;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Services.AddParagraphClassifier(builder.Configuration.GetSection("Classifier"));
builder.Services.AddHealthChecks().AddParagraphClassifier();
builder.Services.AddProblemDetails();
builder.Services.AddValidation();

WebApplication app = builder.Build();
app.UseExceptionHandler();
app.UseStatusCodePages();

app.MapHealthChecks("/health");
app.MapPost("/classify", (Article article, MeteredClassifier classifier) =>
    classifier.PredictArticle(article.Text).Select(p => new LabelledParagraph(p.Text, p.Prediction.Labels, p.Prediction.Scores)));

app.Run();

/// <summary>An article, a line a paragraph.</summary>
public sealed record Article([property: Required, MaxLength(100_000)] string Text);

/// <summary>A paragraph, its labels with the most probable first, and the probability of each label there is.</summary>
public sealed record LabelledParagraph(string Text, IReadOnlyList<string> Labels, IReadOnlyDictionary<string, float> Scores);

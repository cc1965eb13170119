using ArabicTextClassifier.Training;
using Microsoft.ML;

// Train: your own column names, your own labels, any ML.NET trainer.
MLContext training = new(seed: 1);
IDataView headlines = training.Data.LoadFromEnumerable(
[
    new Headline { Text = "فاز الفريق على ضيفه بهدفين في الدوري", Section = "sport" },
    new Headline { Text = "تعادل المنتخب مع ضيفه في مباراة ودية", Section = "sport" },
    new Headline { Text = "سجل المهاجم هدف الفوز في الدقيقة الأخيرة", Section = "sport" },
    new Headline { Text = "ارتفعت أسعار النفط في الأسواق العالمية", Section = "economy" },
    new Headline { Text = "تراجعت أسعار القمح مع زيادة الإنتاج", Section = "economy" },
    new Headline { Text = "رفع البنك المركزي أسعار الفائدة", Section = "economy" },
]);
var pipeline = training.Transforms.Conversion.MapValueToKey("Label", nameof(Headline.Section))
    .Append(training.Transforms.Text.FeaturizeArabicText("Features", nameof(Headline.Text), minParagraphs: 1))
    .Append(training.MulticlassClassification.Trainers.SdcaMaximumEntropy())
    .Append(training.Transforms.Conversion.MapKeyToValue("PredictedLabel"));
training.Model.Save(pipeline.Fit(headlines), headlines.Schema, "sections.zip");

// Serve, in another process: the registration tells ML.NET where the transform's code is.
MLContext serving = new();
serving.ComponentCatalog.RegisterAssembly(typeof(ArabicTextCatalog).Assembly);
ITransformer model = serving.Model.Load("sections.zip", out _);
var engine = serving.Model.CreatePredictionEngine<Headline, Filed>(model);   // one a thread; a PredictionEnginePool in a web service
Console.WriteLine(engine.Predict(new Headline { Text = "خسر الفريق أمام ضيفه بهدف في الدوري" }).PredictedLabel);
Console.WriteLine(engine.Predict(new Headline { Text = "انخفاض أسعار الغاز والنفط" }).PredictedLabel);

internal sealed class Headline
{
    public string Text { get; set; } = "";

    public string Section { get; set; } = "";
}

internal sealed class Filed
{
    public string PredictedLabel { get; set; } = "";
}

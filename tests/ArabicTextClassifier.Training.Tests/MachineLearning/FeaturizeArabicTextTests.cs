using Microsoft.ML;
using Microsoft.ML.Data;

namespace ArabicTextClassifier.Training.Tests.MachineLearning;

public class FeaturizeArabicTextTests
{
    private readonly MLContext _context = new(1);

    [Test]
    public void It_stands_in_any_pipeline_and_survives_saving()
    {
        LabelledData data = SmallCorpus.Create();
        IDataView rows = _context.Data.LoadFromEnumerable(data.Paragraphs.Select(p => new Row { Body = p.Text, Label = p.Labels!.Contains("attack") }));
        var pipeline = _context.Transforms.Text.FeaturizeArabicText("Features", "Body", lexicon: SmallCorpus.Lexicon)
            .Append(_context.BinaryClassification.Trainers.LinearSvm());
        ITransformer model = pipeline.Fit(rows);
        float[] expected = [.. model.Transform(rows).GetColumn<float>("Score")];

        using MemoryStream file = new();
        _context.Model.Save(model, rows.Schema, file);
        file.Position = 0;
        MLContext fresh = new(1);
        fresh.ComponentCatalog.RegisterAssembly(typeof(ArabicTextCatalog).Assembly);
        ITransformer loaded = fresh.Model.Load(file, out DataViewSchema schema);
        Assert.That(loaded.Transform(rows).GetColumn<float>("Score"), Is.EqualTo(expected));
        Assert.That(schema.GetColumnOrNull("Body"), Is.Not.Null);
    }

    [Test]
    public void It_adds_one_vector_column_and_nothing_else()
    {
        IDataView rows = _context.Data.LoadFromEnumerable([new Row { Body = "قال الوزير" }, new Row { Body = "قال الناطق" }]);
        IDataView featurized = _context.Transforms.Text.FeaturizeArabicText("Features", "Body", minParagraphs: 1).Fit(rows).Transform(rows);
        Assert.That(featurized.Schema.Select(c => c.Name), Is.EqualTo(new[] { "Body", "Label", "Features" }));
        float[][] vectors = [.. featurized.GetColumn<VBuffer<float>>("Features").Select(v => v.DenseValues().ToArray())];
        Assert.That(vectors[0], Has.Length.EqualTo(vectors[1].Length));
        Assert.That(vectors[0], Is.Not.EqualTo(vectors[1]));
    }

    private sealed class Row
    {
        public string Body { get; set; } = "";

        public bool Label { get; set; }
    }
}

using ArabicTextClassifier.Training.MachineLearning;

namespace ArabicTextClassifier.Training.Tests;

public class ModelTrainerTests
{
    [Test]
    public void No_article_stands_in_two_folds()
    {
        string[] articles = [.. SmallCorpus.Create().Paragraphs.Select(p => p.Article)];
        int[] folds = Folds.ByArticle(articles, 4, seed: 3);
        foreach (IGrouping<string, int> article in folds.Select((fold, i) => (fold, articles[i])).GroupBy(p => p.Item2, p => p.fold))
            Assert.That(article.Distinct().Count(), Is.EqualTo(1), article.Key);
        int[] sizes = [.. folds.GroupBy(f => f).Select(g => g.Count())];
        Assert.That(sizes, Has.Length.EqualTo(4));
        Assert.That(sizes.Max() - sizes.Min(), Is.LessThanOrEqualTo(4));
    }

    [Test]
    public void The_model_says_what_it_was_trained_on()
    {
        LabelledData data = SmallCorpus.Create();
        ModelInfo info = ModelTrainer.Train(data, SmallCorpus.Settings).Classifier.Model;
        Assert.That(info.Paragraphs, Is.EqualTo(100));
        Assert.That(info.Articles, Is.EqualTo(30));
        Assert.That(info.DataSha256, Is.EqualTo(data.Sha256));
        Assert.That(info.Trainer, Is.EqualTo("lbfgs"));
        Assert.That(info.Labels.Select(l => (l.Name, l.Support)), Is.EqualTo(new[] { ("attack", 40), ("statement", 40) }));
        Assert.That(info.Labels.Select(l => l.F1), Is.All.InRange(0.5f, 1f));
    }

    [Test]
    public void A_label_that_is_probably_misspelt_is_named_with_its_place()
    {
        LabelledParagraph[] paragraphs = [.. SmallCorpus.Create().Paragraphs, new("x", "قتل جندي", ["atack"]) { File = "data.jsonl", Line = 7 }];
        Assert.That(() => ModelTrainer.Train(new LabelledData(paragraphs), SmallCorpus.Settings),
            Throws.TypeOf<LabelledDataException>().With.Message.Contains("data.jsonl:7").And.Message.Contains("atack"));
    }

    [Test]
    public void Data_without_labels_cannot_be_trained_on() =>
        Assert.That(() => ModelTrainer.Train(new LabelledData([new("a", "نص", [])]), new TrainingSettings()), Throws.TypeOf<LabelledDataException>());

    [Test]
    public void A_cancelled_training_ends()
    {
        using CancellationTokenSource source = new();
        Progress progress = new(source);
        Assert.That(() => ModelTrainer.Train(SmallCorpus.Create(), SmallCorpus.Settings, progress, source.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void Saving_leaves_no_temporary_file_and_a_failure_leaves_the_old_model()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            string path = Path.Combine(folder, "my.model");
            TrainedModel model = ModelTrainer.Train(SmallCorpus.Create(), SmallCorpus.Settings);
            model.Save(path);
            Assert.That(ParagraphClassifier.Load(path).Model.DataSha256, Is.EqualTo(model.Classifier.Model.DataSha256));
            Directory.CreateDirectory(Path.Combine(folder, "taken"));
            Assert.That(() => model.Save(Path.Combine(folder, "taken")), Throws.InstanceOf<Exception>());
            Assert.That(Directory.GetFileSystemEntries(folder), Has.Length.EqualTo(2));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private sealed class Progress(CancellationTokenSource source) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => source.Cancel();
    }
}

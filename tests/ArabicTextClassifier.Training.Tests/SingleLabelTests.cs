namespace ArabicTextClassifier.Training.Tests;

public class SingleLabelTests
{
    private static readonly TrainingSettings s_settings = SmallCorpus.Settings with { SingleLabel = true };

    /// <summary>The small corpus with one label on each paragraph: attack, statement or other.</summary>
    private static readonly LabelledData s_data = new(SmallCorpus.Create().Paragraphs.Select(p => p with { Labels = [p.Labels!.Count == 0 ? "other" : p.Labels[0]] }));

    private static readonly TrainedModel s_model = ModelTrainer.Train(s_data, s_settings);

    [Test]
    public void Every_paragraph_gets_exactly_one_label()
    {
        foreach (string text in (string[])[.. s_data.Paragraphs.Select(p => p.Text), "", "ً", "hello", "قتل وقال"])
        {
            Prediction prediction = s_model.Classifier.Predict(text);
            Assert.That(prediction.Labels, Has.Count.EqualTo(1), text);
            Assert.That(prediction.Scores.Values.Sum(), Is.EqualTo(1).Within(1e-5), text);
            Assert.That(prediction.Probability, Is.EqualTo(prediction.Scores.Values.Max()), text);
        }
    }

    [Test]
    public void Every_way_to_predict_decides_the_same()
    {
        ParagraphClassifier classifier = s_model.Classifier;
        float[] probabilities = new float[3];
        foreach (LabelledParagraph paragraph in s_data.Paragraphs.Take(20))
        {
            Prediction expected = classifier.Predict(paragraph.Text);
            classifier.Predict(paragraph.Text.AsSpan(), probabilities);
            Assert.That(probabilities, Is.EqualTo(expected.Scores.Values));
            Assert.That(classifier.Predict(System.Text.Encoding.UTF8.GetBytes(paragraph.Text)).Label, Is.EqualTo(expected.Label));
            Assert.That(classifier.StartArticle().Next(paragraph.Text).Label, Is.EqualTo(expected.Label));
            Assert.That(classifier.Explain(paragraph.Text)[0].Label, Is.EqualTo(expected.Label));
            Assert.That(classifier.PredictArticle([paragraph.Text])[0].Prediction.Labels, Has.Count.EqualTo(1));
        }
    }

    [TestCase(TrainerKind.Lbfgs)]
    [TestCase(TrainerKind.FastTree)]
    public void It_learns_and_survives_saving(TrainerKind trainer)
    {
        TrainedModel model = ModelTrainer.Train(s_data, s_settings with { Trainer = trainer });
        ParagraphClassifier loaded = ParagraphClassifier.Load(model.File);
        Assert.That(loaded.Model.SingleLabel, Is.True);
        Assert.That(Evaluation.Measure(loaded, s_data).PrimaryAccuracy, Is.GreaterThan(0.9));
        Assert.That(loaded.Model.Labels.Select(l => l.F1), Is.All.GreaterThan(0.6f));
    }

    [Test]
    public void Out_of_fold_figures_are_those_of_the_most_probable_label()
    {
        int right = 0;
        for (int i = 0; i < s_model.Paragraphs.Count; i++)
        {
            float[] row = [.. s_model.OutOfFold.Select(label => label[i])];
            Assert.That(row.Sum(), Is.EqualTo(1).Within(1e-5));
            right += s_model.Classifier.Labels[Array.IndexOf(row, row.Max())] == s_model.Paragraphs[i].Labels![0] ? 1 : 0;
        }

        // Recall weighted by support is the share of right answers.
        double recall = s_model.Classifier.Model.Labels.Sum(l => (double)l.Recall * l.Support) / s_model.Paragraphs.Count;
        Assert.That(recall, Is.EqualTo((double)right / s_model.Paragraphs.Count).Within(1e-6));
    }

    [Test]
    public void A_paragraph_with_two_labels_or_none_is_named()
    {
        LabelledData data = new([.. s_data.Paragraphs, new("x", "نص", []) { File = "data.jsonl", Line = 7 }]);
        Assert.That(() => ModelTrainer.Train(data, s_settings), Throws.TypeOf<LabelledDataException>().With.Message.StartsWith("data.jsonl:7: a single-label model needs exactly one label"));
    }

    [Test]
    public void A_label_error_is_suspected_with_the_one_label_that_the_model_would_give()
    {
        LabelledParagraph[] paragraphs = [.. s_data.Paragraphs];
        paragraphs[60] = paragraphs[60] with { Labels = [paragraphs[60].Labels![0] == "attack" ? "other" : "attack"] };
        LintIssue[] suspects = [.. DataLint.Check(new LabelledData(paragraphs), new LintSettings { Training = s_settings }).Where(i => i.Kind == LintKind.SuspectedLabelError)];
        Assert.That(suspects[0].Text, Is.EqualTo(paragraphs[60].Text));
        Assert.That(suspects[0].Suggested, Is.EqualTo(s_data.Paragraphs[60].Labels));
        Assert.That(suspects.Select(s => s.Suggested!.Count), Is.All.EqualTo(1));
    }

    [Test]
    public void Suggestions_are_those_between_two_labels()
    {
        IReadOnlyList<Suggestion> chosen = Suggestion.Choose(s_model.Classifier, new LabelledData(s_data.Paragraphs.Select(p => p with { Labels = null })), new SuggestionSettings { Count = 3, RandomShare = 0, Uncertainty = 1 });
        Assert.That(chosen[0].Reason, Does.Match(@"^\w+ [01]\.\d\d or \w+ [01]\.\d\d$"));
        Assert.That(chosen.Select(c => c.Uncertainty), Is.Ordered.Descending);
    }

    [TestCase(TrainerKind.Lbfgs)]
    [TestCase(TrainerKind.FastForest)]
    public void The_settings_of_a_model_train_the_same_model_again(TrainerKind trainer)
    {
        TrainingSettings settings = s_settings with
        {
            Trainer = trainer,
            L2 = 0.07f,
            MinParagraphs = 3,
            Trees = 7,
            Leaves = 6,
            MaxTreeFeatures = 300,
            Seed = 9,
            Features = new FeatureSettings { WordNGrams = 2, MinCharNGram = 3, MaxCharNGram = 4 },
            UseContext = trainer == TrainerKind.Lbfgs,
        };
        TrainedModel model = ModelTrainer.Train(s_data, settings);
        TrainedModel again = ModelTrainer.Train(s_data, TrainingSettings.From(ParagraphClassifier.Load(model.File)));
        Assert.That(again.File.ToArray(), Is.EqualTo(model.File.ToArray()));
    }

    [Test]
    public void A_multi_label_model_stays_one() =>
        Assert.That(TrainingSettings.From(ParagraphClassifier.Default).SingleLabel, Is.False);

    /// <summary>Which newspaper printed it? One label each, where the file is present.</summary>
    [Test]
    public void Newspapers_are_told_apart_better_than_by_chance()
    {
        string path = Path.Combine(Repository.Root, "..", "shared", "real-paragraphs", "unlabelled.jsonl");
        if (!File.Exists(path))
            Assert.Ignore("The newspapers are not here.");
        LabelledParagraph[] paragraphs = [.. LabelledData.Read([path], requireLabels: false).Paragraphs.Take(6000).Select(p => p with { Labels = [p.Extra.Single(e => e.Key == "source").Value.Trim('"')] })];
        HashSet<string> common = [.. paragraphs.CountBy(p => p.Labels![0]).Where(c => c.Value >= 250).Select(c => c.Key)];
        LabelledParagraph[] usable = [.. paragraphs.Where(p => common.Contains(p.Labels![0]))];
        HashSet<string> tested = [.. usable.Select(p => p.Article).Distinct().Where((_, i) => i % 5 == 0)];
        TrainedModel model = ModelTrainer.Train(new LabelledData(usable.Where(p => !tested.Contains(p.Article))), new TrainingSettings { SingleLabel = true, UseContext = false, Folds = 2, L2 = 0.3f });
        LabelledData test = new(usable.Where(p => tested.Contains(p.Article)));
        double largest = test.Paragraphs.CountBy(p => p.Labels![0]).Max(c => (double)c.Value / test.Paragraphs.Count);
        double accuracy = Evaluation.Measure(model.Classifier, test).PrimaryAccuracy;
        TestContext.Out.WriteLine($"{common.Count} newspapers, accuracy {accuracy:0.000}, always the largest {largest:0.000}");
        Assert.That(accuracy, Is.GreaterThan(1.3 * largest));
    }
}

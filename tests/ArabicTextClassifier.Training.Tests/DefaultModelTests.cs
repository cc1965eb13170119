using ArabicTextClassifier.Training.Tests.Cli;

namespace ArabicTextClassifier.Training.Tests;

/// <summary>The committed model is the one that the committed corpus gives.</summary>
public class DefaultModelTests
{
    [Test]
    public void Retraining_gives_the_probabilities_of_the_default_model()
    {
        string path = Path.GetTempFileName();
        try
        {
            (int code, _, string error) = CommandLine.Run("", "train", Repository.TrainingData, "--output", path);
            Assert.That(code, Is.Zero, error);
            ParagraphClassifier retrained = ParagraphClassifier.Load(path);
            foreach (LabelledParagraph paragraph in LabelledData.Read([Repository.TrainingData]).Paragraphs)
            {
                float[] expected = [.. ParagraphClassifier.Default.Predict(paragraph.Text).Scores.Values];
                Assert.That(retrained.Predict(paragraph.Text).Scores.Values, Is.EqualTo(expected).Within(0.002f), $"{paragraph.File}:{paragraph.Line}");
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Test]
    public void The_default_model_knows_the_news_labels() =>
        Assert.That(ParagraphClassifier.Default.Labels, Is.EquivalentTo(new[] { NewsLabels.AttackReport, NewsLabels.OfficialStatement, NewsLabels.SecurityPlan, NewsLabels.CrossBorder }));

    [Test]
    public void The_default_model_says_which_data_it_comes_from() =>
        Assert.That(ParagraphClassifier.Default.Model.DataSha256, Is.EqualTo(LabelledData.Read([Repository.TrainingData]).Sha256));
}

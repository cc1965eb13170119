using ArabicTextClassifier.Text;

namespace ArabicTextClassifier.Training.MachineLearning;

/// <summary>Labelled data with its features counted once, for all folds.</summary>
internal sealed record TrainingSet(
    FeatureExtractor Extractor,
    IReadOnlyList<LabelledParagraph> Paragraphs,
    string[] LabelNames,
    string[] Articles,
    FeatureBag[] Bags,
    bool[][] Labels)
{
    /// <summary>Checks that the data can be trained on, and featurizes it.</summary>
    /// <exception cref="LabelledDataException">It cannot.</exception>
    public static TrainingSet Create(LabelledData data, TrainingSettings settings)
    {
        LabelledParagraph[] paragraphs = [.. data.Paragraphs.Where(p => p.Labels is not null)];
        string[] names = [.. data.Labels];
        if (names.Length == 0)
            throw new LabelledDataException("No paragraph has a label: there is nothing to learn.");
        foreach (string name in names)
        {
            int articles = paragraphs.Where(p => p.Labels!.Contains(name)).Select(p => p.Article).Distinct().Count();
            if (articles < settings.Folds)
            {
                LabelledParagraph first = paragraphs.First(p => p.Labels!.Contains(name));
                throw new LabelledDataException(
                    $"{first.File}:{first.Line}: the label '{name}' is on paragraphs of {articles} articles; {settings.Folds}-fold cross-validation needs {settings.Folds}. Misspelt? Else label more articles or lower the number of folds.");
            }

            if (paragraphs.All(p => p.Labels!.Contains(name)))
                throw new LabelledDataException($"Every paragraph has the label '{name}': there is nothing to tell apart.");
        }

        FeatureExtractor extractor = new(settings.Features, settings.Lexicon);
        FeatureBag[] bags = new FeatureBag[paragraphs.Length];
        Parallel.For(0, bags.Length, i => bags[i] = FeatureBag.Of(extractor, paragraphs[i].Text));
        return new TrainingSet(
            extractor,
            paragraphs,
            names,
            [.. paragraphs.Select(p => p.Article)],
            bags,
            [.. names.Select(name => paragraphs.Select(p => p.Labels!.Contains(name)).ToArray())]);
    }
}

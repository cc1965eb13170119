using ArabicTextClassifier.Text;

namespace ArabicTextClassifier.Training.MachineLearning;

/// <summary>Labelled data with its features counted once, for all folds.</summary>
internal sealed record TrainingSet(
    FeatureExtractor Extractor,
    IReadOnlyList<LabelledParagraph> Paragraphs,
    string[] LabelNames,
    string[] Articles,
    Vocabulary Vocabulary,
    FeatureVector[] Vectors,
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
        if (settings.SingleLabel && paragraphs.FirstOrDefault(p => p.Labels!.Count != 1) is { } other)
            throw new LabelledDataException($"{other.File}:{other.Line}: a single-label model needs exactly one label on every paragraph; this one has {other.Labels!.Count}. Give it one ('other' will do), or train without --single-label.");
        DataProblem[] contradictions = [.. Contradictions(paragraphs)];
        if (contradictions.Length > 0)
            throw new LabelledDataException(contradictions);
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
        FeatureBag[] bags = Featurize(extractor, data, settings.UseContext);

        // What is too rare in all of the paragraphs is too rare in any part of them.
        Vocabulary vocabulary = Vocabulary.Count(bags, settings.MinParagraphs);
        FeatureVector[] vectors = new FeatureVector[bags.Length];
        Parallel.For(0, bags.Length, i => (vectors[i], bags[i]) = (vocabulary.ToVector(bags[i]), null!));
        return new TrainingSet(
            extractor,
            paragraphs,
            names,
            [.. paragraphs.Select(p => p.Article)],
            vocabulary,
            vectors,
            [.. names.Select(name => paragraphs.Select(p => p.Labels!.Contains(name)).ToArray())]);
    }

    /// <summary>Paragraphs whose text has stood before with other labels: one of the two is wrong, and a model can learn neither.</summary>
    private static IEnumerable<DataProblem> Contradictions(LabelledParagraph[] paragraphs)
    {
        Dictionary<string, LabelledParagraph> firsts = [];
        foreach (LabelledParagraph paragraph in paragraphs)
        {
            string text = paragraph.Text.Trim();
            if (firsts.TryAdd(text, paragraph))
                continue;
            LabelledParagraph first = firsts[text];
            if (!first.Labels!.ToHashSet().SetEquals(paragraph.Labels!))
                yield return new(paragraph.File, paragraph.Line, $"the text has the labels {Named(paragraph)} here and {Named(first)} at {first.File}:{first.Line}");
        }

        static string Named(LabelledParagraph paragraph) => $"[{string.Join(", ", paragraph.Labels!)}]";
    }

    /// <summary>The features of every labelled paragraph. Paragraphs nobody labelled are read where they stand in an article: prediction sees them too.</summary>
    private static FeatureBag[] Featurize(FeatureExtractor extractor, LabelledData data, bool useContext)
    {
        IReadOnlyList<LabelledParagraph> paragraphs = data.Paragraphs;
        FeatureBag?[] bags = new FeatureBag?[paragraphs.Count];
        Parallel.ForEach(data.Runs(useContext), article =>
        {
            ArticleVoices voices = default;
            for (int i = article.Start.Value; i < article.End.Value; i++)
            {
                FeatureBag bag = FeatureBag.Of(extractor, paragraphs[i].Text, ref voices);
                bags[i] = paragraphs[i].Labels is null ? null : bag;
            }
        });
        return [.. bags.OfType<FeatureBag>()];
    }
}

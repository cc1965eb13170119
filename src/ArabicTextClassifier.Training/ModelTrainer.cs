using ArabicTextClassifier.Model;
using ArabicTextClassifier.Text;
using ArabicTextClassifier.Training.MachineLearning;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace ArabicTextClassifier.Training;

/// <summary>Trains models: labelled paragraphs in, a <see cref="ParagraphClassifier"/> and its ML.NET pipeline out.</summary>
/// <remarks>
/// Each label is one yes-or-no question over one shared feature vector. Cross-validation grouped by article gives each
/// paragraph a score from a model that never saw its article; from these out-of-fold scores alone come the Platt scaling
/// and the threshold of best F1 of each label. The final weights are learned on all of the data. Static and safe from any thread.
/// </remarks>
public static class ModelTrainer
{
    /// <summary>Trains a model.</summary>
    /// <param name="data">Labelled paragraphs; those nobody labelled (labels null) are left out.</param>
    /// <param name="settings">How to train.</param>
    /// <param name="progress">Told of each finished step.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="LabelledDataException">The data has no label, a label on too few articles to cross-validate, or a label on every paragraph.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static TrainedModel Train(
        LabelledData data,
        TrainingSettings settings,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.Folds, 2, nameof(settings));
        TrainingSet set = TrainingSet.Create(data, settings);
        TrainingSteps steps = new((settings.Folds + 1) * set.LabelNames.Length, progress, cancellationToken);

        int[] foldOf = Folds.ByArticle(set.Articles, settings.Folds, settings.Seed);
        float[][] scores = OutOfFoldScores(set, foldOf, settings, steps);
        PlattScaling[] calibrations = [.. set.LabelNames.Select((_, label) => PlattScaling.Fit(scores[label], set.Labels[label], settings.Seed))];
        float[][] probabilities = [.. scores.Select((row, label) => Array.ConvertAll(row, calibrations[label].ToProbability))];
        LabelInfo[] labels = settings.SingleLabel
            ? SingleLabel.Measure(set, probabilities)
            : [.. set.LabelNames.Select((name, label) => ChooseThreshold(name, probabilities[label], set.Labels[label]))];
        if (!settings.SingleLabel)
        {
            float[] priorities = LabelOrder.Learn(set, probabilities, labels);
            labels = [.. labels.Select((label, i) => label with { Priority = priorities[i] })];
        }

        int[] all = [.. Enumerable.Range(0, set.Vectors.Length)];
        (FeatureSelection selection, LabelModel[] models) = Fit(set, all, settings, steps);
        FeatureExtractor extractor = new(settings.Features, settings.Lexicon);
        Scorer scorer = IsLinear(settings.Trainer)
            ? new LinearScorer(extractor, LabelTrainer.ToLinear(selection.Keys, models, calibrations, settings.Precision))
            : new TreeScorer(set.Extractor, selection.Keys, [.. models.Select((model, label) => LabelTrainer.ToTrees(model, calibrations[label]))]);
        ModelInfo info = new()
        {
            Labels = labels,
            Trainer = settings.Trainer.ToString().ToLowerInvariant(),
            TrainerSettings = settings.Describe(),
            Features = settings.Features,
            Paragraphs = set.Vectors.Length,
            Articles = set.Articles.Distinct().Count(),
            DataSha256 = data.Sha256,
            Seed = settings.Seed,
        };
        byte[] file = ModelFile.Write(new ClassifierModel(info, scorer));
        return new TrainedModel(file, new MachineLearningPipeline(settings, selection.Keys, labels, models, calibrations), set.Paragraphs, probabilities);
    }

    /// <summary>Turns texts into features and nothing else: the first step of training by itself.</summary>
    /// <returns>How many distinct features there are in all texts.</returns>
    internal static int Featurize(IReadOnlyList<string> texts, TrainingSettings settings)
    {
        FeatureExtractor extractor = new(settings.Features, settings.Lexicon);
        FeatureBag[] bags = new FeatureBag[texts.Count];
        Parallel.For(0, bags.Length, i => bags[i] = FeatureBag.Of(extractor, texts[i]));
        return Vocabulary.Count(bags, 1).Keys.Length;
    }

    /// <summary>Whether a trainer's model is linear; the others are trees.</summary>
    internal static bool IsLinear(TrainerKind trainer) => trainer is not (TrainerKind.FastTree or TrainerKind.FastForest);

    /// <summary>By label, then paragraph: the score of a model that did not see the paragraph's article.</summary>
    private static float[][] OutOfFoldScores(TrainingSet set, int[] foldOf, TrainingSettings settings, TrainingSteps steps)
    {
        float[][] scores = [.. set.LabelNames.Select(_ => new float[set.Vectors.Length])];
        for (int fold = 0; fold < settings.Folds; fold++)
        {
            int[] inside = [.. Enumerable.Range(0, set.Vectors.Length).Where(i => foldOf[i] != fold)];
            int[] outside = [.. Enumerable.Range(0, set.Vectors.Length).Where(i => foldOf[i] == fold)];
            (FeatureSelection selection, LabelModel[] models) = Fit(set, inside, settings, steps);
            MLContext context = new(settings.Seed);
            FeatureVector[] vectors = [.. outside.Select(i => set.Vectors[i])];
            Parallel.For(0, models.Length, label =>
            {
                IDataView view = LabelTrainer.ToView(context, selection.Keys.Length, selection.Read(vectors, null, models[label].Scaling));
                float[] found = [.. models[label].Transformer.Transform(view).GetColumn<float>("Score")];
                for (int i = 0; i < outside.Length; i++)
                    scores[label][outside[i]] = found[i];
            });
        }

        return scores;
    }

    private static (FeatureSelection Selection, LabelModel[] Models) Fit(TrainingSet set, int[] rows, TrainingSettings settings, TrainingSteps steps)
    {
        FeatureVector[] vectors = [.. rows.Select(i => set.Vectors[i])];
        bool[][] labels = [.. set.Labels.Select(label => rows.Select(i => label[i]).ToArray())];
        FeatureSelection selection = FeatureSelection.Choose(
            set.Vocabulary, vectors, labels, settings.MinParagraphs, IsLinear(settings.Trainer) ? settings.MaxFeatures : settings.MaxTreeFeatures);
        LabelModel[] models = new LabelModel[labels.Length];
        ParallelOptions options = new() { CancellationToken = steps.CancellationToken, MaxDegreeOfParallelism = SideBySide(vectors) };
        Parallel.For(0, labels.Length, options, label =>
        {
            // A context of its own, so that labels trained side by side draw the same random numbers in every run.
            MLContext context = new(settings.Seed);
            FeatureScaling? scaling = IsLinear(settings.Trainer)
                ? FeatureScaling.Learn(selection.Keys.Length, selection.Read(vectors, labels[label]), settings.ScalingPower)
                : null;

            // Trainers pass over their rows many times: so they are made once.
            FeatureRow[] made = [.. selection.Read(vectors, labels[label], scaling).Select(row => row.Copy())];
            IDataView view = LabelTrainer.ToView(context, selection.Keys.Length, made);
            models[label] = LabelTrainer.Train(context, view, settings) with { Scaling = scaling };
            steps.Done();
        });
        return (selection, models);
    }

    /// <summary>How many labels to train at once: each has rows of its own, eight bytes a feature, and half of the memory is for them.</summary>
    private static int SideBySide(FeatureVector[] vectors)
    {
        long bytes = Math.Max(1, vectors.Sum(v => 8L * v.Places.Length));
        return (int)Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2 / bytes, 1, Environment.ProcessorCount);
    }

    /// <summary>The threshold of best F1, half way between the two probabilities that it separates.</summary>
    private static LabelInfo ChooseThreshold(string name, float[] probabilities, bool[] labels)
    {
        int[] order = [.. Enumerable.Range(0, labels.Length).OrderByDescending(i => probabilities[i])];
        int positives = labels.Count(l => l);
        (double F1, float Threshold, double Precision, double Recall) best = (-1, 0.5f, 0, 0);
        int found = 0;
        for (int given = 1; given <= order.Length; given++)
        {
            found += labels[order[given - 1]] ? 1 : 0;
            float here = probabilities[order[given - 1]];
            float next = given < order.Length ? probabilities[order[given]] : 0;
            double f1 = 2.0 * found / (given + positives);
            if (f1 > best.F1 && here > next)
                best = (f1, (here + next) / 2, (double)found / given, (double)found / positives);
        }

        return new LabelInfo(name, best.Threshold, positives, (float)best.Precision, (float)best.Recall, (float)best.F1);
    }
}

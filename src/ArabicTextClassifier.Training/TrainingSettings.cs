using System.Globalization;

namespace ArabicTextClassifier.Training;

/// <summary>How a model is trained. Immutable; the same data and settings give the same model, byte for byte, on one machine.</summary>
public sealed record TrainingSettings
{
    /// <summary>The trainer.</summary>
    public TrainerKind Trainer { get; init; } = TrainerKind.Lbfgs;

    /// <summary>Which features are made of a paragraph.</summary>
    public FeatureSettings Features { get; init; } = FeatureSettings.Default;

    /// <summary>Word classes for the features that use them.</summary>
    public Lexicon Lexicon { get; init; } = Lexicon.Empty;

    /// <summary>A feature must occur in this many training paragraphs, 1 or more.</summary>
    public int MinParagraphs { get; init; } = 2;

    /// <summary>Most features of a linear model; the most informative are kept.</summary>
    public int MaxFeatures { get; init; } = 26_000;

    /// <summary>Most features of a tree ensemble; the most informative are kept.</summary>
    public int MaxTreeFeatures { get; init; } = 1_000;

    /// <summary>Weight of the L2 penalty of <see cref="TrainerKind.Lbfgs"/>, 0 or more.</summary>
    public float L2 { get; init; } = 0.5f;

    /// <summary>
    /// Power to which a feature's log-count ratio is raised to scale it before a linear model is trained, 0 or more: 0 for no scaling, 1
    /// for that of naive Bayes (S. Wang and C. Manning, "Baselines and Bigrams", ACL 2012).
    /// </summary>
    public float ScalingPower { get; init; } = 0.5f;

    /// <summary>Whether paragraphs are learned from in the light of those before them in their article.</summary>
    public bool UseContext { get; init; } = true;

    /// <summary>Whether every paragraph has exactly one label: the model then gives the most probable one, and probabilities add up to one.</summary>
    public bool SingleLabel { get; init; }

    /// <summary>Number of trees of the tree trainers.</summary>
    public int Trees { get; init; } = 100;

    /// <summary>Most leaves of a tree.</summary>
    public int Leaves { get; init; } = 20;

    /// <summary>How a linear model stores its weights.</summary>
    public WeightPrecision Precision { get; init; } = WeightPrecision.Bits16;

    /// <summary>Number of cross-validation folds, 2 or more, from which thresholds and calibration come.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>Seed of everything random.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The settings that a model was trained with, its lexicon included.</summary>
    /// <param name="model">A model that this library trained.</param>
    /// <exception cref="ArgumentNullException"><paramref name="model"/> is null.</exception>
    /// <exception cref="LabelledDataException">The model was made by a trainer this library does not know.</exception>
    public static TrainingSettings From(ParagraphClassifier model)
    {
        ArgumentNullException.ThrowIfNull(model);
        ModelInfo info = model.Model;
        if (!Enum.TryParse(info.Trainer, ignoreCase: true, out TrainerKind trainer))
            throw new LabelledDataException($"The model was made by the trainer '{info.Trainer}', which this version does not have.");
        Dictionary<string, string> stored = info.TrainerSettings.ToDictionary();
        TrainingSettings usual = new();
        return usual with
        {
            Trainer = trainer,
            Features = info.Features,
            Lexicon = model.Scorer.Extractor.Lexicon,
            MinParagraphs = Number("min-paragraphs", usual.MinParagraphs),
            MaxFeatures = Number("max-features", usual.MaxFeatures),
            MaxTreeFeatures = Number("max-tree-features", usual.MaxTreeFeatures),
            L2 = Number("l2", usual.L2),
            ScalingPower = Number("scaling-power", usual.ScalingPower),
            UseContext = stored.GetValueOrDefault("context") != "no",
            SingleLabel = info.SingleLabel,
            Trees = Number("trees", usual.Trees),
            Leaves = Number("leaves", usual.Leaves),
            Precision = model.Scorer is Model.LinearScorer linear ? linear.Precision : usual.Precision,
            Folds = Number("folds", usual.Folds),
            Seed = info.Seed,
        };

        T Number<T>(string name, T usualValue)
            where T : IParsable<T> => stored.TryGetValue(name, out string? value) && T.TryParse(value, CultureInfo.InvariantCulture, out T? number) ? number : usualValue;
    }

    /// <summary>The settings that matter to the trainer, as stored in the model.</summary>
    internal IReadOnlyList<KeyValuePair<string, string>> Describe()
    {
        List<KeyValuePair<string, string>> settings = [];
        Add("min-paragraphs", MinParagraphs);
        if (Trainer is TrainerKind.FastTree or TrainerKind.FastForest)
        {
            Add("max-tree-features", MaxTreeFeatures);
            Add("trees", Trees);
            Add("leaves", Leaves);
        }
        else
        {
            Add("max-features", MaxFeatures);
            Add("scaling-power", ScalingPower);
            if (Trainer == TrainerKind.Lbfgs)
                Add("l2", L2);
        }

        if (!UseContext)
            settings.Add(new("context", "no"));
        Add("folds", Folds);
        if (SingleLabel)
            settings.Add(new(ModelInfo.SingleLabelSetting, "true"));
        return settings;

        void Add(string name, IFormattable value) => settings.Add(new(name, value.ToString(null, CultureInfo.InvariantCulture)));
    }
}

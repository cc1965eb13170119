namespace ArabicTextClassifier;

/// <summary>What a model says about itself. Immutable.</summary>
public sealed record ModelInfo
{
    /// <summary>The model format's version.</summary>
    public int FormatVersion { get; init; } = Model.ModelFile.Version;

    /// <summary>The labels with their thresholds and out-of-fold figures, in the order of the training data's first use.</summary>
    public required IReadOnlyList<LabelInfo> Labels { get; init; }

    /// <summary>The trainer that found the weights, for example <c>lbfgs</c> or <c>fasttree</c>.</summary>
    public required string Trainer { get; init; }

    /// <summary>The trainer's settings, name to value, in order.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> TrainerSettings { get; init; }

    /// <summary>Which features the model uses.</summary>
    public required FeatureSettings Features { get; init; }

    /// <summary>How many paragraphs it was trained on.</summary>
    public required int Paragraphs { get; init; }

    /// <summary>How many articles these paragraphs came from.</summary>
    public required int Articles { get; init; }

    /// <summary>SHA-256 of the training data's articles, texts and labels, in lower-case hexadecimal.</summary>
    public required string DataSha256 { get; init; }

    /// <summary>The seed of everything random in training.</summary>
    public required int Seed { get; init; }

    /// <summary>
    /// Whether every paragraph gets exactly one label, the most probable one, and probabilities add up to one. Stored
    /// among <see cref="TrainerSettings"/>.
    /// </summary>
    public bool SingleLabel
    {
        get
        {
            for (int i = 0; i < TrainerSettings.Count; i++)
            {
                if (TrainerSettings[i].Key == SingleLabelSetting)
                    return TrainerSettings[i].Value == "true";
            }

            return false;
        }
    }

    /// <summary>The setting that makes a model single-label.</summary>
    internal const string SingleLabelSetting = "single-label";

    /// <summary>How many features the model weighs.</summary>
    public int FeatureCount { get; init; }

    /// <summary>How many words and phrases its lexicon has.</summary>
    public int LexiconCount { get; init; }

    /// <summary>The size of the model in bytes.</summary>
    public long SizeInBytes { get; init; }
}

/// <summary>A label of a model: its threshold, and how well it was found in paragraphs of articles the model had not seen.</summary>
/// <param name="Name">The label.</param>
/// <param name="Threshold">The probability from which on the label is given, 0..1; without effect in a single-label model.</param>
/// <param name="Support">How many training paragraphs carry it.</param>
/// <param name="Precision">Out-of-fold precision at the threshold, 0..1.</param>
/// <param name="Recall">Out-of-fold recall at the threshold, 0..1.</param>
/// <param name="F1">Out-of-fold F1 at the threshold, 0..1.</param>
public sealed record LabelInfo(string Name, float Threshold, int Support, float Precision, float Recall, float F1)
{
    /// <summary>What is added to the label's logit when the labels of a paragraph are put in order: which comes first was learned from which came first.</summary>
    public float Priority { get; init; }
}

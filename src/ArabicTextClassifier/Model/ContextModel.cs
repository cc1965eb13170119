namespace ArabicTextClassifier.Model;

/// <summary>
/// Reads a paragraph's logits in the light of the article so far: a linear model per label over the logits of this
/// paragraph, the one before, the lead and the rest, and over who was last introduced as speaking.
/// </summary>
internal sealed class ContextModel
{
    /// <summary>Logits beyond this say no more: one extreme paragraph must not decide the article.</summary>
    private const float MostLogit = 6;

    /// <summary>Takes the parts of a checked model.</summary>
    public ContextModel(double[] bias, double[][] weights, float[] thresholds)
    {
        Bias = bias;
        Weights = weights;
        Thresholds = thresholds;
    }

    /// <summary>By label.</summary>
    public double[] Bias { get; }

    /// <summary>By label, then feature: see <see cref="Featurize"/>.</summary>
    public double[][] Weights { get; }

    /// <summary>By label: the probability from which on it is given in an article.</summary>
    public float[] Thresholds { get; }

    /// <summary>How many features there are for so many labels and speaker classes.</summary>
    public static int FeatureCount(int labels, int speakers) => 3 + 6 * labels + 4 * (speakers + 1);

    /// <summary>The features of a paragraph in its article.</summary>
    /// <param name="logits">The paragraph's own logits.</param>
    /// <param name="cues">Who speaks in it.</param>
    /// <param name="article">The article before it.</param>
    /// <param name="lexicon">Which classes are speakers.</param>
    /// <param name="features">Takes the features.</param>
    public static void Featurize(ReadOnlySpan<float> logits, in SpeechCues cues, in ArticleState article, Lexicon lexicon, Span<float> features)
    {
        int labels = logits.Length;
        int speakers = lexicon.SpeakerCount + 1;
        bool first = article.Paragraphs == 0;
        bool continues = cues.OpensWithSaying && cues.FirstSpeaker == 0;
        int carried = lexicon.SpeakerNumber(article.Speaker);
        features.Clear();
        features[0] = first ? 1 : 0;
        features[1] = cues.OpensWithSaying ? 1 : 0;
        features[2] = continues ? 1 : 0;
        Span<float> byLabel = features[3..];
        for (int label = 0; label < labels; label++)
        {
            byLabel[label] = Clip(logits[label]);
            if (first)
                continue;
            byLabel[labels + label] = article.Previous[label];
            byLabel[2 * labels + label] = article.Lead[label];
            byLabel[3 * labels + label] = article.Sum[label] / article.Paragraphs;
            byLabel[4 * labels + label] = cues.FirstSpeaker == 0 ? article.Introduced[label] : 0;
            byLabel[5 * labels + label] = continues ? article.Introduced[label] : 0;
        }

        Span<float> bySpeaker = byLabel[(6 * labels)..];
        bySpeaker[lexicon.SpeakerNumber(cues.FirstSpeaker)] = 1;
        bySpeaker[speakers + carried] = 1;
        if (cues.FirstSpeaker == 0)
            bySpeaker[2 * speakers + carried] = 1;
        if (continues)
            bySpeaker[3 * speakers + carried] = 1;
    }

    /// <summary>A logit as far as context looks at it, on the scale of the other features.</summary>
    public static float Clip(float logit) => Math.Clamp(logit, -MostLogit, MostLogit) / 2;

    /// <summary>Turns features into one logit per label.</summary>
    public void Score(ReadOnlySpan<float> features, Span<float> logits)
    {
        for (int label = 0; label < Weights.Length; label++)
        {
            double sum = Bias[label];
            double[] weights = Weights[label];
            for (int i = 0; i < weights.Length; i++)
                sum += weights[i] * features[i];
            logits[label] = (float)sum;
        }
    }
}

/// <summary>What is remembered of an article: bounded, whatever its length.</summary>
internal struct ArticleState(int labels)
{
    /// <summary>How many paragraphs have been read.</summary>
    public int Paragraphs { get; private set; }

    /// <summary>The class of the speaker last introduced, counted from 1; 0 if nobody was.</summary>
    public int Speaker { get; private set; }

    /// <summary>The logits of the paragraph before.</summary>
    public float[] Previous { get; } = new float[labels];

    /// <summary>The logits of the first paragraph.</summary>
    public float[] Lead { get; } = new float[labels];

    /// <summary>The logits of the paragraph that introduced the speaker.</summary>
    public float[] Introduced { get; } = new float[labels];

    /// <summary>The sum of the logits so far.</summary>
    public float[] Sum { get; } = new float[labels];

    /// <summary>Goes on to the next paragraph.</summary>
    public void Add(ReadOnlySpan<float> logits, in SpeechCues cues)
    {
        for (int label = 0; label < logits.Length; label++)
        {
            float clipped = ContextModel.Clip(logits[label]);
            Previous[label] = clipped;
            Sum[label] += clipped;
            if (Paragraphs == 0)
                Lead[label] = clipped;
            if (cues.LastSpeaker != 0)
                Introduced[label] = clipped;
        }

        if (cues.LastSpeaker != 0)
            Speaker = cues.LastSpeaker;
        Paragraphs++;
    }
}

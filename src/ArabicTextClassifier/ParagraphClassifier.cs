using ArabicTextClassifier.Model;
using ArabicTextClassifier.Text;

namespace ArabicTextClassifier;

/// <summary>Labels paragraphs of Arabic text.</summary>
/// <remarks>
/// Immutable: one instance serves any number of threads without locks. Works in time linear in the text; the span forms
/// allocate nothing. Any string of UTF-16 code units or bytes is accepted.
/// </remarks>
public sealed partial class ParagraphClassifier
{
    private static readonly Lazy<ParagraphClassifier> s_default = new(LoadDefault);

    private readonly ClassifierModel _model;
    private readonly string[] _labels;
    private readonly float[] _thresholds;
    private readonly float[] _priorities;
    private readonly bool _singleLabel;

    internal ParagraphClassifier(ClassifierModel model)
    {
        _model = model;
        _labels = new string[model.Info.Labels.Count];
        _thresholds = new float[_labels.Length];
        _priorities = new float[_labels.Length];
        for (int i = 0; i < _labels.Length; i++)
        {
            LabelInfo label = model.Info.Labels[i];
            (_labels[i], _thresholds[i], _priorities[i]) = (label.Name, label.Threshold, label.Priority);
        }

        _singleLabel = model.Info.SingleLabel;
    }

    /// <summary>The model that comes with the library, for the labels of <see cref="NewsLabels"/>. Loaded at first use, once.</summary>
    public static ParagraphClassifier Default => s_default.Value;

    /// <summary>What the model says about itself: labels, thresholds, settings, training data, figures.</summary>
    public ModelInfo Model => _model.Info;

    /// <summary>The model's labels, in the order of the span forms' results.</summary>
    public IReadOnlyList<string> Labels => _labels;

    internal Scorer Scorer => _model.Scorer;

    /// <summary>Loads a model file.</summary>
    /// <param name="path">The file that <c>arabic-text train</c> or the training library wrote.</param>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> is null.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidModelException">The file is no model, is damaged, or is of another version.</exception>
    public static ParagraphClassifier Load(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (Directory.Exists(path))
            throw new InvalidModelException($"{path}: This is a directory, not a model file.");
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        try
        {
            return Load(file);
        }
        catch (InvalidModelException fault)
        {
            throw new InvalidModelException(path, fault);
        }
    }

    /// <summary>Loads a model from a stream, from its position to its end.</summary>
    /// <param name="stream">A readable stream; it stays open.</param>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> is null.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    /// <exception cref="InvalidModelException">What is read is no model, is damaged, or is of another version.</exception>
    public static ParagraphClassifier Load(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return new ParagraphClassifier(ModelFile.Read(ModelFile.ReadBytes(stream)));
    }

    /// <summary>Loads a model from memory. The memory is not needed afterwards.</summary>
    /// <param name="model">The bytes of a model file.</param>
    /// <exception cref="InvalidModelException">They are no model, are damaged, or are of another version.</exception>
    public static ParagraphClassifier Load(ReadOnlyMemory<byte> model) => new(ModelFile.Read(model.Span));

    /// <summary>Labels a paragraph.</summary>
    /// <param name="paragraph">Any text.</param>
    /// <exception cref="ArgumentNullException"><paramref name="paragraph"/> is null.</exception>
    public Prediction Predict(string paragraph)
    {
        ArgumentNullException.ThrowIfNull(paragraph);
        return Predict(paragraph.AsSpan());
    }

    /// <summary>Labels a paragraph.</summary>
    /// <param name="paragraph">Any text.</param>
    public Prediction Predict(ReadOnlySpan<char> paragraph)
    {
        float[] probabilities = new float[_labels.Length];
        Predict(paragraph, probabilities);
        return Decide(probabilities);
    }

    /// <summary>Labels a paragraph in UTF-8. The result is that of the same text in UTF-16.</summary>
    /// <param name="utf8Paragraph">Any bytes; those that are no UTF-8 separate words.</param>
    public Prediction Predict(ReadOnlySpan<byte> utf8Paragraph)
    {
        float[] probabilities = new float[_labels.Length];
        Predict(utf8Paragraph, probabilities);
        return Decide(probabilities);
    }

    /// <summary>Writes the calibrated probability of each label, 0..1, in the order of <see cref="Labels"/>. Allocates nothing.</summary>
    /// <param name="paragraph">Any text.</param>
    /// <param name="probabilities">At least as long as <see cref="Labels"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="probabilities"/> is too short.</exception>
    public void Predict(ReadOnlySpan<char> paragraph, Span<float> probabilities)
    {
        ArticleVoices voices = default;
        Predict(paragraph, probabilities, ref voices);
    }

    /// <summary>Writes the calibrated probability of each label of a UTF-8 paragraph. Allocates nothing.</summary>
    /// <param name="utf8Paragraph">Any bytes; those that are no UTF-8 separate words.</param>
    /// <param name="probabilities">At least as long as <see cref="Labels"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="probabilities"/> is too short.</exception>
    public void Predict(ReadOnlySpan<byte> utf8Paragraph, Span<float> probabilities)
    {
        ArticleVoices voices = default;
        Predict(utf8Paragraph, probabilities, ref voices);
    }

    /// <summary>Tells, label by label, which words of a paragraph pushed the label up or down, and by how much.</summary>
    /// <param name="paragraph">Any text.</param>
    /// <returns>One explanation per label, most probable first.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="paragraph"/> is null.</exception>
    public IReadOnlyList<Explanation> Explain(string paragraph)
    {
        ArgumentNullException.ThrowIfNull(paragraph);
        Attribution attribution = _model.Scorer.Attribute(paragraph);
        float[] probabilities = new float[_labels.Length];
        Predict(paragraph, probabilities);
        return [.. Enumerable.Range(0, _labels.Length)
            .OrderByDescending(label => probabilities[label])
            .Select(label => new Explanation(
                _labels[label], probabilities[label], _thresholds[label], attribution.Bias[label],
                [.. attribution.Tokens
                    .Select((token, i) => new TextPiece(
                        token.Start..token.End, paragraph[token.Start..token.End], attribution.Contributions[label][i]))
                    .OrderByDescending(piece => Math.Abs(piece.Contribution))]))];
    }

    /// <summary>The probabilities of a paragraph in its article.</summary>
    internal void Predict(ReadOnlySpan<char> paragraph, Span<float> probabilities, ref ArticleVoices voices)
    {
        CheckRoom(probabilities);
        _model.Scorer.Score(paragraph, probabilities, ref voices);
        ToProbabilities(probabilities[.._labels.Length]);
    }

    /// <summary>The probabilities of a UTF-8 paragraph in its article.</summary>
    internal void Predict(ReadOnlySpan<byte> utf8Paragraph, Span<float> probabilities, ref ArticleVoices voices)
    {
        CheckRoom(probabilities);
        _model.Scorer.Score(utf8Paragraph, probabilities, ref voices);
        ToProbabilities(probabilities[.._labels.Length]);
    }

    /// <summary>The logit of a probability, finite even for 0 and 1.</summary>
    internal static float Logit(float probability) => MathF.Log((probability + 1e-7f) / (1 - probability + 1e-7f));

    /// <summary>What probabilities come to: the labels that reach their threshold, the primary one first.</summary>
    internal Prediction Decide(float[] probabilities)
    {
        LabelScores scores = new(_labels, probabilities);
        if (_singleLabel)
            return new Prediction(scores, [_labels[MostProbable(probabilities)]]);
        int count = 0;
        for (int label = 0; label < _labels.Length; label++)
            count += probabilities[label] >= _thresholds[label] ? 1 : 0;
        if (count == 0)
            return new Prediction(scores, []);

        string[] given = new string[count];
        float rank = float.PositiveInfinity;
        int last = -1;
        for (int i = 0; i < count; i++)
        {
            (last, rank) = Next(probabilities, last, rank);
            given[i] = _labels[last];
        }

        return new Prediction(scores, given);
    }

    private static int MostProbable(float[] probabilities)
    {
        int most = 0;
        for (int label = 1; label < probabilities.Length; label++)
        {
            if (probabilities[label] > probabilities[most])
                most = label;
        }

        return most;
    }

    /// <summary>The given label that comes next after one, and its rank: what its probability and its priority come to.</summary>
    /// <remarks>Looks through all labels every time: they are few, those given are fewer, and nothing is allocated.</remarks>
    private (int Label, float Rank) Next(float[] probabilities, int last, float lastRank)
    {
        (int Label, float Rank) next = (-1, float.NegativeInfinity);
        for (int label = 0; label < _labels.Length; label++)
        {
            if (probabilities[label] < _thresholds[label])
                continue;
            float rank = Logit(probabilities[label]) + _priorities[label];
            bool comesAfter = rank < lastRank || rank == lastRank && label > last;
            if (comesAfter && (rank > next.Rank || next.Label < 0))
                next = (label, rank);
        }

        return next;
    }

    private static ParagraphClassifier LoadDefault()
    {
        using Stream stream = typeof(ParagraphClassifier).Assembly.GetManifestResourceStream("default.model")
            ?? throw new InvalidModelException("This build of the library has no default model embedded.");
        return stream is UnmanagedMemoryStream resource ? new ParagraphClassifier(ModelFile.Read(UnmanagedBytes.Rest(resource))) : Load(stream);
    }

    private void ToProbabilities(Span<float> logits)
    {
        foreach (ref float value in logits)
            value = 1 / (1 + MathF.Exp(-value));
        if (_singleLabel)
            Normalize(logits);
    }

    /// <summary>
    /// Makes the labels' own probabilities add up to one, as calibrated one-against-the-rest classifiers are combined
    /// (B. Zadrozny and C. Elkan, KDD 2002). If all are zero, all are equal.
    /// </summary>
    internal static void Normalize(Span<float> probabilities)
    {
        float sum = 0;
        foreach (float probability in probabilities)
            sum += probability;
        foreach (ref float value in probabilities)
            value = sum > 0 ? value / sum : 1f / probabilities.Length;
    }

    private void CheckRoom(Span<float> probabilities)
    {
        if (probabilities.Length < _labels.Length)
            Throw.TooShort(nameof(probabilities), probabilities.Length, _labels.Length);
    }
}

using Microsoft.ML;

namespace ArabicTextClassifier.Training;

/// <summary>A freshly trained model.</summary>
public sealed class TrainedModel
{
    private readonly byte[] _file;
    private readonly MachineLearning.MachineLearningPipeline _pipeline;

    internal TrainedModel(byte[] file, MachineLearning.MachineLearningPipeline pipeline, IReadOnlyList<LabelledParagraph> paragraphs, float[][] outOfFold)
    {
        _file = file;
        _pipeline = pipeline;
        Paragraphs = paragraphs;
        OutOfFold = outOfFold;
        Classifier = ParagraphClassifier.Load(file);
    }

    /// <summary>The model as the runtime library predicts with it.</summary>
    public ParagraphClassifier Classifier { get; }

    /// <summary>The bytes of the model file.</summary>
    public ReadOnlyMemory<byte> File => _file;

    /// <summary>The paragraphs it was trained on.</summary>
    public IReadOnlyList<LabelledParagraph> Paragraphs { get; }

    /// <summary>By label, then paragraph: the calibrated probability from models that did not see the paragraph's article.</summary>
    public IReadOnlyList<IReadOnlyList<float>> OutOfFold { get; }

    /// <summary>
    /// The same model as an ML.NET pipeline: from a column <c>Text</c> to a column <c>Probability.LABEL</c> per label.
    /// It can be saved with <c>mlContext.Model.Save</c>; who loads it first calls
    /// <c>mlContext.ComponentCatalog.RegisterAssembly(typeof(ModelTrainer).Assembly)</c>. Of a single-label model these are
    /// the labels' own probabilities, before they are divided by their sum.
    /// </summary>
    /// <param name="context">Your ML.NET context.</param>
    /// <exception cref="ArgumentNullException"><paramref name="context"/> is null.</exception>
    public ITransformer ToMachineLearning(MLContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return _pipeline.Create(context);
    }

    /// <summary>Writes the model file: to a temporary file beside it, to the disk, then by renaming. A failure leaves what was there.</summary>
    /// <param name="path">Where to write.</param>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> is null.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public void Save(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        AtomicFile.Write(path, _file);
    }
}

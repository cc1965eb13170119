using ArabicTextClassifier.Training.MachineLearning;
using Microsoft.ML;

namespace ArabicTextClassifier.Training;

/// <summary>The Arabic featurizer among ML.NET's text transforms.</summary>
public static class ArabicTextCatalog
{
    /// <summary>
    /// Turns a text column into a vector of counted n-grams of Arabic words, stems and word classes: the featurization of
    /// <see cref="ParagraphClassifier"/>.
    /// </summary>
    /// <param name="catalog">The text transforms.</param>
    /// <param name="outputColumnName">The vector: one single-precision slot per feature, sparse; counts over the square root of the number of features in the text.</param>
    /// <param name="inputColumnName">The text; by default <paramref name="outputColumnName"/>.</param>
    /// <param name="settings">Which features; by default <see cref="FeatureSettings.Default"/>.</param>
    /// <param name="lexicon">Word classes; by default none.</param>
    /// <param name="minParagraphs">A feature must occur in this many rows, 1 or more.</param>
    /// <remarks>
    /// Fitting learns which features there are. The fitted transformer is a chain of ML.NET's own transforms and one custom
    /// mapping: it is saved by <c>mlContext.Model.Save</c> and loaded by <c>mlContext.Model.Load</c> after
    /// <c>mlContext.ComponentCatalog.RegisterAssembly(typeof(ArabicTextCatalog).Assembly)</c>.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="catalog"/> or <paramref name="outputColumnName"/> is null.</exception>
    public static IEstimator<ITransformer> FeaturizeArabicText(
        this TransformsCatalog.TextTransforms catalog,
        string outputColumnName,
        string? inputColumnName = null,
        FeatureSettings? settings = null,
        Lexicon? lexicon = null,
        int minParagraphs = 2)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(outputColumnName);
        ArgumentOutOfRangeException.ThrowIfLessThan(minParagraphs, 1);
        return new ArabicTextEstimator(
            outputColumnName, inputColumnName ?? outputColumnName, settings ?? FeatureSettings.Default, lexicon ?? Lexicon.Empty, minParagraphs);
    }
}

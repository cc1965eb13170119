using ArabicTextClassifier.Model;
using ArabicTextClassifier.Text;

namespace ArabicTextClassifier.Training.MachineLearning;

/// <summary>Feature settings and lexicon as one line of text, for a constant column of an ML.NET pipeline.</summary>
internal static class FeaturizerState
{
    public static string Write(FeatureSettings settings, Lexicon lexicon)
    {
        ModelWriter writer = new();
        ModelFile.WriteFeatures(writer, settings);
        ModelFile.WriteLexicon(writer, lexicon);
        return Convert.ToBase64String(writer.ToArray());
    }

    public static FeatureExtractor Read(string state)
    {
        ModelReader reader = new(Convert.FromBase64String(state), 0);
        FeatureSettings settings = ModelFile.ReadFeatures(ref reader);
        Lexicon lexicon = ModelFile.ReadLexicon(ref reader);
        reader.ExpectEnd();
        return new FeatureExtractor(settings, lexicon);
    }
}

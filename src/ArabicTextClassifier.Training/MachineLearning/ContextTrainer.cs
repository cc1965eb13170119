using ArabicTextClassifier.Model;
using ArabicTextClassifier.Text;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;

namespace ArabicTextClassifier.Training.MachineLearning;

/// <summary>Learns to read a paragraph in the light of its article, from out-of-fold logits: what prediction will really see.</summary>
internal static class ContextTrainer
{
    /// <summary>Trains the context model.</summary>
    /// <param name="set">The training paragraphs.</param>
    /// <param name="logits">By paragraph, then label: its calibrated logit from a model that did not see its article.</param>
    /// <param name="foldOf">By paragraph: its fold.</param>
    /// <param name="settings">The penalty, the folds and the seed.</param>
    /// <param name="thresholds">Chooses a label's threshold from out-of-fold probabilities and answers.</param>
    public static ContextModel Train(TrainingSet set, float[][] logits, int[] foldOf, TrainingSettings settings, Func<float[], bool[], float> thresholds)
    {
        int labels = set.LabelNames.Length;
        VBuffer<float>[] features = Featurize(set, logits);
        double[] bias = new double[labels];
        double[][] weights = new double[labels][];
        float[] chosen = new float[labels];
        int[] all = [.. Enumerable.Range(0, features.Length)];
        Parallel.For(0, labels, label =>
        {
            float[] probabilities = new float[features.Length];
            for (int fold = 0; fold < settings.Folds; fold++)
            {
                (double[] foldWeights, double foldBias) = Fit(features, set.Labels[label], [.. all.Where(i => foldOf[i] != fold)], settings);
                foreach (int i in all.Where(i => foldOf[i] == fold))
                {
                    double logit = foldBias;
                    foreach ((int at, float value) in features[i].Items())
                        logit += foldWeights[at] * value;
                    probabilities[i] = (float)(1 / (1 + Math.Exp(-logit)));
                }
            }

            chosen[label] = thresholds(probabilities, set.Labels[label]);
            (weights[label], bias[label]) = Fit(features, set.Labels[label], all, settings);
        });
        return new ContextModel(bias, weights, chosen);
    }

    private static VBuffer<float>[] Featurize(TrainingSet set, float[][] logits)
    {
        Lexicon lexicon = set.Extractor.Lexicon;
        int labels = set.LabelNames.Length;
        VBuffer<float>[] features = new VBuffer<float>[logits.Length];
        ArticleState state = new(labels);
        for (int i = 0; i < features.Length; i++)
        {
            if (i > 0 && set.Articles[i] != set.Articles[i - 1])
                state = new ArticleState(labels);
            SpeechCues cues = CuesOf(set.Extractor, set.Paragraphs[i].Text);
            float[] row = new float[ContextModel.FeatureCount(labels, lexicon.SpeakerCount)];
            ContextModel.Featurize(logits[i], in cues, in state, lexicon, row);
            state.Add(logits[i], in cues);
            features[i] = new VBuffer<float>(row.Length, row);
        }

        return features;
    }

    private static (double[] Weights, double Bias) Fit(VBuffer<float>[] features, bool[] labels, int[] rows, TrainingSettings settings)
    {
        MLContext context = new(settings.Seed);
        IDataView view = LabelTrainer.ToView(context, features[0].Length, rows.Select(i => (features[i], labels[i])));
        LabelModel model = LabelTrainer.Train(context, view, new TrainingSettings { L2 = settings.ContextL2 });
        LinearModelParameters linear = (LinearModelParameters)model.Parameters;
        return ([.. linear.Weights.Select(w => (double)w)], linear.Bias);
    }

    private static SpeechCues CuesOf(FeatureExtractor extractor, string text)
    {
        CueSink sink = new(extractor.Lexicon.Roles);
        extractor.Extract<char, Utf16, CueSink>(text, ref sink);
        return sink.Cues;
    }

    private struct CueSink(SpeechRole[] roles) : IFeatureSink
    {
        public SpeechCues Cues = default;

        public static bool TracksPositions => false;

        public void Tokens(ReadOnlySpan<Token> tokens, ReadOnlySpan<int> positions) => Cues.Add(tokens, roles);

        public readonly void Features(ReadOnlySpan<uint> features, ReadOnlySpan<FeaturePlace> places)
        {
        }
    }
}

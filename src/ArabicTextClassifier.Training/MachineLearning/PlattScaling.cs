using Microsoft.ML;
using Microsoft.ML.Data;

namespace ArabicTextClassifier.Training.MachineLearning;

/// <summary>A sigmoid that turns a score into a probability: 1 / (1 + e^-(<paramref name="Slope"/> · score + <paramref name="Offset"/>)).</summary>
/// <remarks>J. Platt, "Probabilistic outputs for support vector machines" (1999): logistic regression on the score alone.</remarks>
internal sealed record PlattScaling(double Slope, double Offset)
{
    /// <summary>Fits the sigmoid to scores and answers.</summary>
    public static PlattScaling Fit(float[] scores, bool[] labels, int seed)
    {
        MLContext context = new(seed);
        IDataView view = LabelTrainer.ToView(context, 1, scores.Select((score, i) => new FeatureRow { Features = new VBuffer<float>(1, [score]), Label = labels[i] }));
        LabelModel model = LabelTrainer.Train(context, view, new TrainingSettings { L2 = 0 });
        Microsoft.ML.Trainers.LinearModelParameters line = (Microsoft.ML.Trainers.LinearModelParameters)model.Parameters;
        return new PlattScaling(line.Weights[0], line.Bias);
    }

    /// <summary>The logit behind a score.</summary>
    public float ToLogit(float score) => (float)(Slope * score + Offset);

    /// <summary>The probability behind a score.</summary>
    public float ToProbability(float score) => (float)(1 / (1 + Math.Exp(-(Slope * score + Offset))));
}

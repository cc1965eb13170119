namespace ArabicTextClassifier.Training;

/// <summary>ML.NET's trainers that a model can be trained with. All learn one yes-or-no question per label.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Trainer</term><description>Model; own calibration; features; package</description></listheader>
/// <item><term><see cref="Lbfgs"/></term><description>linear; probabilities; all; Microsoft.ML</description></item>
/// <item><term><see cref="Sdca"/></term><description>linear; probabilities; all; Microsoft.ML</description></item>
/// <item><term><see cref="AveragedPerceptron"/></term><description>linear; none; all; Microsoft.ML</description></item>
/// <item><term><see cref="LinearSvm"/></term><description>linear; none; all; Microsoft.ML</description></item>
/// <item><term><see cref="FastTree"/></term><description>boosted trees; probabilities; the most informative; Microsoft.ML.FastTree</description></item>
/// <item><term><see cref="FastForest"/></term><description>averaged trees; none; the most informative; Microsoft.ML.FastTree</description></item>
/// </list>
/// Whatever a trainer brings, the probabilities of a finished model come from Platt scaling of out-of-fold scores.
/// </remarks>
public enum TrainerKind
{
    /// <summary>Logistic regression by L-BFGS.</summary>
    Lbfgs,

    /// <summary>Logistic regression by stochastic dual coordinate ascent.</summary>
    Sdca,

    /// <summary>Averaged perceptron.</summary>
    AveragedPerceptron,

    /// <summary>Linear support vector machine (Pegasos).</summary>
    LinearSvm,

    /// <summary>Gradient-boosted trees (MART).</summary>
    FastTree,

    /// <summary>Random forest.</summary>
    FastForest,
}

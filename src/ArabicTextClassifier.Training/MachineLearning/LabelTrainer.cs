using ArabicTextClassifier.Model;
using Microsoft.ML;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using Microsoft.ML.Trainers.FastTree;

namespace ArabicTextClassifier.Training.MachineLearning;

/// <summary>What ML.NET learned for one label.</summary>
/// <param name="Transformer">From the column Features to the column Score.</param>
/// <param name="Parameters">The weights or trees in it.</param>
/// <param name="Scaling">What features are multiplied by before the transformer; null for trees.</param>
internal sealed record LabelModel(ITransformer Transformer, object Parameters, FeatureScaling? Scaling = null);

/// <summary>A row of training data as ML.NET reads it.</summary>
internal sealed class FeatureRow
{
    /// <summary>The paragraph's vector.</summary>
    public VBuffer<float> Features { get; set; }

    /// <summary>Whether it carries the label.</summary>
    public bool Label { get; set; }

    /// <summary>A row that stays as it is.</summary>
    public FeatureRow Copy()
    {
        VBuffer<float> features = default;
        Features.CopyTo(ref features);
        return new FeatureRow { Features = features, Label = Label };
    }
}

/// <summary>Trains one yes-or-no question with the chosen ML.NET trainer.</summary>
internal static class LabelTrainer
{
    /// <summary>Makes rows a data view, which reads them as often as it is read.</summary>
    public static IDataView ToView(MLContext context, int width, IEnumerable<FeatureRow> rows)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(FeatureRow));
        schema[nameof(FeatureRow.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, width);
        return context.Data.LoadFromEnumerable(rows, schema);
    }

    /// <summary>Trains.</summary>
    public static LabelModel Train(MLContext context, IDataView view, TrainingSettings settings)
    {
        BinaryClassificationCatalog.BinaryClassificationTrainers trainers = context.BinaryClassification.Trainers;
        return settings.Trainer switch
        {
            TrainerKind.Lbfgs => Calibrated(trainers.LbfgsLogisticRegression(new LbfgsLogisticRegressionBinaryTrainer.Options
            {
                L2Regularization = settings.L2,
                L1Regularization = 0,
                OptimizationTolerance = 1e-6f,
                NumberOfThreads = 1,
            }).Fit(view)),
            TrainerKind.Sdca => Calibrated(trainers.SdcaLogisticRegression(new SdcaLogisticRegressionBinaryTrainer.Options
            {
                NumberOfThreads = 1,
            }).Fit(view)),
            TrainerKind.AveragedPerceptron => Plain(trainers.AveragedPerceptron(new AveragedPerceptronTrainer.Options
            {
                NumberOfIterations = 10,
                LearningRate = 1,
            }).Fit(view)),
            TrainerKind.LinearSvm => Plain(trainers.LinearSvm(new LinearSvmTrainer.Options
            {
                NumberOfIterations = 20,
                Lambda = 0.0001f,
            }).Fit(view)),
            TrainerKind.FastTree => Calibrated(trainers.FastTree(new FastTreeBinaryTrainer.Options
            {
                NumberOfTrees = settings.Trees,
                NumberOfLeaves = settings.Leaves,
                MinimumExampleCountPerLeaf = 10,
                LearningRate = 0.1,
                NumberOfThreads = 1,
                Seed = settings.Seed,
                FeatureSelectionSeed = settings.Seed,
            }).Fit(view)),
            TrainerKind.FastForest => Plain(trainers.FastForest(new FastForestBinaryTrainer.Options
            {
                NumberOfTrees = settings.Trees,
                NumberOfLeaves = settings.Leaves,
                MinimumExampleCountPerLeaf = 5,
                NumberOfThreads = 1,
                Seed = settings.Seed,
                FeatureSelectionSeed = settings.Seed,
            }).Fit(view)),
            _ => throw new ArgumentOutOfRangeException(nameof(settings), settings.Trainer, "There is no such trainer."),
        };
    }

    private static LabelModel Calibrated<T>(BinaryPredictionTransformer<CalibratedModelParametersBase<T, PlattCalibrator>> trained)
        where T : class => new(trained, trained.Model.SubModel);

    private static LabelModel Plain<T>(BinaryPredictionTransformer<T> trained)
        where T : class => new(trained, trained.Model);

    /// <summary>The runtime's form of linear models.</summary>
    /// <param name="keys">The features' hashes.</param>
    /// <param name="models">By label.</param>
    /// <param name="calibrations">By label: scores to probabilities, folded into the weights.</param>
    /// <param name="precision">How to store the weights.</param>
    public static LinearWeights ToLinear(uint[] keys, IReadOnlyList<LabelModel> models, IReadOnlyList<PlattScaling> calibrations, WeightPrecision precision)
    {
        double[][] weights = new double[models.Count][];
        double[] bias = new double[models.Count];
        for (int label = 0; label < models.Count; label++)
        {
            LinearModelParameters linear = (LinearModelParameters)models[label].Parameters;
            (double slope, double offset) = calibrations[label];
            FeatureScaling? scaling = models[label].Scaling;
            weights[label] = [.. linear.Weights.Select((w, feature) => w * slope * (scaling?[feature] ?? 1))];
            bias[label] = linear.Bias * slope + offset;
        }

        return LinearWeights.Create(keys, weights, bias, precision);
    }

    /// <summary>The runtime's form of a label's trees.</summary>
    public static TreeEnsemble ToTrees(LabelModel model, PlattScaling calibration)
    {
        (double slope, double offset) = calibration;
        double bias;
        IReadOnlyList<double> weights;
        IReadOnlyList<RegressionTreeBase> trees;
        switch (model.Parameters)
        {
            case TreeEnsembleModelParametersBasedOnRegressionTree boosted:
                (bias, weights, trees) = (boosted.TrainedTreeEnsemble.Bias, boosted.TrainedTreeEnsemble.TreeWeights, boosted.TrainedTreeEnsemble.Trees);
                break;
            case TreeEnsembleModelParametersBasedOnQuantileRegressionTree forest:
                (bias, weights, trees) = (forest.TrainedTreeEnsemble.Bias, forest.TrainedTreeEnsemble.TreeWeights, forest.TrainedTreeEnsemble.Trees);
                break;
            default:
                throw new ArgumentException($"{model.Parameters.GetType().Name} holds no trees.", nameof(model));
        }

        FlatTrees flat = new();
        for (int i = 0; i < trees.Count; i++)
            flat.Add(trees[i], weights[i] * slope);
        return flat.ToEnsemble(bias * slope + offset);
    }

    /// <summary>Lays trees out as the runtime walks them.</summary>
    private sealed class FlatTrees
    {
        private readonly List<int> _roots = [];
        private readonly List<int> _columns = [];
        private readonly List<float> _thresholds = [];
        private readonly List<int> _children = [];
        private readonly List<double> _values = [];

        public void Add(RegressionTreeBase tree, double weight)
        {
            _roots.Add(NewNode());

            // A tree of one leaf has no nodes; else node 0 is the root. Negative children are leaves, complemented.
            Queue<(int Place, int Node)> open = new([(_roots[^1], tree.NumberOfNodes == 0 ? ~0 : 0)]);
            while (open.TryDequeue(out (int Place, int Node) next))
            {
                if (next.Node < 0)
                {
                    _values[next.Place] = tree.LeafValues[~next.Node] * weight;
                    continue;
                }

                int first = NewNode();
                int second = NewNode();
                _columns[next.Place] = tree.NumericalSplitFeatureIndexes[next.Node];
                _thresholds[next.Place] = tree.NumericalSplitThresholds[next.Node];
                _children[next.Place] = first;
                open.Enqueue((first, tree.LeftChild[next.Node]));
                open.Enqueue((second, tree.RightChild[next.Node]));
            }
        }

        public TreeEnsemble ToEnsemble(double bias) =>
            new(bias, [.. _roots], [.. _columns], [.. _thresholds], [.. _children], [.. _values]);

        private int NewNode()
        {
            int node = _children.Count;
            _columns.Add(0);
            _thresholds.Add(float.PositiveInfinity);
            _children.Add(node);
            _values.Add(0);
            return node;
        }
    }
}

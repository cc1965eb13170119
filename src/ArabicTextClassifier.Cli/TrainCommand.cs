using System.CommandLine;
using System.Globalization;
using ArabicTextClassifier.Training;

namespace ArabicTextClassifier.Cli;

/// <summary><c>arabic-text train</c>: labelled paragraphs in, a model file out.</summary>
internal static class TrainCommand
{
    public static Command Create()
    {
        TrainingSettings usual = new();
        Argument<string[]> data = Terminal.FilesArgument("DATA", "Labelled paragraphs: .jsonl, .csv or .tsv files, or folders of them.", ArgumentArity.OneOrMore);
        Option<FileInfo> output = new("--output", "-o") { Description = "The model file to write.", Required = true, HelpName = "FILE" };
        Option<string> trainer = new("--trainer") { Description = "lbfgs, sdca, perceptron, svm, fasttree or fastforest.", DefaultValueFactory = _ => "lbfgs" };
        trainer.AcceptOnlyFromAmong([.. s_trainers.Keys]);
        Option<DirectoryInfo?> lexicon = new("--lexicon") { Description = "A folder of word classes, a .txt file each; by default 'lexicon' in the first data folder, if there is one.", HelpName = "FOLDER" };
        Option<string?> features = new("--features") { Description = "Features, for example 'words=1,stems=2,classes=3,class-skips,speakers,openers=3,characters=3-5,stem-skips'.", HelpName = "LIST" };
        Option<float> l2 = Number("--l2", "L2 penalty of lbfgs.", usual.L2);
        Option<float> scalingPower = Number("--scaling-power", "Power of the log-count ratio that features of linear models are scaled by.", usual.ScalingPower);
        Option<bool> noContext = new("--no-context") { Description = "Learn from each paragraph by itself, without those before it." };
        Option<int> minParagraphs = Number("--min-paragraphs", "A feature must occur in this many paragraphs.", usual.MinParagraphs);
        Option<int> maxFeatures = Number("--max-features", "Most features of a linear model.", usual.MaxFeatures);
        Option<int> maxTreeFeatures = Number("--max-tree-features", "Most features of trees.", usual.MaxTreeFeatures);
        Option<int> trees = Number("--trees", "Number of trees.", usual.Trees);
        Option<int> leaves = Number("--leaves", "Most leaves of a tree.", usual.Leaves);
        Option<int> folds = Number("--folds", "Number of cross-validation folds.", usual.Folds);
        Option<int> seed = Number("--seed", "Seed of everything random.", usual.Seed);
        Option<int> bits = Number("--bits", "Bits of a stored weight, 16 or 32.", 16);
        Command command = new("train", "Train a model. Example: arabic-text train training-data --output my.model")
        {
            data, output, trainer, lexicon, features, l2, scalingPower, noContext, minParagraphs, maxFeatures, maxTreeFeatures, trees, leaves, folds, seed, bits,
        };
        command.SetAction((parsed, token) => Terminal.RunAsync(() =>
        {
            string[] paths = parsed.GetValue(data)!;
            string? lexiconFolder = parsed.GetValue(lexicon)?.FullName ?? paths.Select(p => Path.Combine(p, "lexicon")).FirstOrDefault(Directory.Exists);
            TrainingSettings settings = new()
            {
                Trainer = s_trainers[parsed.GetValue(trainer)!],
                Lexicon = lexiconFolder is null ? Lexicon.Empty : LexiconFiles.Read(lexiconFolder),
                Features = ParseFeatures(parsed.GetValue(features)),
                L2 = parsed.GetValue(l2),
                ScalingPower = parsed.GetValue(scalingPower),
                UseContext = !parsed.GetValue(noContext),
                MinParagraphs = parsed.GetValue(minParagraphs),
                MaxFeatures = parsed.GetValue(maxFeatures),
                MaxTreeFeatures = parsed.GetValue(maxTreeFeatures),
                Trees = parsed.GetValue(trees),
                Leaves = parsed.GetValue(leaves),
                Folds = parsed.GetValue(folds),
                Seed = parsed.GetValue(seed),
                Precision = parsed.GetValue(bits) == 32 ? WeightPrecision.Bits32 : WeightPrecision.Bits16,
            };
            LabelledData labelled = LabelledData.Read(paths);
            TrainedModel model = Terminal.WithProgress("training", progress => ModelTrainer.Train(labelled, settings, progress, token));
            string path = parsed.GetValue(output)!.FullName;
            model.Save(path);
            InfoCommand.Show(model.Classifier.Model);
            Console.WriteLine($"Written to {path}.");
            return Task.FromResult(ExitCode.Done);
        }));
        return command;
    }

    private static readonly Dictionary<string, TrainerKind> s_trainers = new()
    {
        ["lbfgs"] = TrainerKind.Lbfgs,
        ["sdca"] = TrainerKind.Sdca,
        ["perceptron"] = TrainerKind.AveragedPerceptron,
        ["svm"] = TrainerKind.LinearSvm,
        ["fasttree"] = TrainerKind.FastTree,
        ["fastforest"] = TrainerKind.FastForest,
    };

    private static Option<T> Number<T>(string name, string description, T usual)
        where T : struct => new(name) { Description = description, DefaultValueFactory = _ => usual, HelpName = "N" };

    private static FeatureSettings ParseFeatures(string? list)
    {
        if (list is null)
            return FeatureSettings.Default;
        FeatureSettings settings = new() { WordNGrams = 0, StemNGrams = 0, ClassNGrams = 0, ClassSkipGrams = false, Speakers = false, Openers = 0 };
        foreach (string part in list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            string[] pair = part.Split('=');
            string[] range = pair.Length > 1 ? pair[1].Split('-') : ["1"];
            int[] numbers = [.. range.Select(n => int.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : -1)];
            settings = pair[0] switch
            {
                "words" => settings with { WordNGrams = numbers[0] },
                "stems" => settings with { StemNGrams = numbers[0] },
                "stem-skips" => settings with { StemSkipGrams = true },
                "classes" => settings with { ClassNGrams = numbers[0] },
                "class-skips" => settings with { ClassSkipGrams = true },
                "speakers" => settings with { Speakers = true },
                "openers" => settings with { Openers = numbers[0] },
                "characters" => settings with { MinCharNGram = numbers[0], MaxCharNGram = numbers[^1] },
                _ => throw new LabelledDataException($"There is no feature '{pair[0]}'; there are words, stems, stem-skips, classes, class-skips, speakers, openers, characters."),
            };
        }

        return settings;
    }
}

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
        Argument<string[]> data = Terminal.FilesArgument("DATA", "Labelled paragraphs: .jsonl, .csv or .tsv files, or folders of them; '-' reads JSON lines from standard input.", ArgumentArity.OneOrMore);
        Option<FileInfo> output = new("--output", "-o") { Description = "The model file to write; '-' is standard output.", Required = true, HelpName = "FILE" };
        Option<string> trainer = new("--trainer") { Description = "lbfgs, sdca, perceptron, svm, fasttree or fastforest.", DefaultValueFactory = _ => "lbfgs" };
        trainer.AcceptOnlyFromAmong([.. Trainers.Keys]);
        Option<DirectoryInfo?> lexicon = LexiconOption();
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
        Option<FileInfo?> from = new("--from") { Description = "Take over the settings and lexicon of this model, 'default' for the one that comes with this program; options given here win.", HelpName = "MODEL" };
        Option<bool> singleLabel = new("--single-label") { Description = "Every paragraph has exactly one label: give the most probable one." };
        Option<FileInfo?> report = EvaluateCommand.ReportOption();
        Option<bool> learningCurve = new("--learning-curve") { Description = "With --report: also train on growing shares of the data." };
        Option<bool> json = Terminal.JsonOption();
        Command command = new("train", "Train a model. Example: arabic-text train training-data --output my.model")
        {
            data, output, from, singleLabel, report, learningCurve, trainer, lexicon, features, l2, scalingPower, noContext, minParagraphs, maxFeatures, maxTreeFeatures, trees, leaves, folds, seed, bits, json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(learningCurve) && result.GetValue(report) is null)
                result.AddError("--learning-curve is drawn in a report: give --report FILE too.");
        });
        command.SetAction((parsed, token) => Terminal.RunAsync(() =>
        {
            string[] paths = parsed.GetValue(data)!;
            FileInfo? model = parsed.GetValue(from);
            TrainingSettings start = model is null ? usual : TrainingSettings.From(Terminal.LoadModel(model is { Name: "default", Exists: false } ? null : model));
            TrainingSettings settings = start with
            {
                Trainer = IsGiven(trainer) ? Trainers[parsed.GetValue(trainer)!] : start.Trainer,
                Lexicon = model is null || IsGiven(lexicon) ? ReadLexicon(parsed.GetValue(lexicon), paths) : start.Lexicon,
                Features = IsGiven(features) ? FeatureList.Parse(parsed.GetValue(features)) : start.Features,
                L2 = Given(l2, start.L2),
                ScalingPower = Given(scalingPower, start.ScalingPower),
                UseContext = IsGiven(noContext) ? !parsed.GetValue(noContext) : start.UseContext,
                SingleLabel = Given(singleLabel, start.SingleLabel),
                MinParagraphs = Given(minParagraphs, start.MinParagraphs),
                MaxFeatures = Given(maxFeatures, start.MaxFeatures),
                MaxTreeFeatures = Given(maxTreeFeatures, start.MaxTreeFeatures),
                Trees = Given(trees, start.Trees),
                Leaves = Given(leaves, start.Leaves),
                Folds = Given(folds, start.Folds),
                Seed = Given(seed, start.Seed),
                Precision = !IsGiven(bits) ? start.Precision : parsed.GetValue(bits) == 32 ? WeightPrecision.Bits32 : WeightPrecision.Bits16,
            };
            LabelledData labelled = Terminal.ReadLabelled(paths);
            TrainedModel trained = Terminal.WithProgress("training", progress => ModelTrainer.Train(labelled, settings, progress, token));
            string path = parsed.GetValue(output)!.FullName;
            bool toOutput = parsed.GetValue(output)!.Name == "-";
            if (toOutput)
                Terminal.WriteOutput("-", stream => stream.Write(trained.File.Span));
            else
                trained.Save(path);
            if (!toOutput && parsed.GetValue(json))
                Json.Write(Console.OpenStandardOutput(), writer => Json.Info(writer, trained.Classifier.Model));
            else if (!toOutput)
                InfoCommand.Show(trained.Classifier.Model);
            if (parsed.GetValue(report) is { } page)
            {
                EvaluateCommand.WriteReport(page, EvaluationReport.Create(trained, new ReportSettings
                {
                    Title = $"Training of {Path.GetFileName(path)}",
                    Source = "Measured on the training data, each paragraph by a model that had not seen its article (out of fold). The words of an error are explained by the finished model.",
                    LearningCurve = parsed.GetValue(learningCurve)
                        ? Terminal.WithProgress("learning curve", progress => LearningCurve.Measure(labelled, settings, progress: progress, cancellationToken: token))
                        : [],
                }));
            }

            if (!toOutput)
                (parsed.GetValue(json) ? Console.Error : Console.Out).WriteLine($"Written to {path}. Next: arabic-text compare TEST --new {path}");
            return Task.FromResult(ExitCode.Done);

            bool IsGiven(Option option) => parsed.GetResult(option) is { Implicit: false };
            T Given<T>(Option<T> option, T other) => IsGiven(option) ? parsed.GetValue(option)! : other;
        }));
        return command;
    }

    /// <summary>The option for a lexicon.</summary>
    public static Option<DirectoryInfo?> LexiconOption() => new("--lexicon")
    {
        Description = "A folder of word classes, a .txt file each; by default 'lexicon' in the first data folder, if there is one.",
        HelpName = "FOLDER",
    };

    /// <summary>The lexicon of that folder, or the one beside the data.</summary>
    public static Lexicon ReadLexicon(DirectoryInfo? folder, IEnumerable<string> dataPaths)
    {
        string? found = folder?.FullName ?? dataPaths.Select(p => Path.Combine(p, "lexicon")).FirstOrDefault(Directory.Exists);
        return found is null ? Lexicon.Empty : LexiconFiles.Read(found);
    }

    /// <summary>The trainers' names.</summary>
    public static IReadOnlyDictionary<string, TrainerKind> Trainers { get; } = new Dictionary<string, TrainerKind>
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
}

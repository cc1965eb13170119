namespace ArabicTextClassifier.Training;

/// <summary>Draws settings at random from sensible ranges.</summary>
/// <remarks>J. Bergstra and Y. Bengio, "Random search for hyper-parameter optimization", JMLR 13 (2012).</remarks>
public static class RandomSearch
{
    private static readonly (int Shortest, int Longest)[] s_characters = [(0, 0), (0, 0), (3, 4), (3, 5), (2, 5)];

    /// <summary>Draws candidates.</summary>
    /// <param name="start">The settings to start from: lexicon, folds, seed and what is not searched are theirs.</param>
    /// <param name="trainers">The trainers to draw from.</param>
    /// <param name="count">How many candidates.</param>
    /// <param name="seed">Seed of the draw.</param>
    /// <returns>The start itself, then random settings; all different.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static IReadOnlyList<Candidate> Draw(TrainingSettings start, IReadOnlyList<TrainerKind> trainers, int count, int seed = 1)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(trainers);
        Random random = new(seed);
        List<TrainingSettings> settings = [start];
        while (settings.Count < count)
        {
            TrainingSettings next = Draw(random, start, trainers[random.Next(trainers.Count)]);
            if (!settings.Contains(next))
                settings.Add(next);
        }

        return [.. settings.Take(count).Select((s, i) => new Candidate(i == 0 ? "start" : $"draw {i}", s))];
    }

    private static TrainingSettings Draw(Random random, TrainingSettings start, TrainerKind trainer)
    {
        bool classes = start.Lexicon.Count > 0;
        (int shortest, int longest) = s_characters[random.Next(s_characters.Length)];
        int words = random.Next(3);
        TrainingSettings drawn = start with
        {
            Trainer = trainer,
            Features = new FeatureSettings
            {
                WordNGrams = words,
                StemNGrams = random.Next(words == 0 ? 1 : 0, 4),
                StemSkipGrams = random.Next(2) == 0,
                ClassNGrams = classes ? random.Next(1, 4) : 0,
                ClassSkipGrams = classes && random.Next(2) == 0,
                Speakers = classes && random.Next(4) > 0,
                Openers = random.Next(3) * 3,
                MinCharNGram = shortest,
                MaxCharNGram = longest,
            },
            MinParagraphs = random.Next(1, 4),
        };
        return trainer switch
        {
            TrainerKind.Lbfgs => drawn with { L2 = LogUniform(random, 0.01, 1), ScalingPower = random.Next(5) / 4f },
            TrainerKind.FastTree or TrainerKind.FastForest => drawn with
            {
                Trees = random.Next(5, 31) * 10,
                Leaves = random.Next(4, 41),
                MaxTreeFeatures = (int)LogUniform(random, 300, 3000),
            },
            _ => drawn,
        };
    }

    /// <summary>A number between two, each order of magnitude as likely as another, to two digits.</summary>
    private static float LogUniform(Random random, double least, double most)
    {
        double value = least * Math.Pow(most / least, random.NextDouble());
        double unit = Math.Pow(10, Math.Floor(Math.Log10(value)) - 1);
        return (float)(Math.Round(value / unit) * unit);
    }
}

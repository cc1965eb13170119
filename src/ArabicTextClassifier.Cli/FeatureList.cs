using System.Globalization;
using ArabicTextClassifier.Training;

namespace ArabicTextClassifier.Cli;

/// <summary>Feature settings as one word on the command line, for example <c>words=1,stems=2,class-skips</c>.</summary>
internal static class FeatureList
{
    /// <summary>Reads a list; <c>default</c> stands for the settings of the default model.</summary>
    public static FeatureSettings Parse(string? list)
    {
        if (list is null or "default")
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

    /// <summary>Writes a list that <see cref="Parse"/> reads.</summary>
    public static string Format(FeatureSettings features)
    {
        List<string> parts = [];
        Add(features.WordNGrams > 0, $"words={features.WordNGrams}");
        Add(features.StemNGrams > 0, $"stems={features.StemNGrams}");
        Add(features.StemSkipGrams, "stem-skips");
        Add(features.ClassNGrams > 0, $"classes={features.ClassNGrams}");
        Add(features.ClassSkipGrams, "class-skips");
        Add(features.Speakers, "speakers");
        Add(features.Openers > 0, $"openers={features.Openers}");
        Add(features.MinCharNGram > 0, $"characters={features.MinCharNGram}-{features.MaxCharNGram}");
        return string.Join(',', parts);

        void Add(bool used, string part)
        {
            if (used)
                parts.Add(part);
        }
    }
}

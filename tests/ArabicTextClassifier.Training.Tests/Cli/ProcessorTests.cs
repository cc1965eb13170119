namespace ArabicTextClassifier.Training.Tests.Cli;

/// <summary>What a processor can do makes a prediction faster or slower, never another one.</summary>
public class ProcessorTests
{
    /// <summary>The corpus's sample articles, and text with all that is not plain.</summary>
    private static readonly string s_text = string.Concat(
        Directory.GetFiles(Path.Combine(Repository.TrainingData, "samples"), "*.txt", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(File.ReadAllText))
        + "\nﻗُﺘِﻞ ثلاثةُ جنــود في انفجارِ عبوةٍ ناسفةٍ — “مصدر أمني”: القوات 12٫5% … \u200Fالحدود\u200E AFP 😀\n";

    [TestCase("DOTNET_EnableAVX512")]
    [TestCase("DOTNET_EnableAVX2")]
    [TestCase("DOTNET_EnableHWIntrinsic")]
    public void Without_instructions_of_the_processor_the_predictions_are_the_same(string instructions)
    {
        (int code, string output, string error) = CommandLine.Run(s_text, new() { [instructions] = "0" }, ["predict", "--output", "json"]);
        Assert.That(code, Is.Zero, error);
        Assert.That(output, Is.EqualTo(CommandLine.Run(s_text, "predict", "--output", "json").Output).And.Contain("official_statement"));
    }
}

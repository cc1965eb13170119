using ArabicTextClassifier.Fuzz;

namespace ArabicTextClassifier.Training.Tests;

/// <summary>What fuzzing once broke stays mended, and what it starts from works.</summary>
public class FuzzFindsTests
{
    private static readonly string s_finds = Path.Combine(Repository.Root, "tests", "ArabicTextClassifier.Fuzz", "finds");

    private static IEnumerable<TestCaseData> Finds => FuzzTarget.All.SelectMany(target => Inputs(target)
        .Select(input => new TestCaseData(target, input).SetArgDisplayNames(target.Name, Path.GetFileName(input))));

    [TestCaseSource(nameof(Finds))]
    public void A_find_keeps_every_promise(FuzzTarget target, string input) => Assert.That(() => target.Run(File.ReadAllBytes(input)), Throws.Nothing);

    [Test]
    public void Every_find_belongs_to_a_target() =>
        Assert.That(FuzzTarget.All.Select(t => t.Name), Is.SupersetOf(Directory.GetDirectories(s_finds).Select(Path.GetFileName)));

    private static string[] Inputs(FuzzTarget target) =>
        Directory.Exists(Path.Combine(s_finds, target.Name)) ? Directory.GetFiles(Path.Combine(s_finds, target.Name)) : [];
}

using ArabicTextClassifier.Model;

namespace ArabicTextClassifier.Tests.Model;

public class ModelFileTests
{
    private static readonly byte[][] s_files = [ModelFile.Write(SmallModel.Create()), ModelFile.Write(SmallModel.Create(WeightPrecision.Bits16)), ModelFile.Write(SmallModel.CreateTrees())];

    [TestCaseSource(nameof(s_files))]
    public void A_model_cut_short_anywhere_is_refused(byte[] file)
    {
        for (int length = 0; length < file.Length; length++)
            Assert.That(() => ParagraphClassifier.Load(file.AsMemory(0, length)), Throws.TypeOf<InvalidModelException>(), $"{length} bytes");
    }

    [TestCaseSource(nameof(s_files))]
    public void A_model_with_any_byte_changed_is_refused(byte[] file)
    {
        for (int i = 0; i < file.Length; i++)
        {
            byte[] changed = [.. file];
            changed[i] ^= 0x41;
            Assert.That(() => ParagraphClassifier.Load(changed), Throws.TypeOf<InvalidModelException>(), $"byte {i}");
        }
    }

    [Test]
    public void A_message_says_what_is_wrong_and_where()
    {
        byte[] version = [.. s_files[0]];
        version[4] = 99;
        Assert.That(() => ParagraphClassifier.Load(version), Throws.TypeOf<InvalidModelException>().With.Message.Contains("format version 99").And.Message.Contains("offset 4"));
        Assert.That(() => ParagraphClassifier.Load("not a model at all, but long enough"u8.ToArray()), Throws.TypeOf<InvalidModelException>().With.Message.Contains("ATCM"));
        Assert.That(() => ParagraphClassifier.Load(Path.GetTempPath()), Throws.TypeOf<InvalidModelException>().With.Message.Contains("directory"));
    }

    [Test]
    public void A_model_loads_from_a_file_and_from_a_stream()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, s_files[0]);
            Assert.That(ParagraphClassifier.Load(path).Labels, Has.Count.EqualTo(2));
            using MemoryStream stream = new(s_files[0]);
            Assert.That(ParagraphClassifier.Load(stream).Labels, Has.Count.EqualTo(2));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Test]
    public void Trees_that_run_in_circles_are_refused()
    {
        Assert.That(TreeEnsemble.Check([0], [0, 0, 0], [1f, 1f, float.PositiveInfinity], [1, 0, 2], [0, 0, 0], 1), Does.Contain("node 1"));
        Assert.That(TreeEnsemble.Check([0], [0, 0, 0], [1f, float.PositiveInfinity, float.PositiveInfinity], [2, 1, 2], [0, 0, 0], 1), Does.Contain("child 2"));
        Assert.That(TreeEnsemble.Check([0], [5], [float.PositiveInfinity], [0], [0], 1), Does.Contain("column 5"));
        Assert.That(TreeEnsemble.Check([3], [0], [float.PositiveInfinity], [0], [0], 1), Does.Contain("starts at node 3"));
        Assert.That(TreeEnsemble.Check([0], [0], [float.NaN], [0], [0], 1), Does.Contain("threshold"));
    }
}

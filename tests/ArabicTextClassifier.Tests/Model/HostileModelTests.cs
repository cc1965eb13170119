using System.Buffers.Binary;
using ArabicTextClassifier.Model;
using ArabicTextClassifier.Text;

namespace ArabicTextClassifier.Tests.Model;

/// <summary>Model files that are damaged, or made to do damage: <see cref="InvalidModelException"/> with the place and the cause, or a model that works. Nothing else.</summary>
public class HostileModelTests
{
    private const int HeaderLength = SmallModel.HeaderLength;

    /// <summary>What any model takes, whatever its size: above all the caches of words.</summary>
    private const long FixedMemory = 8 << 20;

    private static readonly ClassifierModel[] s_models = [SmallModel.Create(), SmallModel.Create(WeightPrecision.Bits16), SmallModel.CreateTrees()];

    private string _folder = "";

    [SetUp]
    public void SetUp() => _folder = Directory.CreateTempSubdirectory().FullName;

    [TearDown]
    public void TearDown() => Directory.Delete(_folder, recursive: true);

    [TestCaseSource(nameof(s_models))]
    public void Cut_short_anywhere_it_is_refused(object model)
    {
        byte[] file = ModelFile.Write((ClassifierModel)model);
        for (int length = 0; length < file.Length; length++)
        {
            byte[] cut = file[..length];
            Refused(cut);
            Refused(SmallModel.Repair(cut));
        }
    }

    [TestCaseSource(nameof(s_models))]
    public void With_any_byte_changed_it_is_refused_and_with_the_checksum_put_right_it_is_refused_or_works(object model)
    {
        byte[] file = ModelFile.Write((ClassifierModel)model);
        int refused = 0;
        for (int i = 0; i < file.Length; i++)
        {
            foreach (byte change in (byte[])[0x01, 0xFE])
            {
                byte[] changed = [.. file];
                changed[i] ^= change;
                Refused(changed);
                if (i >= HeaderLength)
                    refused += RefusedOrWorks(SmallModel.Repair(changed)) ? 1 : 0;
            }
        }

        Assert.That(refused, Is.GreaterThan(file.Length / 4), "the checks behind the checksum were reached");
    }

    [TestCaseSource(nameof(s_models))]
    public void With_any_four_bytes_made_a_huge_or_negative_number_it_is_refused_or_works(object model)
    {
        byte[] file = ModelFile.Write((ClassifierModel)model);
        for (int i = HeaderLength; i <= file.Length - sizeof(int); i++)
        {
            foreach (int number in (int[])[int.MaxValue, -1, 0x40000001, BitConverter.SingleToInt32Bits(float.NaN)])
            {
                byte[] changed = [.. file];
                BinaryPrimitives.WriteInt32LittleEndian(changed.AsSpan(i), number);
                RefusedOrWorks(SmallModel.Repair(changed));
            }
        }
    }

    [Test]
    public void Bytes_by_chance_are_refused()
    {
        Random random = new(1);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            Refused(bytes);
            if (bytes.Length >= HeaderLength)
            {
                "ATCM"u8.CopyTo(bytes);
                BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), ModelFile.Version);
                Refused(SmallModel.Repair(bytes));
            }
        }
    }

    [TestCase("NaN", float.NaN)]
    [TestCase("infinity", float.PositiveInfinity)]
    [TestCase("huge", 1e30f)]
    public void A_weight_that_is_no_weight_is_refused(string name, float weight)
    {
        _ = name;
        ClassifierModel model = SmallModel.Create();
        LinearWeights weights = ((LinearScorer)model.Scorer).ToWeights();
        float[] singles = [.. weights.Singles];
        singles[3] = weight;
        InvalidModelException refused = Refused(ModelFile.Write(model with { Scorer = new LinearScorer(model.Scorer.Extractor, weights with { Singles = singles }) }))!;
        Assert.That(refused.Message, Does.StartWith("A weight is"));
    }

    [TestCase(double.NaN)]
    [TestCase(double.NegativeInfinity)]
    [TestCase(1e300)]
    public void A_bias_scale_or_leaf_that_is_no_number_is_refused(double number)
    {
        ClassifierModel model = SmallModel.Create();
        LinearWeights weights = ((LinearScorer)model.Scorer).ToWeights();
        Assert.That(Refused(ModelFile.Write(model with { Scorer = new LinearScorer(model.Scorer.Extractor, weights with { Bias = [0, number] }) }))!.Message, Does.Contain("bias"));
        Assert.That(Refused(ModelFile.Write(model with { Scorer = new LinearScorer(model.Scorer.Extractor, weights with { Scales = [number, 1] }) }))!.Message, Does.Contain("scale"));
        Assert.That(Refused(ModelFile.Write(WithTrees(new TreeEnsemble(0, [0], [0], [float.PositiveInfinity], [0], [number]))))!.Message, Does.Contain("value"));
    }

    [TestCase(-0.1f)]
    [TestCase(1.5f)]
    [TestCase(float.NaN)]
    public void A_threshold_outside_0_to_1_is_refused(float threshold)
    {
        ClassifierModel model = SmallModel.Create();
        LabelInfo[] labels = [model.Info.Labels[0], model.Info.Labels[1] with { Threshold = threshold }];
        Assert.That(Refused(ModelFile.Write(model with { Info = model.Info with { Labels = labels } }))!.Message, Does.Contain("threshold"));
    }

    [Test]
    public void Trees_that_are_no_trees_are_refused()
    {
        const float Leaf = float.PositiveInfinity;
        Assert.That(Check([0], [0, 0, 0], [1, 1, Leaf], [1, 0, 2]), Does.Contain("node 1 has the child 0"), "a cycle");
        Assert.That(Check([0], [0, 0, 0], [1, Leaf, Leaf], [2, 1, 2]), Does.Contain("node 0 has the child 2"), "a child outside");
        Assert.That(Check([0], [0, 0, 0], [1, Leaf, Leaf], [int.MaxValue, 1, 2]), Does.Contain("node 0 has the child"), "a child far outside");
        Assert.That(Check([0], [0, 0, 0], [1, Leaf, Leaf], [-1, 1, 2]), Does.Contain("node 0 has the child -1"));
        Assert.That(Check([0], [7, 0, 0], [1, Leaf, Leaf], [1, 1, 2]), Does.Contain("column 7 of 2"));
        Assert.That(Check([0], [-1, 0, 0], [1, Leaf, Leaf], [1, 1, 2]), Does.Contain("column -1"));
        Assert.That(Check([3], [0, 0, 0], [1, Leaf, Leaf], [1, 1, 2]), Does.Contain("starts at node 3"));
        Assert.That(Check([-1], [0, 0, 0], [1, Leaf, Leaf], [1, 1, 2]), Does.Contain("starts at node -1"));
        Assert.That(Check([0], [0, 0, 0], [float.NaN, Leaf, Leaf], [1, 1, 2]), Does.Contain("threshold"));
        Assert.That(Check([0], [0, 0, 0], [1, 5, Leaf], [1, 1, 2]), Does.Contain("node 1 has the threshold 5"), "a leaf that compares");
        Assert.That(Check([0, 0], [0, 0, 0], [1, Leaf, Leaf], [1, 1, 2]), Does.Contain("two trees"));
        Assert.That(Check([1], [0, 0, 0], [1, Leaf, Leaf], [1, 1, 2]), Does.Contain("node 0 is in no tree"));
        Assert.That(Check([0], [0, 0, 0], [1, Leaf, Leaf], [1, 1, 2]), Is.Null);

        static string? Check(int[] roots, int[] columns, float[] thresholds, int[] children) =>
            TreeEnsemble.Check(roots, columns, thresholds, children, new double[children.Length], 2);
    }

    [Test]
    public void Subtrees_that_are_shared_are_refused_as_their_paths_would_outgrow_every_number()
    {
        // Node n has the children n + 1 and n + 2: as many paths as the Fibonacci numbers have it.
        const int Nodes = 3_000;
        int[] children = [.. Enumerable.Range(0, Nodes).Select(n => n < Nodes - 2 ? n + 1 : n)];
        float[] thresholds = [.. Enumerable.Range(0, Nodes).Select(n => n < Nodes - 2 ? 1 : float.PositiveInfinity)];
        Assert.That(TreeEnsemble.Check([0], new int[Nodes], thresholds, children, new double[Nodes], 1), Does.Contain("elsewhere too"));
    }

    [Test]
    public void Features_that_were_made_to_collide_are_refused_or_found_but_never_eat_memory()
    {
        // All of these lie in the same first bucket of any table there can be.
        uint[] keys = [.. Enumerable.Range(1, 4_000).Select(i => (uint)i)];
        LinearWeights weights = LinearWeights.Create(keys, [[.. keys.Select(_ => 1.0)], [.. keys.Select(_ => -1.0)]], [0, 0], WeightPrecision.Bits16);
        ClassifierModel model = SmallModel.Create();
        byte[] file;
        try
        {
            file = ModelFile.Write(model with { Scorer = new LinearScorer(model.Scorer.Extractor, weights) });
        }
        catch (InvalidModelException)
        {
            Assert.Pass("They cannot even be written.");
            return;
        }

        RefusedOrWorks(file);
    }

    [Test]
    public void Another_version_is_named()
    {
        byte[] file = ModelFile.Write(SmallModel.Create());
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), 99);
        InvalidModelException refused = Refused(file)!;
        Assert.That(refused.Message, Does.Contain("format version 99").And.Contain($"reads version {ModelFile.Version}"));
        Assert.That(refused.Offset, Is.EqualTo(4));
    }

    [Test]
    public void A_wrong_checksum_is_named()
    {
        byte[] file = ModelFile.Write(SmallModel.Create());
        file[^1] ^= 1;
        InvalidModelException refused = Refused(file)!;
        Assert.That(refused.Message, Does.Contain("checksum"));
        Assert.That(refused.Offset, Is.EqualTo(16));
    }

    [Test]
    public void More_labels_than_a_model_can_have_are_not_written() =>
        Assert.That(() => ModelFile.Write(SmallModel.Create(labels: 257)), Throws.ArgumentException.With.Message.Contains("at most 256 labels"));

    [Test]
    public void A_file_without_bytes_a_folder_and_a_text_are_refused_by_name()
    {
        string empty = Path.Combine(_folder, "empty.model");
        File.WriteAllBytes(empty, []);
        string text = Path.Combine(_folder, "notes.txt");
        File.WriteAllText(text, "هذا ليس نموذجا، بل نص طويل بما يكفي");
        Assert.That(() => ParagraphClassifier.Load(empty), Throws.TypeOf<InvalidModelException>().With.Message.Contains(empty).And.Message.Contains("this has 0"));
        Assert.That(() => ParagraphClassifier.Load(text), Throws.TypeOf<InvalidModelException>().With.Message.Contains(text).And.Message.Contains("not a model file"));
        Assert.That(() => ParagraphClassifier.Load(_folder), Throws.TypeOf<InvalidModelException>().With.Message.Contains("directory"));
        Assert.That(() => ParagraphClassifier.Load(Path.Combine(_folder, "none")), Throws.TypeOf<FileNotFoundException>());
    }

    [TestCase(false, "does not begin with")]
    [TestCase(true, "should have 906 bytes and has 4294967296")]
    public void Four_gigabytes_of_nothing_are_refused_at_once(bool beginsLikeAModel, string cause)
    {
        string path = Path.Combine(_folder, "sparse.model");
        byte[] small = ModelFile.Write(SmallModel.Create());
        using (FileStream file = new(path, FileMode.Create))
        {
            if (beginsLikeAModel)
                file.Write(small);
            file.SetLength(4L << 30);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.That(() => ParagraphClassifier.Load(path), Throws.TypeOf<InvalidModelException>().With.Message.Contains(cause.Replace("906", $"{small.Length}", StringComparison.Ordinal)));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(1 << 20));
    }

    [Test]
    public void A_file_that_claims_to_be_as_long_as_it_is_and_too_long_is_refused_at_once()
    {
        string path = Path.Combine(_folder, "sparse.model");
        byte[] header = ModelFile.Write(SmallModel.Create());
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(8), 4L << 30);
        using (FileStream file = new(path, FileMode.Create))
        {
            file.Write(header);
            file.SetLength(4L << 30);
        }

        Assert.That(() => ParagraphClassifier.Load(path), Throws.TypeOf<InvalidModelException>().With.Message.Contains("4294967296"));
    }

    [Test]
    public void A_stream_that_never_ends_is_read_no_further_than_its_model()
    {
        byte[] file = ModelFile.Write(SmallModel.Create());
        using EndlessStream endless = new(file);
        Assert.That(() => ParagraphClassifier.Load(endless), Throws.TypeOf<InvalidModelException>().With.Message.Contains("something was added"));
        Assert.That(endless.BytesRead, Is.LessThan(1 << 20));
        using EndlessStream zeros = new([]);
        Assert.That(() => ParagraphClassifier.Load(zeros), Throws.TypeOf<InvalidModelException>());
        Assert.That(zeros.BytesRead, Is.LessThan(1 << 10));
    }

    [Test]
    public void A_stream_that_comes_in_drops_is_read_whole()
    {
        using DrippingStream drops = new(ModelFile.Write(SmallModel.Create()));
        Assert.That(ParagraphClassifier.Load(drops).Labels, Has.Count.EqualTo(2));
    }

    private static InvalidModelException Refused(byte[] file)
    {
        Assert.That(RefusedOrWorks(file, out InvalidModelException? refused), Is.True, $"{file.Length} bytes are taken for a model");
        return refused!;
    }

    private static bool RefusedOrWorks(byte[] file) => RefusedOrWorks(file, out _);

    private static bool RefusedOrWorks(byte[] file, out InvalidModelException? refused)
    {
        refused = null;
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            ParagraphClassifier classifier = ParagraphClassifier.Load(file);
            foreach (string text in (string[])["هز انفجار المدينة وقال حرس الحدود", ""])
            {
                if (!classifier.Predict(text).Scores.Values.All(p => p is >= 0 and <= 1))
                    Assert.Fail($"a probability is {string.Join(", ", classifier.Predict(text).Scores.Values)}");
            }
        }
        catch (InvalidModelException wrong)
        {
            refused = wrong;
            if (wrong.Offset < 0 || wrong.Offset > file.Length || !wrong.Message.Contains($"at offset {wrong.Offset}", StringComparison.Ordinal))
                Assert.Fail($"no place: {wrong.Message}");
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        if (allocated > FixedMemory + 64L * file.Length)
            Assert.Fail($"{allocated} bytes of memory for a file of {file.Length}");
        return refused is not null;
    }

    private static ClassifierModel WithTrees(TreeEnsemble ensemble)
    {
        ClassifierModel model = SmallModel.CreateTrees();
        return model with { Scorer = new TreeScorer(model.Scorer.Extractor, ((TreeScorer)model.Scorer).Keys, [ensemble, ensemble]) };
    }

    /// <summary>Some bytes and then zeros for ever.</summary>
    private sealed class EndlessStream(byte[] first) : DrippingStream(first)
    {
        public long BytesRead { get; private set; }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            int read = base.Read(buffer);
            if (read == 0)
            {
                buffer.Clear();
                read = buffer.Length;
            }

            BytesRead += read;
            return read;
        }
    }

    /// <summary>Gives seven bytes at a time and does not know its length.</summary>
    private class DrippingStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;

        public override long Length => throw new NotSupportedException();

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            byte[] drop = new byte[Math.Min(7, buffer.Length)];
            int read = base.Read(drop, 0, drop.Length);
            drop.AsSpan(0, read).CopyTo(buffer);
            return read;
        }
    }
}

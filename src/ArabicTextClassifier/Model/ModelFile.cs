using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using ArabicTextClassifier.Text;

namespace ArabicTextClassifier.Model;

/// <summary>A whole model: what it says about itself, how it makes features, how it scores them.</summary>
internal sealed record ClassifierModel(ModelInfo Info, Scorer Scorer);

/// <summary>
/// The model file: little-endian, checksummed, self-contained. A header (magic, version, length, CRC-32C of the rest), then
/// the description, the lexicon, and the linear weights or trees.
/// </summary>
internal static class ModelFile
{
    /// <summary>The version that this library writes and reads.</summary>
    public const int Version = 2;

    private const uint Magic = 0x4D435441; // "ATCM"
    private const int HeaderLength = 20;
    private const byte Linear = 1;
    private const byte Trees = 2;

    /// <summary>Every four labels take a cache of words of over a megabyte, whatever a file holds: this bounds what a small one can ask for.</summary>
    private const int MaxLabels = 256;

    /// <summary>Writes a model to memory.</summary>
    /// <exception cref="ArgumentException">It has more labels than a model can have.</exception>
    public static byte[] Write(ClassifierModel model)
    {
        if (model.Info.Labels.Count > MaxLabels)
            throw new ArgumentException($"A model has at most {MaxLabels} labels; this has {model.Info.Labels.Count}.", nameof(model));
        ModelWriter writer = new();
        WriteInfo(writer, model.Info);
        WriteLexicon(writer, model.Scorer.Extractor.Lexicon);
        if (model.Scorer is LinearScorer linear)
            WriteLinear(writer, linear.ToWeights());
        else
            WriteTrees(writer, (TreeScorer)model.Scorer);

        byte[] body = writer.ToArray();
        byte[] file = new byte[HeaderLength + body.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(file, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), Version);
        BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(8), file.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(16), Checksum(body));
        body.CopyTo(file, HeaderLength);
        return file;
    }

    /// <summary>Reads a model and checks all of it.</summary>
    /// <exception cref="InvalidModelException">Something is wrong with it.</exception>
    public static ClassifierModel Read(ReadOnlySpan<byte> file)
    {
        ReadHeader(file, file.Length);
        if (BinaryPrimitives.ReadUInt32LittleEndian(file[16..]) != Checksum(file[HeaderLength..]))
            throw new InvalidModelException("The model is damaged: its checksum is wrong", 16);

        ModelReader reader = new(file, HeaderLength);
        ModelInfo info = ReadInfo(ref reader) with { SizeInBytes = file.Length };
        int partAt = reader.Offset;
        Scorer scorer;
        try
        {
            FeatureExtractor extractor = new(info.Features, ReadLexicon(ref reader));
            partAt = reader.Offset;
            scorer = ReadScorer(ref reader, extractor, info.Labels.Count);
        }
        catch (InvalidModelException wrong) when (wrong.Offset < 0)
        {
            // A table of hashes does not know where they came from.
            throw new InvalidModelException(wrong.Message.TrimEnd('.'), partAt);
        }

        return new ClassifierModel(info with { FeatureCount = scorer.FeatureCount, LexiconCount = scorer.Extractor.Lexicon.Count }, scorer);
    }

    /// <summary>All that is left in a stream. Memory grows with what arrives, not with what the model claims; only a stream that can seek is believed how long it is.</summary>
    /// <exception cref="InvalidModelException">It does not begin as a model of its length does; then it is not read on, as it may be anything, and any size.</exception>
    public static byte[] ReadBytes(Stream stream)
    {
        byte[] header = new byte[HeaderLength];
        int got = stream.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false);
        long length = ReadHeader(header.AsSpan(0, got), stream.CanSeek ? got + Math.Max(0, stream.Length - stream.Position) : null);

        if (stream.CanSeek)
        {
            byte[] whole = new byte[length];
            header.CopyTo(whole, 0);
            int filled = HeaderLength + stream.ReadAtLeast(whole.AsSpan(HeaderLength), whole.Length - HeaderLength, throwOnEndOfStream: false);
            return filled == length ? whole : whole[..filled];
        }

        using MemoryStream bytes = new();
        bytes.Write(header);
        byte[] block = new byte[1 << 16];
        int read;
        while (bytes.Length <= length && (read = stream.Read(block)) > 0)
            bytes.Write(block, 0, read);
        return bytes.ToArray();
    }

    /// <summary>Checks what can be told without the rest.</summary>
    /// <param name="header">The first <see cref="HeaderLength"/> bytes, or all if there are fewer.</param>
    /// <param name="actual">How long the whole is, if that is known.</param>
    /// <returns>How long the whole must be.</returns>
    private static long ReadHeader(ReadOnlySpan<byte> header, long? actual)
    {
        if (header.Length < HeaderLength)
            throw new InvalidModelException($"A model has at least {HeaderLength} bytes; this has {header.Length}", header.Length);
        if (BinaryPrimitives.ReadUInt32LittleEndian(header) != Magic)
            throw new InvalidModelException("This is not a model file: it does not begin with 'ATCM'", 0);
        int version = BinaryPrimitives.ReadInt32LittleEndian(header[4..]);
        if (version != Version)
            throw new InvalidModelException($"The model has the format version {version}; this library reads version {Version}", 4);
        long length = BinaryPrimitives.ReadInt64LittleEndian(header[8..]);
        if (actual is not null && length != actual)
            throw new InvalidModelException($"The model should have {length} bytes and has {actual}: it is incomplete or something was added", 8);
        if (length < HeaderLength || length > Array.MaxLength)
            throw new InvalidModelException($"The model has {length} bytes; a model has from {HeaderLength} to {Array.MaxLength}", 8);
        return length;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        for (; bytes.Length >= 8; bytes = bytes[8..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (byte b in bytes)
            crc = BitOperations.Crc32C(crc, b);
        return ~crc;
    }

    private static void WriteInfo(ModelWriter writer, ModelInfo info)
    {
        writer.Write(info.Labels.Count);
        foreach (LabelInfo label in info.Labels)
        {
            writer.Write(label.Name);
            writer.Write(label.Threshold);
            writer.Write(label.Support);
            writer.Write(label.Precision);
            writer.Write(label.Recall);
            writer.Write(label.F1);
            writer.Write(label.Priority);
        }

        writer.Write(info.Trainer);
        writer.Write(info.TrainerSettings.Count);
        foreach ((string name, string value) in info.TrainerSettings)
        {
            writer.Write(name);
            writer.Write(value);
        }

        WriteFeatures(writer, info.Features);
        writer.Write(info.Paragraphs);
        writer.Write(info.Articles);
        writer.Write(info.DataSha256);
        writer.Write(info.Seed);
    }

    private static ModelInfo ReadInfo(ref ModelReader reader)
    {
        int labelCount = reader.ReadCount(1, MaxLabels, "labels");
        LabelInfo[] labels = new LabelInfo[labelCount];
        HashSet<string> names = [];
        for (int i = 0; i < labelCount; i++)
        {
            int offset = reader.Offset;
            string name = reader.ReadString();
            if (name.Length == 0 || !names.Add(name))
                throw new InvalidModelException($"The label '{name}' is empty or stands twice", offset);
            labels[i] = new LabelInfo(
                name, reader.ReadFraction("threshold"), reader.ReadCount(0, int.MaxValue, "paragraphs"),
                reader.ReadFraction("precision"), reader.ReadFraction("recall"), reader.ReadFraction("F1"))
            {
                Priority = reader.ReadSingles(1)[0],
            };
        }

        string trainer = reader.ReadString();
        KeyValuePair<string, string>[] settings = new KeyValuePair<string, string>[reader.ReadCount(0, 1000, "settings")];
        for (int i = 0; i < settings.Length; i++)
            settings[i] = new(reader.ReadString(), reader.ReadString());

        FeatureSettings features = ReadFeatures(ref reader);
        return new ModelInfo
        {
            Labels = labels,
            Trainer = trainer,
            TrainerSettings = settings,
            Features = features,
            Paragraphs = reader.ReadCount(0, int.MaxValue, "paragraphs"),
            Articles = reader.ReadCount(0, int.MaxValue, "articles"),
            DataSha256 = reader.ReadString(),
            Seed = reader.ReadInt32(),
        };
    }

    /// <summary>Writes feature settings.</summary>
    public static void WriteFeatures(ModelWriter writer, FeatureSettings features)
    {
        writer.Write((byte)features.WordNGrams);
        writer.Write((byte)features.StemNGrams);
        writer.Write((byte)(features.StemSkipGrams ? 1 : 0));
        writer.Write((byte)features.ClassNGrams);
        writer.Write((byte)(features.ClassSkipGrams ? 1 : 0));
        writer.Write((byte)(features.Speakers ? 1 : 0));
        writer.Write((byte)features.Openers);
        writer.Write((byte)features.MinCharNGram);
        writer.Write((byte)features.MaxCharNGram);
    }

    /// <summary>Reads and checks feature settings.</summary>
    public static FeatureSettings ReadFeatures(ref ModelReader reader)
    {
        int featuresAt = reader.Offset;
        FeatureSettings features = new()
        {
            WordNGrams = reader.ReadByte(),
            StemNGrams = reader.ReadByte(),
            StemSkipGrams = reader.ReadFlag(),
            ClassNGrams = reader.ReadByte(),
            ClassSkipGrams = reader.ReadFlag(),
            Speakers = reader.ReadFlag(),
            Openers = reader.ReadByte(),
            MinCharNGram = reader.ReadByte(),
            MaxCharNGram = reader.ReadByte(),
        };
        try
        {
            features.Validate();
        }
        catch (ArgumentOutOfRangeException wrong)
        {
            throw new InvalidModelException($"The feature settings are wrong: {wrong.ParamName} is {wrong.ActualValue}", featuresAt);
        }

        return features;
    }

    /// <summary>Writes a lexicon.</summary>
    public static void WriteLexicon(ModelWriter writer, Lexicon lexicon)
    {
        writer.Write(lexicon.Classes.Count);
        for (int i = 0; i < lexicon.Classes.Count; i++)
        {
            writer.Write(lexicon.Classes[i]);
            writer.Write((byte)lexicon.Roles[i + 1]);
        }

        writer.WriteKeys(lexicon.Keys);
        foreach (byte classOfKey in lexicon.ClassByKey)
            writer.Write(classOfKey);
        writer.WriteKeys(lexicon.PhraseEnds);
    }

    /// <summary>Reads and checks a lexicon.</summary>
    public static Lexicon ReadLexicon(ref ModelReader reader)
    {
        string[] classes = new string[reader.ReadCount(0, Lexicon.MaxClasses, "classes")];
        SpeechRole[] roles = new SpeechRole[classes.Length + 1];
        for (int i = 0; i < classes.Length; i++)
        {
            classes[i] = reader.ReadString();
            SpeechRole role = (SpeechRole)reader.ReadByte();
            if (role > SpeechRole.Complementizer)
                throw new InvalidModelException($"The class '{classes[i]}' has the unknown role {(int)role}", reader.Offset - 1);
            roles[i + 1] = role;
        }

        uint[] keys = reader.ReadKeys(sizeof(uint) + sizeof(byte), ordered: true).ToArray();
        byte[] classByKey = reader.ReadBytes(keys.Length).ToArray();
        for (int i = 0; i < classByKey.Length; i++)
        {
            if (classByKey[i] == 0 || classByKey[i] > classes.Length)
                throw new InvalidModelException($"A word has the class {classByKey[i]} of {classes.Length}", reader.Offset - keys.Length + i);
        }

        return new Lexicon(classes, roles, keys, classByKey, phraseEnds: reader.ReadKeys(sizeof(uint), ordered: true).ToArray());
    }

    private static Scorer ReadScorer(ref ModelReader reader, FeatureExtractor extractor, int labels)
    {
        switch (reader.ReadByte())
        {
            case Linear:
                LinearScorer linear = ReadLinear(ref reader, extractor, labels);
                reader.ExpectEnd();
                return linear;
            case Trees:
                (uint[] keys, TreeEnsemble[] ensembles) = ReadTrees(ref reader, labels);
                reader.ExpectEnd();
                return new TreeScorer(extractor, keys, ensembles);
            case byte kind:
                throw new InvalidModelException($"The model is of the unknown kind {kind}", reader.Offset - 1);
        }
    }

    private static void WriteLinear(ModelWriter writer, LinearWeights weights)
    {
        writer.Write(Linear);
        writer.Write((byte)weights.Precision);
        writer.WriteKeys(weights.Keys);
        foreach (double scale in weights.Scales)
            writer.Write(scale);
        foreach (double bias in weights.Bias)
            writer.Write(bias);
        foreach (float weight in weights.Singles)
            writer.Write(weight);
        foreach (short weight in weights.Shorts)
            writer.Write(weight);
    }

    private static LinearScorer ReadLinear(ref ModelReader reader, FeatureExtractor extractor, int labels)
    {
        byte precision = reader.ReadByte();
        if (precision > (byte)WeightPrecision.Bits16)
            throw new InvalidModelException($"The weights have the unknown precision {precision}", reader.Offset - 1);
        bool shorts = precision == (byte)WeightPrecision.Bits16;
        ReadOnlySpan<uint> keys = reader.ReadKeys(sizeof(uint) + labels * (shorts ? sizeof(short) : sizeof(float)), ordered: true);
        double[] scales = reader.ReadDoubles(labels);
        double[] bias = reader.ReadDoubles(labels);
        int weights = keys.Length * labels;
        return new LinearScorer(extractor, (WeightPrecision)precision, keys, shorts ? [] : reader.ReadSingles(weights), shorts ? reader.ReadIntegers<short>(weights) : [], scales, bias);
    }

    private static void WriteTrees(ModelWriter writer, TreeScorer scorer)
    {
        writer.Write(Trees);
        writer.WriteKeys(scorer.Keys);
        foreach (TreeEnsemble ensemble in scorer.Ensembles)
        {
            writer.Write(ensemble.Bias);
            writer.Write(ensemble.Roots.Length);
            foreach (int root in ensemble.Roots)
                writer.Write(root);
            writer.Write(ensemble.Children.Length);
            for (int node = 0; node < ensemble.Children.Length; node++)
            {
                writer.Write(ensemble.Columns[node]);
                writer.Write(ensemble.Thresholds[node]);
                writer.Write(ensemble.Children[node]);
                writer.Write(ensemble.Values[node]);
            }
        }
    }

    private static (uint[] Keys, TreeEnsemble[] Ensembles) ReadTrees(ref ModelReader reader, int labels)
    {
        const int NodeSize = 20;
        uint[] keys = reader.ReadKeys(sizeof(uint), ordered: false).ToArray();
        TreeEnsemble[] ensembles = new TreeEnsemble[labels];
        for (int label = 0; label < labels; label++)
        {
            int offset = reader.Offset;
            double bias = reader.ReadDoubles(1)[0];
            int[] roots = new int[reader.ReadCountOf(sizeof(int), "trees")];
            for (int i = 0; i < roots.Length; i++)
                roots[i] = reader.ReadInt32();
            int nodes = reader.ReadCountOf(NodeSize, "nodes");
            int[] columns = new int[nodes];
            float[] thresholds = new float[nodes];
            int[] children = new int[nodes];
            double[] values = new double[nodes];
            for (int node = 0; node < nodes; node++)
            {
                columns[node] = reader.ReadInt32();
                thresholds[node] = reader.ReadSingle();
                children[node] = reader.ReadInt32();
                values[node] = reader.ReadDouble();
            }

            if (TreeEnsemble.Check(roots, columns, thresholds, children, values, keys.Length) is string fault)
                throw new InvalidModelException($"The trees of label {label} are wrong: {fault}", offset);
            ensembles[label] = new TreeEnsemble(bias, roots, columns, thresholds, children, values);
        }

        return (keys, ensembles);
    }
}

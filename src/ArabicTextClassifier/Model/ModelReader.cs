using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace ArabicTextClassifier.Model;

/// <summary>Reads the parts of a model. Every count is held against the bytes that are there before anything is allocated for it.</summary>
internal ref struct ModelReader(ReadOnlySpan<byte> file, int offset)
{
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ReadOnlySpan<byte> _file = file;

    /// <summary>Where the next part starts.</summary>
    public int Offset { get; private set; } = offset;

    public byte ReadByte() => Take(1)[0];

    public bool ReadFlag()
    {
        byte value = ReadByte();
        return value <= 1 ? value == 1 : throw new InvalidModelException($"A flag is {value}, neither 0 nor 1", Offset - 1);
    }

    public int ReadInt32() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

    public float ReadSingle() => BinaryPrimitives.ReadSingleLittleEndian(Take(sizeof(float)));

    public double ReadDouble() => BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double)));

    public float ReadFraction(string what)
    {
        float value = ReadSingle();
        return value is >= 0 and <= 1 ? value : throw new InvalidModelException($"A {what} is {value}, not from 0 to 1", Offset - sizeof(float));
    }

    public int ReadCount(int min, int max, string what)
    {
        int count = ReadInt32();
        return count >= min && count <= max
            ? count
            : throw new InvalidModelException($"The number of {what} is {count}, not from {min} to {max}", Offset - sizeof(int));
    }

    /// <summary>A number of things that take at least <paramref name="size"/> bytes each in what follows.</summary>
    public int ReadCountOf(int size, string what) => ReadCount(0, (_file.Length - Offset) / size, what);

    public string ReadString()
    {
        int length = ReadCountOf(1, "characters");
        int at = Offset;
        try
        {
            return s_utf8.GetString(Take(length));
        }
        catch (ArgumentException)
        {
            throw new InvalidModelException("A name is not UTF-8", at);
        }
    }

    /// <summary>Hashes of features or words, none 0 and none twice.</summary>
    public ReadOnlySpan<uint> ReadKeys(int sizeEach, bool ordered)
    {
        int at = Offset;
        ReadOnlySpan<uint> keys = ReadIntegers<uint>(ReadCountOf(sizeEach, "features"));
        ReadOnlySpan<uint> rising = keys;
        if (!ordered)
        {
            uint[] sorted = keys.ToArray();
            Array.Sort(sorted);
            rising = sorted;
        }

        int wrong = FirstNotRising(rising);
        return wrong < 0 ? keys : throw new InvalidModelException($"The hashes of the features are not distinct and in order at number {wrong}", at);
    }

    public double[] ReadDoubles(int count)
    {
        double[] values = new double[count];
        foreach (ref double value in values.AsSpan())
        {
            value = ReadDouble();
            if (!double.IsFinite(value) || Math.Abs(value) > 1e12)
                throw new InvalidModelException($"A scale or bias is {value}", Offset - sizeof(double));
        }

        return values;
    }

    public float[] ReadSingles(int count)
    {
        float[] values = new float[count];
        foreach (ref float value in values.AsSpan())
        {
            value = ReadSingle();
            if (!float.IsFinite(value) || Math.Abs(value) > 1e12f)
                throw new InvalidModelException($"A weight is {value}", Offset - sizeof(float));
        }

        return values;
    }

    /// <summary>Integers of any size.</summary>
    /// <remarks>Where the machine counts like the file, the numbers stay where they are: a model is loaded without a second copy of it.</remarks>
    public ReadOnlySpan<T> ReadIntegers<T>(int count)
        where T : unmanaged, IBinaryInteger<T>
    {
        ReadOnlySpan<T> values = MemoryMarshal.Cast<byte, T>(Take(checked(count * Unsafe.SizeOf<T>())));
        if (BitConverter.IsLittleEndian)
            return values;
        T[] reversed = values.ToArray();
        foreach (ref T value in reversed.AsSpan())
            MemoryMarshal.AsBytes(new Span<T>(ref value)).Reverse();
        return reversed;
    }

    public ReadOnlySpan<byte> ReadBytes(int count) => Take(count);

    public readonly void ExpectEnd()
    {
        if (Offset != _file.Length)
            throw new InvalidModelException($"{_file.Length - Offset} bytes follow the end of the model", Offset);
    }

    /// <remarks>Runs once a process: the JIT has no second chance to optimize it.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int FirstNotRising(ReadOnlySpan<uint> keys)
    {
        uint before = 0;
        for (int i = 0; i < keys.Length; i++)
        {
            if (keys[i] <= before)
                return i;
            before = keys[i];
        }

        return -1;
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > _file.Length - Offset)
            throw new InvalidModelException("The model ends too early", Offset);
        ReadOnlySpan<byte> taken = _file.Slice(Offset, length);
        Offset += length;
        return taken;
    }
}

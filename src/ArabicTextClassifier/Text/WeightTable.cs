using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ArabicTextClassifier.Text;

/// <summary>A row of four weights per feature, one for each of four labels.</summary>
/// <typeparam name="TRow">How a row is stored.</typeparam>
/// <remarks>Safe from any thread once filled.</remarks>
internal sealed class WeightTable<TRow>(KeyTable keys) : IFeatureWeights
    where TRow : unmanaged, IWeightRow<TRow>
{
    private readonly TRow[] _rows = new TRow[keys.Size + 1];

    /// <summary>The weights of a slot of the key table; all zero at <see cref="KeyTable.Missing"/>.</summary>
    public ref TRow this[int slot] => ref _rows[slot];

    /// <summary>The sum of the rows of features; those without a row count nothing.</summary>
    public Vector128<float> Sum(ReadOnlySpan<uint> features)
    {
        // In bounds: there is a row for every slot, and one for the missing.
        ref TRow rows = ref MemoryMarshal.GetArrayDataReference(_rows);
        KeyTable.Finder finder = keys.CreateFinder();
        Vector128<float> sum = default;
        foreach (uint feature in features)
            sum += TRow.Widen(Unsafe.Add(ref rows, finder.Find(feature)));
        return sum;
    }
}

/// <summary>Four weights.</summary>
internal interface IWeightRow<TRow>
{
    /// <summary>The weight of one label.</summary>
    float this[int label] { get; set; }

    /// <summary>The four weights as numbers.</summary>
    static abstract Vector128<float> Widen(TRow row);
}

/// <summary>Weights of 16 bits.</summary>
internal struct ShortRow : IWeightRow<ShortRow>
{
    private long _four;

    public float this[int label]
    {
        readonly get => (short)(_four >> 16 * label);
        set => _four = _four & ~(0xFFFFL << 16 * label) | (long)(ushort)(short)value << 16 * label;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Widen(ShortRow row) =>
        Vector128.ConvertToSingle(Vector128.WidenLower(Vector128.CreateScalarUnsafe(row._four).AsInt16()));
}

/// <summary>Weights of 32 bits.</summary>
internal struct SingleRow : IWeightRow<SingleRow>
{
    private Vector128<float> _four;

    public float this[int label]
    {
        readonly get => _four[label];
        set => _four = _four.WithElement(label, value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Widen(SingleRow row) => row._four;
}

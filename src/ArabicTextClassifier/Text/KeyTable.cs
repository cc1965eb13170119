using System.Numerics;
using System.Runtime.CompilerServices;

namespace ArabicTextClassifier.Text;

/// <summary>A set of hashes with a slot number for each: open addressing, linear probing, at most half full, so that a miss ends soon.</summary>
/// <remarks>What belongs to a key lies in an array of its owner, at the key's slot. Safe from any thread once filled.</remarks>
internal sealed class KeyTable
{
    private readonly uint[] _keys;
    private readonly int _shift;

    /// <summary>Makes room for <paramref name="count"/> keys.</summary>
    public KeyTable(int count)
    {
        int size = Math.Max(4, (int)BitOperations.RoundUpToPowerOf2((uint)count * 2));
        _keys = new uint[size];
        _shift = 32 - BitOperations.Log2((uint)size);
    }

    /// <summary>How many slots there are; a power of two.</summary>
    public int Size => _keys.Length;

    /// <summary>Adds a key that is neither 0 nor there already, and tells its slot.</summary>
    public int Add(uint key)
    {
        uint slot = key >> _shift;
        while (_keys[slot] != 0)
            slot = (slot + 1) & (uint)(_keys.Length - 1);
        _keys[slot] = key;
        return (int)slot;
    }

    /// <summary>The slot of a key, or -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(uint key)
    {
        uint[] keys = _keys;
        uint slot = key >> _shift;
        while (true)
        {
            uint there = keys[slot & (uint)(keys.Length - 1)];
            if (there == key && key != 0)
                return (int)(slot & (uint)(keys.Length - 1));
            if (there == 0)
                return -1;
            slot++;
        }
    }
}

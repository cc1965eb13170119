using System.Buffers;

namespace ArabicTextClassifier.Cli;

/// <summary>The bytes of some whole lines, and of the beginning of one more; and room for what is written for them.</summary>
internal sealed class LineBlock
{
    /// <summary>Enough lines for every core to have some.</summary>
    private static readonly int s_bytes = Environment.ProcessorCount << 20;

    private readonly List<ArrayBufferWriter<byte>> _outputs = [];
    private JsonLine[] _lines = new JsonLine[1024];
    private int _count;
    private int _pieces;
    private int _filled;
    private int _firstNumber = 1;

    /// <summary>Where the line that is not complete begins.</summary>
    private int _open;

    public byte[] Bytes { get; private set; } = new byte[s_bytes];

    public Span<JsonLine> Lines => _lines.AsSpan(0, _count);

    public bool IsFull => _count > 0 && _filled > s_bytes / 2;

    public IEnumerable<ReadOnlyMemory<byte>> Written => _outputs.Take(_pieces).Select(o => o.WrittenMemory);

    /// <summary>Where the next bytes go. A line that fills the block makes it grow.</summary>
    public Memory<byte> Room()
    {
        if (_filled == Bytes.Length)
        {
            byte[] larger = new byte[Math.Min(Array.MaxLength, 2L * Bytes.Length)];
            Bytes.CopyTo(larger, 0);
            Bytes = larger;
        }

        return Bytes.AsMemory(_filled);
    }

    /// <summary>Takes in bytes that have been read; none means that the input has ended, and with it the last line.</summary>
    public void Add(int read)
    {
        int scanned = _filled;
        _filled += read;
        while (Bytes.AsSpan(scanned, _filled - scanned).IndexOf((byte)'\n') is int length and >= 0)
        {
            AddLine(scanned + length);
            scanned += length + 1;
            _open = scanned;
        }

        if (read == 0 && _open < _filled)
        {
            AddLine(_filled);
            _open = _filled;
        }
    }

    /// <summary>Begins with what is left over in the block before.</summary>
    public void StartAfter(LineBlock before)
    {
        ReadOnlySpan<byte> rest = before.Bytes.AsSpan(before._open, before._filled - before._open);
        if (rest.Length > Bytes.Length)
            Bytes = new byte[before.Bytes.Length];
        rest.CopyTo(Bytes);
        (_open, _filled) = (0, rest.Length);
        _firstNumber = before._firstNumber + before._count;
        _count = 0;
    }

    /// <summary>Goes on without the lines that have been answered; the bytes stay where they are.</summary>
    public void ForgetLines()
    {
        _firstNumber += _count;
        _count = 0;
    }

    public void StartOutput(int pieces)
    {
        while (_outputs.Count < pieces)
            _outputs.Add(new ArrayBufferWriter<byte>(1 << 16));
        _pieces = pieces;
    }

    public ArrayBufferWriter<byte> Output(int piece)
    {
        _outputs[piece].ResetWrittenCount();
        return _outputs[piece];
    }

    public IEnumerable<(int Number, string Fault)> Faults()
    {
        for (int i = 0; i < _count; i++)
        {
            if (_lines[i].Fault is string fault)
                yield return (_firstNumber + i, fault);
        }
    }

    private void AddLine(int end)
    {
        if (_count == _lines.Length)
            Array.Resize(ref _lines, 2 * _count);
        _lines[_count++] = new JsonLine(_open, end - _open);
    }
}

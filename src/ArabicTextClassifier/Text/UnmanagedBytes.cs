namespace ArabicTextClassifier.Text;

/// <summary>Bytes that lie outside of the managed heap, as an assembly's resources do.</summary>
internal static class UnmanagedBytes
{
    /// <summary>What is left in a stream, where it lies; good as long as the stream is open.</summary>
    public static unsafe ReadOnlySpan<byte> Rest(UnmanagedMemoryStream stream) =>
        new(stream.PositionPointer, checked((int)(stream.Length - stream.Position))); // in bounds: the stream's own
}

using System.Text;

namespace ArabicTextClassifier.Training.Formats;

/// <summary>Cuts a stream into lines.</summary>
internal static class ByteLines
{
    /// <summary>The lines as bytes, without their ends, so that bad UTF-8 spoils one line and not the file.</summary>
    public static IEnumerable<byte[]> Read(Stream stream)
    {
        using MemoryStream line = new();
        byte[] buffer = new byte[1 << 16];
        bool first = true;
        int read;
        while ((read = stream.ReadAtLeast(buffer, first ? 3 : 1, throwOnEndOfStream: false)) > 0)
        {
            int start = first && buffer.AsSpan(0, read).StartsWith(Encoding.UTF8.Preamble) ? 3 : 0;
            first = false;
            int end;
            while ((end = Array.IndexOf(buffer, (byte)'\n', start, read - start)) >= 0)
            {
                line.Write(buffer, start, end - start);
                yield return line.ToArray();
                line.SetLength(0);
                start = end + 1;
            }

            line.Write(buffer, start, read - start);
        }

        if (line.Length > 0)
            yield return line.ToArray();
    }
}

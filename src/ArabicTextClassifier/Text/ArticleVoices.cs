using System.Runtime.CompilerServices;

namespace ArabicTextClassifier.Text;

/// <summary>
/// What an article has told so far about who speaks: the class of the last speaker, and the words next to each speaker, so
/// that a bare surname leads back to an office named paragraphs earlier.
/// </summary>
/// <remarks>A value of fixed size: it does not grow with the article, and copying it copies all of it.</remarks>
internal struct ArticleVoices
{
    private const int NameBits = 6;

    private Names _names;

    /// <summary>The class of the last speaker, counted from 1; 0 if nobody has spoken.</summary>
    public int LastSpeaker { get; set; }

    /// <summary>The class of the speaker that a word stood next to, or 0.</summary>
    public readonly int SpeakerOf(uint stem)
    {
        ulong entry = _names[(int)(stem >> 32 - NameBits)];
        return entry >> 32 == stem ? (int)(uint)entry : 0;
    }

    /// <summary>Remembers that a word stands next to a speaker; the first speaker stays.</summary>
    public void Add(uint stem, int speaker)
    {
        ref ulong entry = ref _names[(int)(stem >> 32 - NameBits)];
        if (entry >> 32 != stem)
            entry = (ulong)stem << 32 | (uint)speaker;
    }

    [InlineArray(1 << NameBits)]
    private struct Names
    {
        private ulong _first;
    }
}

namespace ArabicTextClassifier;

/// <summary>A class of a <see cref="Lexicon"/>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Words">Its words and phrases of up to three words.</param>
/// <param name="Role">What it tells about who is speaking.</param>
public sealed record LexiconClass(string Name, IReadOnlyList<string> Words, SpeechRole Role = SpeechRole.None);

/// <summary>What a word class tells about who is speaking.</summary>
public enum SpeechRole
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Its words introduce what somebody says.</summary>
    Saying = 1,

    /// <summary>Its words name somebody who may be speaking.</summary>
    Speaker = 2,

    /// <summary>Its words stand between whoever speaks and what is said: "that" in all its forms.</summary>
    Complementizer = 3,
}

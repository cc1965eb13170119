using ArabicTextClassifier.Text;

namespace ArabicTextClassifier.Model;

/// <summary>Who speaks in a paragraph, as far as word classes tell: a speaker is a speaker's word close to a word of saying.</summary>
internal struct SpeechCues
{
    /// <summary>A saying and its speaker stand at most this many tokens apart.</summary>
    private const int Reach = 6;

    /// <summary>A saying among this many first tokens opens the paragraph.</summary>
    private const int Opening = 2;

    private int _tokens;
    private int _lastSaying;
    private int _lastNamed;
    private int _lastNamedClass;

    /// <summary>Whether the paragraph begins with a word of saying.</summary>
    public bool OpensWithSaying { get; private set; }

    /// <summary>The class of the first speaker, counted from 1; 0 if nobody speaks.</summary>
    public int FirstSpeaker { get; private set; }

    /// <summary>The class of the last speaker, counted from 1; 0 if nobody speaks.</summary>
    public int LastSpeaker { get; private set; }

    /// <summary>Takes the next tokens.</summary>
    /// <param name="tokens">The tokens.</param>
    /// <param name="roles">The roles of the lexicon's classes.</param>
    public void Add(ReadOnlySpan<Token> tokens, SpeechRole[] roles)
    {
        foreach (ref readonly Token token in tokens)
            Add(token.Class, roles[token.Class]);
    }

    private void Add(int wordClass, SpeechRole role)
    {
        _tokens++;
        if (role == SpeechRole.Saying)
        {
            OpensWithSaying |= _tokens <= Opening;
            _lastSaying = _tokens;
            if (_lastNamed > 0 && _tokens - _lastNamed <= Reach)
                Speaks(_lastNamedClass);
        }
        else if (role == SpeechRole.Speaker)
        {
            // Only the first name after a saying speaks; those that follow belong to it or are spoken of.
            if (_lastSaying > _lastNamed && _tokens - _lastSaying <= Reach)
                Speaks(wordClass);
            _lastNamed = _tokens;
            _lastNamedClass = wordClass;
        }
    }

    private void Speaks(int wordClass)
    {
        if (FirstSpeaker == 0)
            FirstSpeaker = wordClass;
        LastSpeaker = wordClass;
    }
}

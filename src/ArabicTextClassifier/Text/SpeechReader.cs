namespace ArabicTextClassifier.Text;

/// <summary>How a word of saying leads to its speaker.</summary>
internal enum SpeechKind : uint
{
    /// <summary>Nobody speaks in the paragraph.</summary>
    None,

    /// <summary>The speaker stands next to the word of saying.</summary>
    Named,

    /// <summary>A name stands there that the article has given to a speaker before.</summary>
    Known,

    /// <summary>A name stands there that says nothing.</summary>
    Unknown,

    /// <summary>Nobody is named: whoever spoke last goes on.</summary>
    Continued,
}

/// <summary>Somebody says something.</summary>
/// <param name="Kind">How it leads to its speaker.</param>
/// <param name="Speaker">The class of the speaker, counted from 1; 0 if it cannot be told.</param>
/// <param name="At">The word of saying, counted in the text.</param>
internal readonly record struct SpeechAct(SpeechKind Kind, int Speaker, int At);

/// <summary>
/// Finds who says what, token by token: from a word of saying on to "that", a colon or a quotation mark, and if nobody is
/// named there, a few tokens back.
/// </summary>
internal struct SpeechReader(SpeechRole[] roles)
{
    /// <summary>Whoever a verb of saying names stands at most this many tokens after it.</summary>
    private const int Forward = 6;

    /// <summary>Whoever is named before a verb of saying stands at most this many tokens before it.</summary>
    private const int Backward = 5;

    /// <summary>A speaker's name stands at most this many tokens after the speaker's office.</summary>
    private const int NameReach = 6;

    /// <summary>So many words after a verb of saying may be the name.</summary>
    private const int MostNames = 4;

    /// <summary>Shorter words are no names.</summary>
    private const int ShortestName = 3;

    private const int Never = -1000;

    private int _tokens;
    private int _saying = Never;
    private int _after;
    private int _namedBefore;
    private int _speakerAt = Never;
    private int _speaker;
    private int _boundaryAt = Never;
    private int _known;

    /// <summary>Whether anybody has spoken.</summary>
    public bool AnySpeech { get; private set; }

    /// <summary>The class of the first speaker that is named, speaking or not; 0 if none is.</summary>
    public int FirstNamed { get; private set; }

    /// <summary>The class of the last speaker that is named, speaking or not; 0 if none is.</summary>
    public readonly int LastNamed => _speaker;

    /// <summary>Whether a word by itself tells who speaks or where speech begins.</summary>
    public static bool Tells(ReadOnlySpan<char> word, SpeechRole role) => role != SpeechRole.None || word is [CharacterFolding.Quote] or [':'];

    /// <summary>Takes tokens that tell nothing: they may be names.</summary>
    /// <param name="tokens">The next tokens; none has a role or is a mark before speech.</param>
    /// <param name="voices">The article so far.</param>
    /// <param name="act">What ended here.</param>
    /// <returns>Whether something ended here.</returns>
    public bool Pass(ReadOnlySpan<Token> tokens, ref ArticleVoices voices, out SpeechAct act)
    {
        act = default;
        bool ended = false;
        int heard = _saying < 0 ? 0 : Math.Min(tokens.Length, Forward - _after);
        int named = Math.Clamp(_speakerAt + NameReach + 1 - _tokens, 0, tokens.Length);
        _tokens += tokens.Length;
        for (int i = 0; i < Math.Max(heard, named); i++)
        {
            ref readonly Token token = ref tokens[i];
            bool name = token.Class == 0 && token.End - token.Start >= ShortestName;
            if (i < heard)
            {
                if (name && _after < MostNames && _known == 0)
                    _known = voices.SpeakerOf(token.Analysis.Stem);
                if (++_after >= Forward)
                    ended = Finish(ref voices, out act);
            }

            if (name && i < named)
                voices.Add(token.Analysis.Stem, _speaker);
        }

        return ended;
    }

    /// <summary>Takes the next token, one that has a role or is a mark before speech.</summary>
    /// <param name="token">The token.</param>
    /// <param name="voices">The article so far.</param>
    /// <param name="act">What ended here.</param>
    /// <returns>Whether something ended here.</returns>
    public bool Read(in Token token, ref ArticleVoices voices, out SpeechAct act)
    {
        int at = _tokens++;
        SpeechRole role = roles[token.Class];
        bool ended = false;
        act = default;
        if (_saying >= 0)
        {
            ended = true;
            if (role == SpeechRole.Speaker)
                act = End(SpeechKind.Named, token.Class, ref voices);
            else
                Finish(ref voices, out act);
        }

        switch (role)
        {
            case SpeechRole.Saying:
                _saying = at;
                _after = 0;
                _known = 0;
                _namedBefore = at - _speakerAt <= Backward && _boundaryAt < _speakerAt ? _speaker : 0;
                break;
            case SpeechRole.Speaker:
                (_speakerAt, _speaker) = (at, token.Class);
                if (FirstNamed == 0)
                    FirstNamed = token.Class;
                break;
            default:
                _boundaryAt = at;
                break;
        }

        return ended;
    }

    /// <summary>Ends what is open: the text is over, or the words said begin.</summary>
    /// <param name="voices">The article so far.</param>
    /// <param name="act">What ended.</param>
    /// <returns>Whether something was open.</returns>
    public bool Finish(ref ArticleVoices voices, out SpeechAct act)
    {
        bool open = _saying >= 0;
        act = !open ? default
            : _namedBefore != 0 ? End(SpeechKind.Named, _namedBefore, ref voices)
            : _known != 0 ? End(SpeechKind.Known, _known, ref voices)
            : _after > 0 ? End(SpeechKind.Unknown, 0, ref voices)
            : End(SpeechKind.Continued, voices.LastSpeaker, ref voices);
        return open;
    }

    private SpeechAct End(SpeechKind kind, int speaker, ref ArticleVoices voices)
    {
        SpeechAct act = new(kind, speaker, _saying);
        _saying = Never;
        AnySpeech = true;
        if (speaker != 0)
            voices.LastSpeaker = speaker;
        return act;
    }
}

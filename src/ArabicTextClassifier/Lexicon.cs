using ArabicTextClassifier.Text;

namespace ArabicTextClassifier;

/// <summary>
/// Word classes: lists of words and phrases of up to three words that count as one thing, such as verbs of saying,
/// offices, states or weapons. A class carries what was learned over to words that the training data never shows.
/// </summary>
/// <remarks>
/// A word is matched with the particles و ف ب ل ك and the article ال attached to it; a phrase by the light stems of its
/// words. Immutable and safe from any thread.
/// </remarks>
public sealed class Lexicon
{
    /// <summary>A lexicon without classes.</summary>
    public static Lexicon Empty { get; } = new([], [], [], []);

    /// <summary>Most classes a lexicon can have.</summary>
    public const int MaxClasses = 255;

    private const int FilterBits = 14;
    private const int FilterShift = 32 - FilterBits;

    private readonly KeyTable _table;
    private readonly KeyFilter _filter;
    private readonly byte[] _classBySlot;
    private readonly ulong[] _phraseEnds = new ulong[(1 << FilterBits) / 64];

    internal Lexicon(IReadOnlyList<string> classes, IReadOnlyList<SpeechRole> roles, IReadOnlyList<KeyValuePair<uint, int>> entries, IReadOnlyList<uint> phraseEnds)
    {
        Classes = classes;
        Roles = [SpeechRole.None, .. roles];
        Entries = entries;
        PhraseEnds = phraseEnds;
        foreach (uint stem in phraseEnds)
            _phraseEnds[stem >> FilterShift + 6] |= 1UL << (int)(stem >> FilterShift);
        Names = [0, .. classes.Select(FeatureHash.OfName)];
        uint[] keys = [.. entries.Select(e => e.Key)];
        _table = new KeyTable(keys);
        _filter = new KeyFilter(keys);
        _classBySlot = new byte[_table.Size + 1];
        foreach ((uint key, int classId) in entries)
            _classBySlot[_table.Find(key)] = (byte)classId;
    }

    /// <summary>The names of the classes.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>How many words and phrases it knows.</summary>
    public int Count => Entries.Count;

    /// <summary>Hash of a word or phrase and its class, counted from 1.</summary>
    internal IReadOnlyList<KeyValuePair<uint, int>> Entries { get; }

    /// <summary>By class, counted from 1: the hash that stands for it in n-grams.</summary>
    internal uint[] Names { get; }

    /// <summary>By class, counted from 1: what it tells about who is speaking.</summary>
    internal SpeechRole[] Roles { get; }

    /// <summary>Builds a lexicon from lists of words.</summary>
    /// <param name="classes">The classes in order: a word listed twice belongs to the class named first.</param>
    /// <exception cref="ArgumentNullException"><paramref name="classes"/> is null.</exception>
    /// <exception cref="ArgumentException">There are more than <see cref="MaxClasses"/> classes, or an entry has no word or more than three.</exception>
    public static Lexicon Create(IEnumerable<LexiconClass> classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        List<string> names = [];
        List<SpeechRole> roles = [];
        List<KeyValuePair<uint, int>> entries = [];
        HashSet<uint> seen = [];
        SortedSet<uint> phraseEnds = [];
        foreach ((string name, IReadOnlyList<string> words, SpeechRole role) in classes)
        {
            if (names.Count == MaxClasses)
                throw new ArgumentException($"A lexicon has at most {MaxClasses} classes.", nameof(classes));
            names.Add(name);
            roles.Add(role);
            foreach (string entry in words)
            {
                uint key = FeatureExtractor.LexiconKey(entry, out uint phraseEnd);
                if (key == 0)
                    throw new ArgumentException($"'{entry}' in the class '{name}' must be one to three words.", nameof(classes));
                if (seen.Add(key))
                    entries.Add(new(key, names.Count));
                if (phraseEnd != 0)
                    phraseEnds.Add(phraseEnd);
            }
        }

        return new Lexicon(names, roles, entries, [.. phraseEnds]);
    }

    /// <summary>The stems that phrases end with, rising.</summary>
    internal IReadOnlyList<uint> PhraseEnds { get; }

    /// <summary>Whether a phrase may end with a stem: never wrong when it says no, which it says of most words.</summary>
    internal bool MayEndPhrase(uint stem) => (_phraseEnds[stem >> FilterShift + 6] >> (int)(stem >> FilterShift) & 1) != 0;

    /// <summary>The class of a hash, counted from 1, or 0.</summary>
    internal byte ClassOf(uint key) => _filter.MayContain(key) == 0 ? (byte)0 : _classBySlot[_table.Find(key)];
}

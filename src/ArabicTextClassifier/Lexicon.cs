using System.Runtime.CompilerServices;
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
    public static Lexicon Empty { get; } = new([], [SpeechRole.None], [], [], []);

    /// <summary>Most classes a lexicon can have.</summary>
    public const int MaxClasses = 255;

    private readonly KeyTable _table;
    private readonly KeyFilter _filter;
    private readonly byte[] _classBySlot;
    private readonly KeyFilter _phraseFilter;

    /// <summary>Takes the parts of a lexicon.</summary>
    /// <param name="classes">The names of the classes.</param>
    /// <param name="roles">By class, counted from 1.</param>
    /// <param name="keys">Words and phrases, rising.</param>
    /// <param name="classByKey">For each its class, counted from 1.</param>
    /// <param name="phraseEnds">The keys of the last two words of phrases, rising.</param>
    internal Lexicon(string[] classes, SpeechRole[] roles, uint[] keys, byte[] classByKey, uint[] phraseEnds)
    {
        Classes = classes;
        Roles = roles;
        Keys = keys;
        ClassByKey = classByKey;
        PhraseEnds = phraseEnds;
        _phraseFilter = new KeyFilter(phraseEnds);
        Names = new uint[MaxClasses + 1];
        for (int i = 0; i < classes.Length; i++)
            Names[i + 1] = FeatureHash.OfName(classes[i]);
        _table = new KeyTable(keys);
        _filter = new KeyFilter(keys);
        _classBySlot = new byte[_table.Size + 1];
        FillClasses();
    }

    /// <summary>The names of the classes.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>How many words and phrases it knows.</summary>
    public int Count => Keys.Length;

    /// <summary>The hashes of words and phrases, rising.</summary>
    internal uint[] Keys { get; }

    /// <summary>By place in <see cref="Keys"/>: the class, counted from 1.</summary>
    internal byte[] ClassByKey { get; }

    /// <summary>By class, counted from 1: the hash that stands for it in n-grams. A place for every byte.</summary>
    internal uint[] Names { get; }

    /// <summary>By class, counted from 1: what it tells about who is speaking; nothing at 0.</summary>
    internal SpeechRole[] Roles { get; }

    /// <summary>Builds a lexicon from lists of words.</summary>
    /// <param name="classes">The classes in order: a word listed twice belongs to the class named first.</param>
    /// <exception cref="ArgumentNullException"><paramref name="classes"/> is null.</exception>
    /// <exception cref="ArgumentException">There are more than <see cref="MaxClasses"/> classes, or an entry has no word or more than three.</exception>
    public static Lexicon Create(IEnumerable<LexiconClass> classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        List<string> names = [];
        List<SpeechRole> roles = [SpeechRole.None];
        SortedDictionary<uint, byte> entries = [];
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
                entries.TryAdd(key, (byte)names.Count);
                if (phraseEnd != 0)
                    phraseEnds.Add(phraseEnd);
            }
        }

        return new Lexicon([.. names], [.. roles], [.. entries.Keys], [.. entries.Values], [.. phraseEnds]);
    }

    /// <summary>The keys of the last two words of phrases, rising.</summary>
    internal uint[] PhraseEnds { get; }

    /// <summary>What tests whether a phrase may end with two words: never wrong when it says no, which it says of most pairs.</summary>
    internal KeyFilter.Tester CreatePhraseTester() => _phraseFilter.CreateTester();

    /// <remarks>Runs once a process: the JIT has no second chance to optimize it.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FillClasses()
    {
        KeyTable.Finder finder = _table.CreateFinder();
        for (int i = 0; i < Keys.Length; i++)
            _classBySlot[finder.Find(Keys[i])] = ClassByKey[i];
    }

    /// <summary>The class of a hash, counted from 1, or 0.</summary>
    internal byte ClassOf(uint key) => _filter.MayContain(key) == 0 ? (byte)0 : _classBySlot[_table.Find(key)];

    /// <summary>The class of the first of three hashes that has one, counted from 1, or 0.</summary>
    internal byte FirstClassOf(uint first, uint second, uint third)
    {
        KeyFilter.Tester filter = _filter.CreateTester();
        if ((filter.MayContain(first) | filter.MayContain(second) | filter.MayContain(third)) == 0)
            return 0;
        byte found = _classBySlot[_table.Find(first)];
        if (found == 0)
            found = _classBySlot[_table.Find(second)];
        return found != 0 ? found : _classBySlot[_table.Find(third)];
    }
}

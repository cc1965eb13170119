using System.Runtime.CompilerServices;

namespace ArabicTextClassifier.Text;

/// <summary>Makes a feature of a token and the one or two before it.</summary>
internal interface ITemplate
{
    /// <summary>How many tokens lie from the first to the last.</summary>
    static abstract int Span { get; }

    /// <summary>1 if the template has a feature here, 0 if not. Does not count where a list says where features are.</summary>
    static virtual int Applies(ref Token token) => 1;

    /// <summary>The feature; any number where the template does not apply. Two tokens lie before <paramref name="token"/>.</summary>
    static abstract uint Feature(ref Token token);
}

/// <summary>The templates, each an n-gram of words, stems or classes.</summary>
internal static class Templates
{
    public static readonly uint Opener = FeatureHash.OfName("opener");
    public static readonly uint ClassSkip = FeatureHash.OfName("class skip");
    public static readonly uint Characters = FeatureHash.OfName("characters");
    public static readonly uint Speech = FeatureHash.OfName("speech");
    public static readonly uint OpeningSpeech = FeatureHash.OfName("opening speech");
    public static readonly uint Speaker = FeatureHash.OfName("speaker");
    public static readonly uint SilentSpeaker = FeatureHash.OfName("silent speaker");

    private static readonly uint s_word = FeatureHash.OfName("word");
    private static readonly uint s_wordPair = FeatureHash.OfName("word 2");
    private static readonly uint s_wordTriple = FeatureHash.OfName("word 3");
    private static readonly uint s_stem = FeatureHash.OfName("stem");
    private static readonly uint s_stemPair = FeatureHash.OfName("stem 2");
    private static readonly uint s_stemTriple = FeatureHash.OfName("stem 3");
    private static readonly uint s_stemSkip = FeatureHash.OfName("stem skip");
    private static readonly uint s_class = FeatureHash.OfName("class");
    private static readonly uint s_classPair = FeatureHash.OfName("class 2");
    private static readonly uint s_classTriple = FeatureHash.OfName("class 3");

    public static uint WordFeature(uint word) => FeatureHash.Feature(word, s_word);

    public static uint StemFeature(uint stem) => FeatureHash.Feature(stem, s_stem);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref Token Back(ref Token token, int tokens) => ref Unsafe.Subtract(ref token, tokens);

    private static int One(int wordClass) => wordClass != 0 ? 1 : 0;

    public struct WordPair : ITemplate
    {
        public static int Span => 2;

        public static uint Feature(ref Token token) => FeatureHash.Feature(Back(ref token, 1).Word, token.Word, s_wordPair);
    }

    public struct WordTriple : ITemplate
    {
        public static int Span => 3;

        public static uint Feature(ref Token token) => FeatureHash.Feature(Back(ref token, 2).Word, WordPair.Feature(ref token), s_wordTriple);
    }

    public struct StemPair : ITemplate
    {
        public static int Span => 2;

        public static uint Feature(ref Token token) => FeatureHash.Feature(Back(ref token, 1).Analysis.Stem, token.Analysis.Stem, s_stemPair);
    }

    public struct StemTriple : ITemplate
    {
        public static int Span => 3;

        public static uint Feature(ref Token token) => FeatureHash.Feature(Back(ref token, 2).Analysis.Stem, StemPair.Feature(ref token), s_stemTriple);
    }

    /// <summary>Two stems with one token between them.</summary>
    public struct StemSkip : ITemplate
    {
        public static int Span => 3;

        public static uint Feature(ref Token token) => FeatureHash.Feature(Back(ref token, 2).Analysis.Stem, token.Analysis.Stem, s_stemSkip);
    }

    public struct Class : ITemplate
    {
        public static int Span => 1;

        public static uint Feature(ref Token token) => FeatureHash.Feature(token.Name, s_class);
    }

    public struct ClassPair : ITemplate
    {
        public static int Span => 2;

        public static uint Feature(ref Token token) => FeatureHash.Feature(Back(ref token, 1).Name, token.Name, s_classPair);
    }

    /// <summary>Three tokens at least two of which have a class.</summary>
    public struct ClassTriple : ITemplate
    {
        public static int Span => 3;

        public static int Applies(ref Token token) => One(Back(ref token, 2).Class) + One(Back(ref token, 1).Class) + One(token.Class) >> 1;

        public static uint Feature(ref Token token) => FeatureHash.Feature(Back(ref token, 2).Name, ClassPair.Feature(ref token), s_classTriple);
    }
}

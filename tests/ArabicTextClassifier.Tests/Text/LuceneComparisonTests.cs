using ArabicTextClassifier.Text;
using Lucene.Net.Analysis;
using Lucene.Net.Analysis.Ar;
using Lucene.Net.Analysis.TokenAttributes;
using Lucene.Net.Analysis.Util;
using Lucene.Net.Util;

namespace ArabicTextClassifier.Tests.Text;

/// <summary>Holds the pipeline against Lucene's Arabic analyzer, and explains every difference.</summary>
public class LuceneComparisonTests
{
    private static readonly string[] s_words =
        ("والوزير بالمدينة كالعادة فالحرب للأمن الأمنية مسلحون مسلحين انفجارات هجماتها سيارتان مدينة قوات وقال كتابه الحدودية "
        + "عراقيون لبنانية أعلنت إصابة آخرون المتحدثين ومصادر سلاحها دوريتين مجلس الأمنيين واستهدف بغداد ليبيا وزارة ناسفة").Split(' ');

    [TestCaseSource(nameof(s_words))]
    public void A_word_without_hamza_carriers_has_the_stem_that_Lucene_gives_it(string word) =>
        Assert.That(OurStem(word), Is.EqualTo(LuceneStem(word)));

    /// <summary>
    /// Lucene leaves the hamza on its carriers; the press often leaves it out, so we fold them. Our stem is then Lucene's
    /// stem of the word with plain carriers.
    /// </summary>
    [TestCase("مسؤولون", "مسوول")]
    [TestCase("هيئات", "هي")]
    [TestCase("طوارئ", "طوار")]
    public void Hamza_carriers_are_folded_before_stemming(string word, string expected)
    {
        Assert.That(LuceneStem(word), Is.Not.EqualTo(expected));
        Assert.That(LuceneStem(word.Replace('ؤ', 'و').Replace('ئ', 'ي')), Is.EqualTo(expected));
        Assert.That(OurStem(word), Is.EqualTo(expected));
    }

    /// <summary>Lucene knows no presentation forms and no Persian letters; pages that use them mean the same words.</summary>
    [TestCase("ﻗﺎل", "قال")]
    [TestCase("باکستان", "باكست")]
    public void Foreign_forms_of_letters_are_folded(string word, string expected)
    {
        Assert.That(LuceneStem(word), Is.Not.EqualTo(expected));
        Assert.That(OurStem(word), Is.EqualTo(expected));
    }

    /// <summary>Lucene keeps the value of a number; for a label it matters that there is a number, not which.</summary>
    [Test]
    public void Numbers_are_masked_where_Lucene_keeps_them()
    {
        Assert.That(Analyze("٣٥"), Is.EqualTo(new[] { "٣٥" }));
        Assert.That(ArabicNormalizer.Normalize("٣٥"), Is.EqualTo("٠٠"));
    }

    /// <summary>Lucene drops stop words and all punctuation; who says what, and in quotation marks, is what we look for.</summary>
    [Test]
    public void Stop_words_and_quotation_marks_stay_where_Lucene_drops_them()
    {
        const string text = "قال في البيان: «إن الأمن مستتب»";
        Assert.That(Analyze(text), Does.Not.Contain("في"));
        Assert.That(ArabicNormalizer.Normalize(text), Is.EqualTo("قال في البيان : \" ان الامن مستتب \""));
    }

    private static string OurStem(string word)
    {
        string normalized = ArabicNormalizer.Normalize(word);
        LightStemmer.Stem(normalized, out int start, out int end);
        return normalized[start..end];
    }

    private static string LuceneStem(string word)
    {
        char[] buffer = new char[word.Length + 8];
        word.CopyTo(0, buffer, 0, word.Length);
        int length = new Lucene.Net.Analysis.Ar.ArabicNormalizer().Normalize(buffer, word.Length);
        length = new ArabicStemmer().Stem(buffer, length);
        return new string(buffer, 0, length);
    }

    private static List<string> Analyze(string text)
    {
        using ArabicAnalyzer analyzer = new(LuceneVersion.LUCENE_48);
        using TokenStream tokens = analyzer.GetTokenStream("text", text);
        ICharTermAttribute term = tokens.AddAttribute<ICharTermAttribute>();
        List<string> found = [];
        tokens.Reset();
        while (tokens.IncrementToken())
            found.Add(term.ToString()!);
        tokens.End();
        return found;
    }
}

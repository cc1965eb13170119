namespace ArabicTextClassifier.Tests.Text;

public class ArabicNormalizerTests
{
    [TestCase("قُتِلَ ثَلاثَةٌ", "قتل ثلاثه", TestName = "Diacritics_are_removed")]
    [TestCase("قـــال", "قال", TestName = "Tatweel_is_removed")]
    [TestCase("هٰذا الرحمٰن", "هذا الرحمن", TestName = "Superscript_alef_is_removed")]
    [TestCase("أحمد إلى آخر ٱلله", "احمد الي اخر الله", TestName = "Alef_variants_become_alef")]
    [TestCase("مسؤول هيئة شيء", "مسوول هييه شيء", TestName = "Waw_and_ya_lose_their_hamza_and_a_lone_hamza_stays")]
    [TestCase("مستشفى مدينة", "مستشفي مدينه", TestName = "Alef_maqsura_and_ta_marbuta_are_folded")]
    [TestCase("پاکستان گفت چ ژ ڤ ی ہم", "باكستان كفت ج ر ف ي هم", TestName = "Persian_and_Urdu_look_alikes_become_Arabic_letters")]
    [TestCase("ﻗﺎل ﻻ ﻵ ﷲ", "قال لا لا الله", TestName = "Presentation_forms_and_ligatures_become_letters")]
    [TestCase("ﷺ", "صلي الله عليه وسلم", TestName = "A_ligature_of_words_becomes_words")]
    [TestCase("في ٢٠٠٧ و ۱۴۳۶ و 35", "في ٠٠٠٠ و ٠٠٠٠ و ٠٠", TestName = "Digits_of_all_scripts_are_masked")]
    [TestCase("BBC Ｎｅｗｓ", "bbc news", TestName = "Latin_is_lower_cased")]
    [TestCase("«قال» \"قال\" “قال” „قال‟", "\" قال \" \" قال \" \" قال \" \" قال \"", TestName = "All_quotation_marks_become_one")]
    [TestCase("قال: #أمن؟!", "قال : # امن ? !", TestName = "Punctuation_that_carries_meaning_stays_as_tokens")]
    [TestCase("أمس،وأضاف.ثم-ذهب", "امس واضاف ثم ذهب", TestName = "Other_punctuation_separates_words")]
    [TestCase("ال\u200Bوز\u200Cير \u202Bقال\u202C \uFEFF", "الوزير قال", TestName = "Zero_width_and_directional_marks_leave_no_trace")]
    [TestCase("شَيْئًا فَشَيْئًا", "شييا فشييا", TestName = "Vowel_signs_on_hamza_do_not_matter")]
    [TestCase("ا\u0654مس ي\u0654 و\u0654", "امس ي و", TestName = "A_combining_hamza_counts_like_a_composed_one")]
    [TestCase("\uD83D\uDE00قال\uD83D", "قال", TestName = "Symbols_and_lone_surrogates_separate")]
    [TestCase("قا\uDB40\uDC61ل", "قال", TestName = "Tag_characters_are_invisible")]
    [TestCase("", "", TestName = "Empty_stays_empty")]
    public void Folds(string text, string expected) => Assert.That(ArabicNormalizer.Normalize(text), Is.EqualTo(expected));

    [TestCaseSource(typeof(Paragraphs), nameof(Paragraphs.All))]
    public void Normalizing_twice_changes_nothing_more(string text)
    {
        string once = ArabicNormalizer.Normalize(text);
        Assert.That(ArabicNormalizer.Normalize(once), Is.EqualTo(once));
    }

    [Test]
    public void Every_code_unit_is_folded_for_good()
    {
        for (int c = 0; c <= char.MaxValue; c++)
        {
            string once = ArabicNormalizer.Normalize(((char)c).ToString());
            Assert.That(ArabicNormalizer.Normalize(once), Is.EqualTo(once), $"U+{c:X4}");
        }
    }

    [TestCaseSource(typeof(Paragraphs), nameof(Paragraphs.All))]
    public void Positions_rise_and_stay_inside_the_text(string text)
    {
        string normalized = ArabicNormalizer.Normalize(text, out int[] positions);
        Assert.That(positions, Has.Length.EqualTo(normalized.Length));
        Assert.That(positions, Is.Ordered);
        Assert.That(positions, Is.All.InRange(0, Math.Max(0, text.Length - 1)));
    }

    [Test]
    public void A_position_leads_back_to_the_original_character()
    {
        const string text = "قُتِـلَ «ثلاثةٌ»";
        string normalized = ArabicNormalizer.Normalize(text, out int[] positions);
        Assert.That(normalized, Is.EqualTo("قتل \" ثلاثه \""));
        Assert.That(text[positions[normalized.IndexOf('ل', StringComparison.Ordinal)]], Is.EqualTo('ل'));
        Assert.That(text[positions[^3]], Is.EqualTo('ة'));
    }

    [Test]
    public void Null_is_refused() => Assert.That(() => ArabicNormalizer.Normalize(null!), Throws.ArgumentNullException);
}

using System.Text;
using ArabicTextClassifier.Text;

namespace ArabicTextClassifier.Training.Tests;

/// <summary>
/// Whoever hides words from a filter puts characters into them that nobody sees, or letters of another code that look the
/// same. Metamorphic tests over the whole corpus: no such text gets other labels than the plain one.
/// </summary>
public class EvasionTests
{
    private const float Tolerance = 1e-4f;

    private static readonly string[] s_invisible =
    [
        "\u200B", "\u200C", "\u200D", "\u200E", "\u200F", "\u202A", "\u202B", "\u202D", "\u202E", "\u202C", "\u2060", "\u2061", "\u2064",
        "\u2066", "\u2067", "\u2068", "\u2069", "\u206F", "\uFEFF", "\u00AD", "\u034F", "\u061C", "\u180E", "\uFE00", "\uFE0F", "\uFFF9",
        "\U000E0061", "\U000E007F", "\U000E0100",
    ];

    private static readonly string[] s_marks = ["\u064B", "\u064E", "\u0651", "\u0652", "\u0640", "\u0640\u0640\u0640", "\u0670", "\u0615", "\u06D6", "\u0301", "\u0338"];

    /// <summary>By Arabic letter: letters of Persian, Urdu, Kurdish, Uyghur, Sindhi and the Koran that look the same where they stand.</summary>
    private static readonly Dictionary<char, string> s_lookAlikes = new()
    {
        ['ا'] = "ٱ",
        ['أ'] = "ٲٵ",
        ['إ'] = "ٳ",
        ['ك'] = "کڪ",
        ['ي'] = "یېۍؠ",
        ['ى'] = "یۍے",
        ['ئ'] = "ۓ",
        ['ه'] = "ہھەۿ",
        ['ة'] = "ۃۀ",
        ['و'] = "ۄۋ",
        ['ؤ'] = "ٶ",
        ['ن'] = "ںڽ",
        ['ب'] = "ٮ",
        ['ق'] = "ٯڧ",
        ['ت'] = "ٺ",
        ['ف'] = "ڡ",
    };

    private static readonly Dictionary<char, string> s_forms = PresentationForms.Blocks
        .SelectMany(block => block.Letters.Select((letters, i) => (Form: (char)(block.First + i), Letters: letters)))
        .Where(f => f.Letters.Length == 1)
        .GroupBy(f => f.Letters[0])
        .ToDictionary(g => g.Key, g => string.Concat(g.Select(f => f.Form)));

    private readonly LabelledParagraph[] _paragraphs = [.. LabelledData.Read([Repository.TrainingData]).Paragraphs];

    [Test]
    public void Invisible_characters_inside_words_change_no_label() => AssertSameLabels((text, random) => Between(text, random, s_invisible));

    [Test]
    public void Vowel_signs_and_stretched_letters_change_no_label() => AssertSameLabels((text, random) => Between(text, random, s_marks));

    [Test]
    public void Presentation_forms_change_no_label() => AssertSameLabels((text, random) =>
        string.Concat(text.Select(c => s_forms.TryGetValue(c, out string? forms) ? forms[random.Next(forms.Length)] : c)));

    [Test]
    public void Look_alikes_from_other_languages_of_the_script_change_no_label() => AssertSameLabels((text, random) =>
        string.Concat(text.Select(c => s_lookAlikes.TryGetValue(c, out string? others) ? others[random.Next(others.Length)] : c)));

    [Test]
    public void Ligatures_change_no_label() => AssertSameLabels((text, _) =>
        text.Replace("لا", "ﻻ", StringComparison.Ordinal).Replace("لأ", "ﻷ", StringComparison.Ordinal).Replace("لإ", "ﻹ", StringComparison.Ordinal).Replace("الله", "ﷲ", StringComparison.Ordinal));

    [Test]
    public void All_of_it_at_once_changes_no_label() => AssertSameLabels((text, random) =>
        Between(string.Concat(text.Select(c => s_forms.TryGetValue(c, out string? forms) && random.Next(2) == 0 ? forms[random.Next(forms.Length)] : c)), random, [.. s_invisible, .. s_marks]));

    private static string Between(string text, Random random, string[] hidden)
    {
        StringBuilder disguised = new(text.Length * 2);
        for (int i = 0; i < text.Length; i++)
        {
            disguised.Append(text[i]);
            if (char.IsLetter(text[i]) && i + 1 < text.Length && char.IsLetter(text[i + 1]))
                disguised.Append(hidden[random.Next(hidden.Length)]);
        }

        return disguised.ToString();
    }

    private void AssertSameLabels(Func<string, Random, string> disguise)
    {
        ParagraphClassifier classifier = ParagraphClassifier.Default;
        Random random = new(1);
        int changed = 0;
        Assert.That(_paragraphs, Has.Length.GreaterThan(300));
        foreach (LabelledParagraph paragraph in _paragraphs)
        {
            string disguised = disguise(paragraph.Text, random);
            changed += disguised == paragraph.Text ? 0 : 1;
            Prediction plain = classifier.Predict(paragraph.Text);
            Prediction found = classifier.Predict(disguised);
            Prediction inBytes = classifier.Predict(Encoding.UTF8.GetBytes(disguised));
            Assert.That(found.Labels, Is.EqualTo(plain.Labels), paragraph.Text);
            Assert.That(found.Scores.Values, Is.EqualTo(plain.Scores.Values).Within(Tolerance), paragraph.Text);
            Assert.That(inBytes.Scores.Values, Is.EqualTo(found.Scores.Values), paragraph.Text);
        }

        Assert.That(changed, Is.GreaterThan(_paragraphs.Length / 2), "the disguise disguises");
    }
}

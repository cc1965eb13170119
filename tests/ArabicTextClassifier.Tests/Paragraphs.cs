namespace ArabicTextClassifier.Tests;

/// <summary>Paragraphs as the press prints them, with what makes them hard to read for a machine.</summary>
internal static class Paragraphs
{
    public static readonly string[] All =
    [
        "",
        " \t\r\n",
        "قُتِلَ ثلاثة جنود وجُرح سبعة آخرون في انفجار عبوة ناسفة جنوب المدينة.",
        "وقال الناطق باسم الوزارة ان «الخطة الأمنية» تبدأ في الأول من تموز (يوليو) المقبل، مضيفاً أن ٣٥٠٠ شرطي سينتشرون.",
        "قـــال حرس الحدود إن المتسللين عبروا من معبر الوليد:\"لم نرَ أحداً\" #أمن_الحدود",
        "ﻗﺎل اﻟﻤﺘﺤﺪث إن ﻻ أحد أصيب ﷲ أعلم ﷺ",
        "The minister said 12 people died in Mosul (رويترز)؟!",
        "گفت که نیروهای پلیس در مرز هستند و ہم کہتے ہیں",
        "\u202Bقال\u200F الوزير\u200B\u200Dالأمني\u202C \uFEFFوأضاف\u2066 x\u2069",
        "a\uD83D\uDE00b \uD83D \uDE00 \uDB40\uDC61قال\uDB40\uDC61وا 𞸀𞸁 \u0000\uFFFF\uFFFE",
        "<p>قال&nbsp;الوزير</p><script>alert('x')</script>",
        new string('ا', 5000) + " قال " + new string('٣', 3000),
        string.Concat(Enumerable.Repeat("انفجار عبوة ناسفة في سيارة مفخخة، وقال الوزير: ", 300)),
        "و" + new string('\u064B', 4000) + "قال الوزير",
    ];
}

using System.Text.Encodings.Web;
using System.Text.Json;
using ArabicTextClassifier.Training;

namespace ArabicTextClassifier.Training.Tests;

/// <summary>A corpus of thirty small articles, made of a few short sentences each, that a model can learn in a moment.</summary>
internal static class SmallCorpus
{
    private static readonly JsonSerializerOptions s_arabic = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] s_attacks =
    [
        "قتل {0} جنود في انفجار عبوة ناسفة استهدفت دوريتهم قرب {1}.",
        "سقطت {0} قذائف هاون على حي سكني في {1} وأصيب مدنيون بجروح.",
        "هاجم مسلحون مجهولون نقطة تفتيش في {1} وقتلوا {0} من عناصر الشرطة.",
    ];

    private static readonly string[] s_statements =
    [
        "قال الناطق باسم وزارة الصحة في {1} إن الوزارة وزعت {0} آلاف جرعة من اللقاح.",
        "أعلن محافظ {1} في بيان أن المحافظة ستصرف رواتب {0} أشهر للموظفين.",
        "وأكد وزير التربية خلال زيارته {1} افتتاح {0} مدارس جديدة هذا العام.",
    ];

    private static readonly string[] s_others =
    [
        "فاز فريق {1} على ضيفه بنتيجة {0} أهداف في الجولة الأخيرة من الدوري.",
        "ارتفعت أسعار الخضار في أسواق {1} للأسبوع {0} على التوالي.",
        "كتب الشاعر في {1} قصيدة من {0} مقاطع عن النهر والغربة.",
    ];

    private static readonly string[] s_places = ["الموصل", "كركوك", "حلب", "درعا", "عدن", "تعز", "بنغازي", "سرت", "العريش", "الخرطوم"];

    /// <summary>Writes the corpus as JSON lines.</summary>
    public static void Write(string path) => File.WriteAllLines(
        path, Create().Paragraphs.Select(p => JsonSerializer.Serialize(new { article = p.Article, text = p.Text, labels = p.Labels }, s_arabic)));

    /// <summary>The corpus. Every article has three or four paragraphs; two labels, sometimes both.</summary>
    public static LabelledData Create()
    {
        List<LabelledParagraph> paragraphs = [];
        for (int i = 0; i < 30; i++)
        {
            string article = $"article {i:00}";
            string place = s_places[i % s_places.Length];
            string count = (i % 7 + 2).ToString(System.Globalization.CultureInfo.InvariantCulture);
            Add(article, Fill(s_attacks[i % 3], count, place), "attack");
            Add(article, Fill(s_statements[i / 3 % 3], count, place), "statement");
            Add(article, Fill(s_others[i / 2 % 3], count, place));
            if (i % 3 == 0)
                Add(article, $"وقال مصدر في شرطة {place} ان {Fill(s_attacks[(i + 1) % 3], count, place)}", "attack", "statement");
        }

        return new LabelledData(paragraphs);

        void Add(string article, string text, params string[] labels) => paragraphs.Add(new LabelledParagraph(article, text, labels));

        static string Fill(string sentence, string count, string place) =>
            string.Format(System.Globalization.CultureInfo.InvariantCulture, sentence, count, place);
    }

    /// <summary>Classes for its speakers and verbs.</summary>
    public static Lexicon Lexicon { get; } = Lexicon.Create(
    [
        new LexiconClass("official", ["الناطق باسم", "محافظ", "وزير", "مصدر"], SpeechRole.Speaker),
        new LexiconClass("say", ["قال", "أعلن", "أكد"], SpeechRole.Saying),
        new LexiconClass("weapon", ["عبوة ناسفة", "قذائف"]),
    ]);

    /// <summary>Settings under which training takes a moment.</summary>
    public static TrainingSettings Settings { get; } = new() { Lexicon = Lexicon, Trees = 20, Precision = WeightPrecision.Bits32, Folds = 3 };
}

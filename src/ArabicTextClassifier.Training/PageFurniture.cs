using System.Text.RegularExpressions;

namespace ArabicTextClassifier.Training;

/// <summary>Tells lines that belong to a news page from those of the article: bylines, "read also", sharing, copyright. Safe from any thread.</summary>
/// <remarks>Rules err on the side of the article: a line is furniture only if it is short and says so, or stands in several articles.</remarks>
public sealed partial class PageFurniture
{
    private const int FewWords = 12;
    private const int SomeWords = 25;
    private const int ArticlesToRepeat = 3;

    private static readonly Rule[] s_rules =
    [
        new("related", SomeWords, true, "اقرأ أيضا", "اقرأ المزيد", "اقرأ كذلك", "شاهد أيضا", "طالع أيضا", "إقرأ أيضا", "للمزيد", "مواضيع ذات صلة", "أخبار ذات صلة", "مقالات ذات صلة", "موضوعات متعلقة", "المزيد من الأخبار", "لمزيد من"),
        new("copyright", SomeWords, false, "جميع الحقوق محفوظة", "كل الحقوق محفوظة", "حقوق النشر محفوظة", "يمنع نقل"),
        new("subscription", SomeWords, true, "اشترك في", "اشتركوا في", "تابعنا على", "تابعونا على", "انضم إلى قناتنا", "انضموا إلى", "حمل التطبيق", "حمّل تطبيق", "النشرة البريدية", "سجل في النشرة"),
        new("comments", FewWords, true, "أضف تعليق", "اترك تعليق", "اكتب تعليق", "التعليقات", "لا توجد تعليقات", "تعليقات القراء"),
        new("sharing", FewWords, true, "شارك على", "شارك الخبر", "شارك المقال", "مشاركة عبر", "نسخ الرابط", "طباعة", "أرسل إلى صديق", "فيسبوك تويتر", "facebook", "twitter", "whatsapp"),
        new("tags", SomeWords, true, "الكلمات المفتاحية", "كلمات مفتاحية", "كلمات دلالية", "الكلمات الدلالية", "الوسوم", "وسوم"),
        new("date", FewWords, true, "نشر في", "نشرت في", "تاريخ النشر", "آخر تحديث", "تم النشر", "آخر تعديل", "وقت النشر"),
        new("picture", FewWords, true, "صورة أرشيفية", "صورة من", "الصورة من", "تصوير :"),
        new("byline", 8, true, "بقلم", "إعداد :", "ترجمة :", "تحرير :", "المصدر :"),
    ];

    private static readonly HashSet<string> s_dateWords = [.. ArabicNormalizer.Normalize(
        "السبت الأحد الاثنين الإثنين الثلاثاء الأربعاء الخميس الجمعة يناير فبراير مارس أبريل ابريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر " +
        "كانون الثاني شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين الأول محرم صفر ربيع جمادى رجب شعبان رمضان شوال ذو القعدة الحجة الساعة صباحا مساء ص م هـ ه يوم بتاريخ غرينتش").Split(' ')];

    private readonly HashSet<string> _repeated;

    private PageFurniture(HashSet<string> repeated) => _repeated = repeated;

    /// <summary>Learns which short lines come back in at least three articles.</summary>
    /// <param name="articles">The paragraphs of each article.</param>
    /// <exception cref="ArgumentNullException"><paramref name="articles"/> is null.</exception>
    public static PageFurniture Learn(IEnumerable<IEnumerable<string>> articles)
    {
        ArgumentNullException.ThrowIfNull(articles);
        Dictionary<string, int> counts = [];
        foreach (IEnumerable<string> article in articles)
        {
            foreach (string line in article.Select(ArabicNormalizer.Normalize).Where(l => l.Split(' ').Length <= FewWords).Distinct())
                counts[line] = counts.GetValueOrDefault(line) + 1;
        }

        return new PageFurniture([.. counts.Where(c => c.Value >= ArticlesToRepeat).Select(c => c.Key)]);
    }

    /// <summary>What kind of furniture a paragraph is: <c>related</c>, <c>byline</c>, <c>copyright</c>, <c>repeated</c> …; null when it belongs to the article.</summary>
    /// <param name="paragraph">The paragraph.</param>
    /// <exception cref="ArgumentNullException"><paramref name="paragraph"/> is null.</exception>
    public string? KindOf(string paragraph)
    {
        ArgumentNullException.ThrowIfNull(paragraph);
        if (Link().IsMatch(paragraph))
            return "link";
        string normalized = ArabicNormalizer.Normalize(paragraph);
        string[] words = [.. normalized.Split(' ').Where(w => w.Length > 0 && char.IsLetterOrDigit(w[0]))];
        if (!words.Any(w => w.Any(char.IsLetter)))
            return "no-words";
        if (s_rules.FirstOrDefault(rule => rule.Matches(normalized, words.Length)) is { } found)
            return found.Kind;
        if (words.Length <= FewWords && words.All(w => s_dateWords.Contains(w) || w.All(char.IsDigit)))
            return "date";
        if (words.Length <= 8 && WrittenBy().IsMatch(paragraph))
            return "byline";
        if (Agency().IsMatch(paragraph))
            return "byline";
        if (paragraph.Contains('©', StringComparison.Ordinal) && words.Length <= SomeWords)
            return "copyright";
        return _repeated.Contains(normalized) ? "repeated" : null;
    }

    [GeneratedRegex(@"^\s*(https?://|www\.)\S+\s*$|^\s*\S+@\S+\.\S+\s*$")]
    private static partial Regex Link();

    /// <summary>"كتب: …" names an author; "كتب الشاعر …" is a sentence.</summary>
    [GeneratedRegex(@"^\s*(كتب|كتبت|كتبه|متابعة|مراسلنا|مراسل)\s*[:：\-–—ـ/]")]
    private static partial Regex WrittenBy();

    /// <summary>A place and an agency, or an agency in brackets, and nothing else.</summary>
    [GeneratedRegex(@"^\s*[\(\[]?\s*([\p{L}\s]{0,30}[\-–—ـ:،/]\s*)?(رويترز|أ\s?ف\s?ب|ا\s?ف\s?ب|فرانس برس|د\s?ب\s?أ|أ\s?ب|الأناضول|سبوتنيك|وكالات|واس|كونا|بترا|وام)\s*[\)\]]?\s*[\-–—.]?\s*$")]
    private static partial Regex Agency();

    private sealed record Rule(string Kind, int MostWords, bool AtStart, params string[] Phrases)
    {
        private readonly string[] _phrases = [.. Phrases.Select(ArabicNormalizer.Normalize)];

        public bool Matches(string normalized, int words) => words <= MostWords && _phrases.Any(phrase => AtStart
            ? normalized.StartsWith(phrase, StringComparison.Ordinal) && (normalized.Length == phrase.Length || !char.IsLetter(normalized[phrase.Length]) || phrase.Contains("تعليق", StringComparison.Ordinal))
            : normalized.Contains(phrase, StringComparison.Ordinal));
    }
}

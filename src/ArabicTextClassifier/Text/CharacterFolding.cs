using System.Runtime.CompilerServices;

namespace ArabicTextClassifier.Text;

/// <summary>
/// The alphabet that features are made of: one table lookup turns a UTF-16 code unit into the character it counts as.
/// </summary>
/// <remarks>
/// Folded text holds word characters (all above <see cref="LastPunctuation"/>), the punctuation that carries meaning in
/// news as one character each, and <see cref="Separator"/> for everything else. The folding of Arabic letters follows
/// the orthographic normalization of Larkey, Ballesteros and Connell (SIGIR 2002), widened by what the press mixes up.
/// </remarks>
internal static class CharacterFolding
{
    /// <summary>Marks a code unit that leaves no trace: diacritics, tatweel, zero-width and directional marks.</summary>
    public const char Removed = '\0';

    /// <summary>Stands between words.</summary>
    public const char Separator = ' ';

    /// <summary>Every decimal digit of every script.</summary>
    public const char Digit = '\u0660';

    /// <summary>Every quotation mark.</summary>
    public const char Quote = '"';

    /// <summary>The highest of the punctuation characters; all above it belong to words.</summary>
    public const char LastPunctuation = '?';

    /// <summary>Table values from here to <see cref="LastExpansion"/> stand for more than one letter: see <see cref="Expansion"/>.</summary>
    public const char FirstExpansion = '\uE000';

    /// <summary>The private-use area ends here; no text maps into it except through <see cref="Expansion"/>.</summary>
    public const char LastExpansion = '\uF8FF';

    private static readonly char[] s_table = new char[char.MaxValue + 1];
    private static readonly List<string> s_expansions = [];

    static CharacterFolding()
    {
        FillByCategory();
        FillArabic();
        FillPunctuation();
        FillInvisible();
        FillPresentationForms();
    }

    /// <summary>The folded character of every code unit.</summary>
    public static ReadOnlySpan<char> Table => s_table;

    /// <summary>The longest text that one code unit can become.</summary>
    public static int LongestExpansion { get; private set; } = 1;

    /// <summary>The letters behind a table value between <see cref="FirstExpansion"/> and <see cref="LastExpansion"/>.</summary>
    public static string Expansion(char folded) => s_expansions[folded - FirstExpansion];

    /// <summary>Whether a folded character is part of a word.</summary>
    public static bool IsWordCharacter(char folded) => folded > LastPunctuation;

    /// <remarks>Runs once a process: the JIT has no second chance to optimize it.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FillByCategory()
    {
        for (int c = 0; c < s_table.Length; c++)
        {
            char value = (char)c;
            s_table[c] = char.IsDigit(value) ? Digit : char.IsLetter(value) ? char.ToLowerInvariant(value) : Separator;
        }

        // A letter whose lower case is folded further (the Kelvin sign) must end where its lower case ends.
        for (int c = 0; c < s_table.Length; c++)
            s_table[c] = s_table[s_table[c]];

        for (char c = '\uFF21'; c <= '\uFF3A'; c++) // full-width Latin
            s_table[c] = s_table[c + 0x20] = (char)(c - 0xFF21 + 'a');
    }

    private static void FillArabic()
    {
        // Alef with hamza, madda and wasla; waw and ya with hamza; alef maqsura; ta marbuta.
        Map("أإآٱٲٳٵ", 'ا');
        Map("ؤٶٷۄۅۆۇۈۉۊۋۏ", 'و');
        Map("ئىیېۍێےۓؽؾؿؠٸۑ", 'ي');
        Map("ةۀہۂۃھەۿ", 'ه');

        // Look-alikes of other languages' alphabets, and the letters the press borrows for foreign names.
        Map("کڪگڬڭڮڰڱڲڳڴګػؼ", 'ك');
        Map("پٻٮڀ", 'ب');
        Map("چڃڄڇڿ", 'ج');
        Map("ځڅ", 'ح');
        Map("ژڕڑړڒڔږڗڙۯ", 'ر');
        Map("ڤڥڦڢڡڣ", 'ف');
        Map("ٯڧڨ", 'ق');
        Map("ٹټٿٺ", 'ت');
        Map("ڈډڊڋڌڍڎڏڐۮ", 'د');
        Map("ںڻڼڹڽ", 'ن');
        Map("ښڛ", 'س');
        Map("ڜۺ", 'ش');
        Map("ڝ", 'ص');
        Map("ڞۻ", 'ض');
        Map("ڟ", 'ط');
        Map("ڠ", 'ع');
        Map("ۼ", 'غ');
        Map("ڵڶڷڸ", 'ل');
    }

    private static void FillPunctuation()
    {
        Map("\"«»„“”‟‹›〝〞＂❝❞", Quote);
        Map(":：﹕", ':');
        Map("#＃", '#');
        Map("؟?？", '?');
        Map("!！", '!');
        Map("(（﴾﴿", '(');
    }

    private static void FillInvisible()
    {
        Remove('\u0610', '\u061A'); // honorific signs
        Remove('\u064B', '\u065F'); // vowel signs, shadda, sukun, combining hamza and madda
        Remove('\u06D6', '\u06DC'); // Koranic signs
        Remove('\u06DF', '\u06E8');
        Remove('\u06EA', '\u06ED');
        Remove('\u08CA', '\u08E1');
        Remove('\u08E3', '\u08FF');
        Remove('\uFC5E', '\uFC63'); // shadda with a vowel, isolated
        Remove('\uFE70', '\uFE7F'); // isolated vowel signs
        Remove('\u0300', '\u036F'); // combining marks of other scripts
        Remove('\uFE20', '\uFE2F');
        Remove('\u200B', '\u200F'); // zero-width and directional marks
        Remove('\u202A', '\u202E');
        Remove('\u2060', '\u206F');
        Remove('\uFE00', '\uFE0F'); // variation selectors
        Remove('\u180B', '\u180F');
        Remove('\uDC00', '\uDFFF'); // a surrogate pair counts by its first half …
        Remove('\uDB40', '\uDB40'); // … which is invisible for tags and supplementary variation selectors
        foreach (char c in "\u0640\u0670\u00AD\u034F\u061C\uFEFF\uFFF9\uFFFA\uFFFB")
            s_table[c] = Removed;
    }

    private static void FillPresentationForms()
    {
        foreach ((char first, string[] forms) in PresentationForms.Blocks)
        {
            for (int i = 0; i < forms.Length; i++)
            {
                if (forms[i].Length > 0)
                    s_table[first + i] = FoldForm(forms[i]);
            }
        }
    }

    /// <summary>The folded character that stands for a presentation form's letters.</summary>
    private static char FoldForm(string letters)
    {
        char[] folded = new char[letters.Length];
        int count = 0;
        foreach (char letter in letters)
        {
            if (s_table[letter] != Removed)
                folded[count++] = s_table[letter];
        }

        if (count == 1)
            return folded[0];
        s_expansions.Add(new string(folded, 0, count));
        LongestExpansion = Math.Max(LongestExpansion, count);
        return (char)(FirstExpansion + s_expansions.Count - 1);
    }

    private static void Map(string from, char to)
    {
        foreach (char c in from)
            s_table[c] = to;
    }

    private static void Remove(char first, char last) => s_table.AsSpan(first, last - first + 1).Clear();
}

using ArabicTextClassifier.Text;

namespace ArabicTextClassifier.Tests.Text;

public class PlainFoldingTests
{
    private const string Plain = "قال «الوزير» في ٢٠١٤، إنّ 3,000 طن من القمح وصلت إلى ميناء أم قصر \"أمس\" (الأحد).";

    [SetUp]
    public void NeedsAProcessorThatCan()
    {
        if (!PlainFolding.IsSupported)
            Assert.Ignore("This processor, or this run of the tests, has no shuffle instruction: text is folded by the table alone.");
    }

    [Test]
    public void Every_character_at_every_place_of_a_stride_is_folded_as_the_table_says()
    {
        char[] text = new char[2 * PlainFolding.Stride + 5];
        Assert.Multiple(() =>
        {
            for (int c = char.MinValue; c <= char.MaxValue; c++)
            {
                text.AsSpan().Fill('ب');
                text[c % text.Length] = (char)c;
                AssertFolded(text);
            }
        });
    }

    [Test]
    public void Text_of_any_length_is_folded_up_to_the_first_character_that_is_not_plain()
    {
        for (int length = 0; length <= Plain.Length; length++)
            AssertFolded(Plain.AsSpan(0, length));
    }

    [Test]
    public void Nothing_is_written_beyond_the_room_there_is()
    {
        char[] folded = new char[Plain.Length];
        for (int room = 0; room < Plain.Length; room++)
        {
            folded.AsSpan().Fill('\uFFFF');
            int count = PlainFolding.Fold(Plain, folded.AsSpan(0, room));
            Assert.That(count, Is.LessThanOrEqualTo(room));
            Assert.That(folded.AsSpan(room).ToArray(), Is.All.EqualTo('\uFFFF'));
        }
    }

    private static void AssertFolded(ReadOnlySpan<char> text)
    {
        char[] folded = new char[text.Length];
        int count = PlainFolding.Fold(text, folded);
        for (int i = 0; i < count; i++)
        {
            if (folded[i] != CharacterFolding.Table[text[i]])
                Assert.Fail($"U+{(int)text[i]:X4} at {i} became U+{(int)folded[i]:X4}, not U+{(int)CharacterFolding.Table[text[i]]:X4}.");
        }

        if (count < text.Length && text[count] is >= 'ء' and <= 'ي' && CharacterFolding.Table[text[count]] is >= 'ء' and <= 'ي')
            Assert.Fail($"Folding stopped at {count}, at a plain Arabic letter.");
    }
}

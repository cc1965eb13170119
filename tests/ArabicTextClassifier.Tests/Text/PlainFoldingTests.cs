using System.Text;
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

    [Test]
    public void Every_character_at_every_place_of_a_stride_of_UTF_8_is_folded_as_one_by_one()
    {
        for (int c = char.MinValue; c <= char.MaxValue; c++)
        {
            if (char.IsSurrogate((char)c))
                continue;
            string text = new string('ب', c % 70) + (char)c + "ية 12";
            AssertFoldedAsOneByOne(Encoding.UTF8.GetBytes(text), 200);
        }
    }

    [Test]
    public void UTF_8_of_any_length_is_folded_as_one_by_one_into_any_room()
    {
        byte[] text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Plain, 3)));
        for (int length = 0; length <= text.Length; length++)
            AssertFoldedAsOneByOne(text.AsSpan(0, length), 512);
        for (int room = CharacterFolding.LongestExpansion; room < 200; room++)
            AssertFoldedAsOneByOne(text, room);
    }

    [Test]
    public void Bytes_that_are_no_UTF_8_are_folded_as_one_by_one()
    {
        Random random = new(7);
        byte[] lead = [0x20, 0x41, 0x80, 0xAB, 0xBF, 0xC2, 0xD7, 0xD8, 0xD9, 0xDA, 0xE2, 0xEF, 0xF0, 0xFF];
        byte[] text = new byte[300];
        for (int i = 0; i < 20_000; i++)
        {
            for (int j = 0; j < text.Length; j++)
                text[j] = random.Next(3) == 0 ? lead[random.Next(lead.Length)] : j % 2 == 0 ? (byte)0xD9 : (byte)0x84;
            AssertFoldedAsOneByOne(text.AsSpan(0, random.Next(text.Length)), random.Next(CharacterFolding.LongestExpansion, 300));
        }
    }

    private static void AssertFoldedAsOneByOne(ReadOnlySpan<byte> text, int room)
    {
        // Whoever asks for positions gets the characters one by one.
        char[] expected = new char[room + 64];
        char[] folded = new char[room + 64];
        int expectedUsed = Utf8.Fold(text, expected.AsSpan(0, room), new int[room], out int expectedCount);
        int used = Utf8.Fold(text, folded.AsSpan(0, room), default, out int count);
        if (used != expectedUsed || count != expectedCount || !folded.AsSpan(0, count).SequenceEqual(expected.AsSpan(0, count)))
            Assert.Fail($"{Convert.ToHexString(text)} became '{new string(folded, 0, count)}' of {used} bytes in a room of {room}, not '{new string(expected, 0, expectedCount)}' of {expectedUsed}.");
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

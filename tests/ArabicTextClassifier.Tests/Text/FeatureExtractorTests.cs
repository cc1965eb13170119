using ArabicTextClassifier.Text;

namespace ArabicTextClassifier.Tests.Text;

public class FeatureExtractorTests
{
    private static readonly FeatureSettings s_everything = new()
    {
        WordNGrams = 3,
        StemNGrams = 3,
        StemSkipGrams = true,
        ClassNGrams = 3,
        ClassSkipGrams = true,
        Openers = 3,
        MinCharNGram = 2,
        MaxCharNGram = 5,
    };

    [TestCaseSource(typeof(Paragraphs), nameof(Paragraphs.All))]
    public void Utf8_gives_the_features_of_Utf16(string text)
    {
        FeatureExtractor extractor = new(s_everything, SmallModel.Lexicon);
        RecordingSink utf16 = new([]);
        extractor.Extract<char, Utf16, RecordingSink>(text, ref utf16);
        RecordingSink utf8 = new([]);
        extractor.Extract<byte, Utf8, RecordingSink>(System.Text.Encoding.UTF8.GetBytes(text), ref utf8);
        Assert.That(utf8.Found, Is.EqualTo(utf16.Found));
    }

    /// <summary>The text is folded a block at a time: where the blocks end must not show.</summary>
    [Test]
    public void Where_a_block_ends_does_not_matter()
    {
        FeatureExtractor extractor = new(s_everything, SmallModel.Lexicon);
        const string words = "قال حرس الحدود عند معبر طريبيل ";
        RecordingSink expected = new([]);
        extractor.Extract<char, Utf16, RecordingSink>(words, ref expected);
        for (int padding = 0; padding < 3000; padding++)
        {
            RecordingSink sink = new([]);
            extractor.Extract<char, Utf16, RecordingSink>(new string(' ', padding) + words, ref sink);
            Assert.That(sink.Found, Is.EqualTo(expected.Found), $"{padding} spaces before the text");
        }
    }

    [Test]
    public void A_word_longer_than_a_block_counts_by_its_beginning()
    {
        FeatureExtractor extractor = new(s_everything, Lexicon.Empty);
        RecordingSink shorter = new([]);
        extractor.Extract<char, Utf16, RecordingSink>(new string('ب', 2000) + " قال", ref shorter);
        RecordingSink longer = new([]);
        extractor.Extract<char, Utf16, RecordingSink>(new string('ب', 20_000) + " قال", ref longer);
        Assert.That(longer.Found, Is.EqualTo(shorter.Found));
    }

    [TestCase("وقال", "قال")]
    [TestCase("فأضاف", "أضاف")]
    [TestCase("بالمعبر", "معبر")]
    [TestCase("للمعبر", "معبر")]
    [TestCase("ومعبر", "معبر")]
    [TestCase("ولحرس الحدود", "حرس الحدود")]
    [TestCase("حَرَس الحدود", "حرس الحدود")]
    public void A_word_keeps_its_class_with_particles_attached(string written, string listed)
    {
        FeatureExtractor extractor = new(new FeatureSettings { WordNGrams = 0, StemNGrams = 0, ClassNGrams = 1, Openers = 0 }, SmallModel.Lexicon);
        RecordingSink expected = new([]);
        extractor.Extract<char, Utf16, RecordingSink>(listed, ref expected);
        RecordingSink found = new([]);
        extractor.Extract<char, Utf16, RecordingSink>(written, ref found);
        Assert.That(expected.Found, Is.Not.Empty);
        Assert.That(found.Found, Is.EqualTo(expected.Found));
    }

    [Test]
    public void Settings_outside_their_range_are_refused()
    {
        Assert.That(() => new FeatureExtractor(new FeatureSettings { WordNGrams = 4 }, Lexicon.Empty), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("WordNGrams"));
        Assert.That(() => new FeatureExtractor(new FeatureSettings { MinCharNGram = 5, MaxCharNGram = 4 }, Lexicon.Empty), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("MaxCharNGram"));
    }

    [Test]
    public void A_lexicon_entry_must_be_one_to_three_words()
    {
        Assert.That(() => Lexicon.Create([new("c", ["واحد اثنان ثلاثة أربعة"])]), Throws.ArgumentException.With.Message.Contains("واحد اثنان"));
        Assert.That(() => Lexicon.Create([new("c", ["..."])]), Throws.ArgumentException);
    }

    /// <summary>Notes every feature with the tokens that it spans, counted in the whole text; in rising order, wherever blocks end.</summary>
    private struct RecordingSink(List<(uint, int, int)> features) : IFeatureSink
    {
        private readonly List<(uint, int, int)> _features = features;
        private int _earlier;
        private int _count;

        public static bool TracksPositions => true;

        public readonly IEnumerable<(uint, int, int)> Found => _features.Order();

        public void Tokens(ReadOnlySpan<Token> tokens, ReadOnlySpan<int> positions)
        {
            _earlier = _count;
            _count += tokens.Length;
        }

        public readonly void Features(ReadOnlySpan<uint> features, ReadOnlySpan<FeaturePlace> places)
        {
            for (int i = 0; i < features.Length; i++)
                _features.Add((features[i], _earlier + places[i].Last, places[i].Span));
        }
    }
}

using System.Buffers;

namespace ArabicTextClassifier;

public sealed partial class ParagraphClassifier
{
    /// <summary>Labels an article paragraph by paragraph; each paragraph is read in the light of those before it.</summary>
    /// <param name="article">The article's text. A line is a paragraph; blank lines do not count.</param>
    /// <returns>A result per paragraph, in order.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="article"/> is null.</exception>
    public IReadOnlyList<ParagraphPrediction> PredictArticle(string article)
    {
        ArgumentNullException.ThrowIfNull(article);
        List<Range> ranges = Paragraphs(article);
        Prediction[] predictions = PredictInOrder([.. ranges.Select(r => article[r])]);
        return [.. ranges.Select((range, i) => new ParagraphPrediction(range, article[range], predictions[i]))];
    }

    /// <summary>Labels an article that is already in paragraphs; each is read in the light of those before it.</summary>
    /// <param name="paragraphs">The paragraphs in order.</param>
    /// <returns>A result per paragraph, in order.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="paragraphs"/> or one of its paragraphs is null.</exception>
    public IReadOnlyList<ParagraphPrediction> PredictArticle(IEnumerable<string> paragraphs)
    {
        ArgumentNullException.ThrowIfNull(paragraphs);
        string[] texts = [.. paragraphs];
        if (Array.IndexOf(texts, null) is int missing and >= 0)
            throw new ArgumentNullException(nameof(paragraphs), $"Paragraph {missing} is null.");
        Prediction[] predictions = PredictInOrder(texts);
        return [.. texts.Select((text, i) => new ParagraphPrediction(0..text.Length, text, predictions[i]))];
    }

    /// <summary>Where the paragraphs of a text stand: its lines, without white space around them and without blank ones.</summary>
    internal static List<Range> Paragraphs(string article)
    {
        List<Range> ranges = [];
        int start = 0;
        while (start < article.Length)
        {
            int length = article.AsSpan(start).IndexOfAny(LineEnds.All);
            int end = length < 0 ? article.Length : start + length;
            int first = start;
            int last = end;
            while (first < last && char.IsWhiteSpace(article[first]))
                first++;
            while (last > first && char.IsWhiteSpace(article[last - 1]))
                last--;
            if (last > first)
                ranges.Add(first..last);
            start = end + 1;
        }

        return ranges;
    }

    /// <summary>Starts an article whose paragraphs will come one by one.</summary>
    public ArticlePredictor StartArticle() => new(this);

    /// <summary>Made when the first article is, so that a program that only labels paragraphs starts without it.</summary>
    private static class LineEnds
    {
        public static readonly SearchValues<char> All = SearchValues.Create("\r\n\u2028\u2029\u0085\v\f");
    }

    private Prediction[] PredictInOrder(string[] paragraphs)
    {
        ArticlePredictor article = StartArticle();
        return Array.ConvertAll(paragraphs, article.Next);
    }
}

namespace ArabicTextClassifier.Training;

/// <summary>An article as it was collected: text whose lines are paragraphs.</summary>
/// <param name="Name">A name that no other article has.</param>
/// <param name="Text">The text; blank lines do not count.</param>
public sealed record RawArticle(string Name, string Text)
{
    /// <summary>Its title, if it is known.</summary>
    public string? Title { get; init; }

    /// <summary>Where it was published, if it is known.</summary>
    public string? Url { get; init; }

    /// <summary>
    /// Cuts articles into unlabelled paragraphs, each with the further keys <c>position</c> (from 1), <c>title</c> and
    /// <c>url</c>, and <c>furniture</c> where it belongs to the page and not to the article.
    /// </summary>
    /// <param name="articles">The articles.</param>
    /// <param name="dropFurniture">Whether to leave page furniture out; positions still count it.</param>
    /// <exception cref="ArgumentNullException"><paramref name="articles"/> is null.</exception>
    public static LabelledData ToParagraphs(IEnumerable<RawArticle> articles, bool dropFurniture = false)
    {
        ArgumentNullException.ThrowIfNull(articles);
        (RawArticle Article, string[] Paragraphs)[] cut = [.. articles.Select(a => (a, ParagraphClassifier.Paragraphs(a.Text).Select(range => a.Text[range]).ToArray()))];
        PageFurniture furniture = PageFurniture.Learn(cut.Select(c => c.Paragraphs));
        List<LabelledParagraph> all = [];
        foreach ((RawArticle article, string[] paragraphs) in cut)
        {
            for (int i = 0; i < paragraphs.Length; i++)
            {
                string? kind = furniture.KindOf(paragraphs[i]);
                if (kind is not null && dropFurniture)
                    continue;
                List<KeyValuePair<string, string>> extra = [new("position", (i + 1).ToString(System.Globalization.CultureInfo.InvariantCulture))];
                Add("title", article.Title);
                Add("url", article.Url);
                Add("furniture", kind);
                all.Add(new LabelledParagraph(article.Name, paragraphs[i], null) { Extra = extra });

                void Add(string key, string? value)
                {
                    if (value is not null)
                        extra.Add(new(key, Formats.JsonFields.Quote(value)));
                }
            }
        }

        return new LabelledData(all);
    }
}

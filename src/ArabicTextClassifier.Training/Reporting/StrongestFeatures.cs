using ArabicTextClassifier.Model;
using ArabicTextClassifier.Text;

namespace ArabicTextClassifier.Training.Reporting;

/// <summary>A feature of a label.</summary>
/// <param name="Text">What it looks like in texts: the most frequent forms.</param>
/// <param name="Logit">What it adds to the logit in a paragraph of usual length.</param>
/// <param name="Paragraphs">How many paragraphs have it.</param>
internal sealed record StrongFeature(string Text, double Logit, int Paragraphs);

/// <summary>Finds out what the features that weigh most look like, by meeting them in texts: a model knows only their hashes.</summary>
internal static class StrongestFeatures
{
    private const int FewestParagraphs = 3;
    private const int Forms = 3;

    /// <summary>By label: the features that speak most for it, then those that speak most against it.</summary>
    public static (StrongFeature[] For, StrongFeature[] Against)[] Find(ParagraphClassifier classifier, IReadOnlyList<string> texts, int count) =>
        classifier.Scorer is LinearScorer linear ? OfWeights(linear, texts, count) : OfContributions(classifier, texts, count);

    private static (StrongFeature[], StrongFeature[])[] OfWeights(LinearScorer scorer, IReadOnlyList<string> texts, int count)
    {
        Dictionary<uint, Seen> seen = [];
        double units = 0;
        foreach (string text in texts)
        {
            SeenSink sink = new(text, seen);
            scorer.Extractor.Extract<char, Utf16, SeenSink>(text, ref sink);
            units += Scorer.UnitValue(sink.Occurrences);
            sink.EndParagraph();
        }

        LinearWeights weights = scorer.ToWeights();
        int labels = weights.Bias.Length;
        double unit = units / Math.Max(1, texts.Count);
        (int Feature, Seen Seen)[] known = [.. Enumerable.Range(0, weights.Keys.Length)
            .Where(f => seen.TryGetValue(weights.Keys[f], out Seen? s) && s.Paragraphs >= FewestParagraphs).Select(f => (f, seen[weights.Keys[f]]))];
        return [.. Enumerable.Range(0, labels).Select(label => Split(known.Select(k => new StrongFeature(
            k.Seen.Forms(), (weights.Shorts.Length > 0 ? weights.Shorts[k.Feature * labels + label] : weights.Singles[k.Feature * labels + label]) * weights.Scales[label] * unit, k.Seen.Paragraphs)), count))];
    }

    /// <summary>Trees have no weights: what words contribute on average stands for them.</summary>
    private static (StrongFeature[], StrongFeature[])[] OfContributions(ParagraphClassifier classifier, IReadOnlyList<string> texts, int count)
    {
        IReadOnlyList<Explanation>[] all = [.. texts.AsParallel().AsOrdered().Select(classifier.Explain)];
        return [.. classifier.Labels.Select(label => Split(
            all.SelectMany((explanations, i) => explanations.Single(e => e.Label == label).Pieces.Select(piece => (Word: ArabicNormalizer.Normalize(piece.Text), piece.Text, piece.Contribution, Paragraph: i)))
                .GroupBy(piece => piece.Word)
                .Select(word => new StrongFeature(word.CountBy(p => p.Text).MaxBy(c => c.Value).Key, word.Average(p => p.Contribution), word.Select(p => p.Paragraph).Distinct().Count()))
                .Where(feature => feature.Paragraphs >= FewestParagraphs),
            count))];
    }

    /// <summary>Features that look the same – a word and its stem – are added up.</summary>
    private static (StrongFeature[] For, StrongFeature[] Against) Split(IEnumerable<StrongFeature> features, int count)
    {
        StrongFeature[] merged = [.. features.GroupBy(f => f.Text).Select(same => new StrongFeature(same.Key, same.Sum(f => f.Logit), same.Max(f => f.Paragraphs))).OrderByDescending(f => f.Logit)];
        return ([.. merged.Where(f => f.Logit > 0).Take(count)], [.. merged.Where(f => f.Logit < 0).Reverse().Take(count)]);
    }

    /// <summary>Where a feature was met.</summary>
    private sealed class Seen
    {
        private readonly Dictionary<string, int> _forms = [];
        private int _last = -1;

        public int Paragraphs { get; private set; }

        public void Add(string form, int paragraph)
        {
            _forms[form] = _forms.GetValueOrDefault(form) + 1;
            Paragraphs += _last == paragraph ? 0 : 1;
            _last = paragraph;
        }

        public string Forms() => string.Join(" · ", _forms.OrderByDescending(f => f.Value).ThenBy(f => f.Key, StringComparer.Ordinal).Take(StrongestFeatures.Forms).Select(f => f.Key));
    }

    private struct SeenSink(string text, Dictionary<uint, Seen> seen) : IFeatureSink
    {
        private readonly List<(int Start, int End)> _places = [];
        private readonly List<(uint Feature, int First, int Last)> _found = [];
        private int _earlier;

        public static bool TracksPositions => true;

        public readonly long Occurrences => _found.Count;

        public void Tokens(ReadOnlySpan<Token> tokens, ReadOnlySpan<int> positions)
        {
            _earlier = _places.Count;
            foreach (Token token in tokens)
                _places.Add((positions[token.Start], positions[token.End - 1] + 1));
        }

        public readonly void Features(ReadOnlySpan<uint> features, ReadOnlySpan<FeaturePlace> places)
        {
            for (int i = 0; i < features.Length; i++)
                _found.Add((features[i], Math.Max(0, _earlier + places[i].Last + 1 - places[i].Span), _earlier + places[i].Last));
        }

        public readonly void EndParagraph()
        {
            int paragraph = System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(_found);
            foreach ((uint feature, int first, int last) in _found)
            {
                string form = last - first <= 2
                    ? text[_places[first].Start.._places[last].End]
                    : $"{text[_places[first].Start.._places[first].End]} … {text[_places[last].Start.._places[last].End]}";
                if (!seen.TryGetValue(feature, out Seen? place))
                    seen[feature] = place = new Seen();
                place.Add(form, paragraph);
            }
        }
    }
}

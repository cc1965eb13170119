namespace ArabicTextClassifier.Training.Linting;

/// <summary>Finds texts that are nearly the same: shingling, MinHash and banding.</summary>
/// <remarks>
/// A. Broder, "On the resemblance and containment of documents" (1997); banding as in Leskovec, Rajaraman and Ullman,
/// "Mining of Massive Datasets" (2014), 3.4. Sixteen bands of four miss a pair of resemblance 0.8 once in five thousand
/// times. What the bands propose is then compared exactly.
/// </remarks>
internal sealed class NearDuplicates
{
    private const int Bands = 16;
    private const int Rows = 4;
    private const int ShingleLength = 5;

    private static readonly (ulong Factor, ulong Addend)[] s_permutations = CreatePermutations();

    private readonly ulong[][] _shingles;

    /// <summary>Takes normalized texts.</summary>
    public NearDuplicates(IReadOnlyList<string> texts) => _shingles = [.. texts.AsParallel().AsOrdered().Select(Shingles)];

    /// <summary>Pairs (first before second) whose resemblance reaches a limit, in order.</summary>
    public IEnumerable<(int First, int Second, double Resemblance)> Pairs(double limit)
    {
        uint[][] signatures = [.. _shingles.AsParallel().AsOrdered().Select(Signature)];
        HashSet<(int, int)> candidates = [];
        for (int band = 0; band < Bands; band++)
        {
            Dictionary<(uint, uint, uint, uint), List<int>> buckets = [];
            for (int i = 0; i < signatures.Length; i++)
            {
                if (_shingles[i].Length == 0)
                    continue;
                ReadOnlySpan<uint> rows = signatures[i].AsSpan(band * Rows, Rows);
                (uint, uint, uint, uint) key = (rows[0], rows[1], rows[2], rows[3]);
                if (!buckets.TryGetValue(key, out List<int>? bucket))
                    buckets[key] = bucket = [];

                // A text that comes hundreds of times is compared with its first copies only: time stays linear.
                foreach (int other in bucket.Take(20))
                    candidates.Add((other, i));
                bucket.Add(i);
            }
        }

        return candidates.Order()
            .Select(pair => (pair.Item1, pair.Item2, Resemblance(_shingles[pair.Item1], _shingles[pair.Item2])))
            .Where(pair => pair.Item3 >= limit);
    }

    /// <summary>Share of shingles that two texts have in common.</summary>
    private static double Resemblance(ulong[] first, ulong[] second)
    {
        int common = 0;
        for (int i = 0, j = 0; i < first.Length && j < second.Length;)
        {
            int order = first[i].CompareTo(second[j]);
            common += order == 0 ? 1 : 0;
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }

        return (double)common / Math.Max(1, first.Length + second.Length - common);
    }

    /// <summary>Distinct hashes of all runs of five characters, rising.</summary>
    private static ulong[] Shingles(string text)
    {
        if (text.Length == 0)
            return [];
        HashSet<ulong> shingles = [];
        for (int i = 0; i == 0 || i + ShingleLength <= text.Length; i++)
        {
            ulong hash = 14695981039346656037; // FNV-1a, mixed once more below
            foreach (char c in text.AsSpan(i, Math.Min(ShingleLength, text.Length)))
                hash = (hash ^ c) * 1099511628211;
            shingles.Add(hash ^ hash >> 29);
        }

        return [.. shingles.Order()];
    }

    private static uint[] Signature(ulong[] shingles)
    {
        uint[] signature = new uint[Bands * Rows];
        Array.Fill(signature, uint.MaxValue);
        for (int i = 0; i < signature.Length; i++)
        {
            (ulong factor, ulong addend) = s_permutations[i];
            foreach (ulong shingle in shingles)
                signature[i] = Math.Min(signature[i], (uint)(shingle * factor + addend >> 32));
        }

        return signature;
    }

    private static (ulong, ulong)[] CreatePermutations()
    {
        Random random = new(20_150_701);
        return [.. Enumerable.Range(0, Bands * Rows).Select(_ => ((ulong)random.NextInt64() << 1 | 1, (ulong)random.NextInt64()))];
    }
}

namespace ArabicTextClassifier.Model;

/// <summary>The trees of one label in flat arrays. The two children of a node lie side by side after it; a leaf is its own child.</summary>
/// <remarks>
/// Descent takes as many steps as the tree is deep and never branches: a leaf compares with infinity and stays where it is.
/// </remarks>
internal sealed class TreeEnsemble
{
    /// <summary>Far above what training finds, and so far below overflow that no sum of leaves reaches it.</summary>
    private const double LargestValue = 1e12;

    private readonly int[] _depths;
    private readonly double[] _means;

    /// <summary>Takes checked trees: see <see cref="Check"/>.</summary>
    public TreeEnsemble(double bias, int[] roots, int[] columns, float[] thresholds, int[] children, double[] values)
    {
        Bias = bias;
        Roots = roots;
        Columns = columns;
        Thresholds = thresholds;
        Children = children;
        Values = values;
        (int[] depth, _means) = Measure();
        _depths = [.. roots.Select(r => depth[r])];
    }

    /// <summary>Added to the sum of the leaves.</summary>
    public double Bias { get; }

    /// <summary>The first node of each tree.</summary>
    public int[] Roots { get; }

    /// <summary>By node: the column it looks at.</summary>
    public int[] Columns { get; }

    /// <summary>By node: goes to the first child at or below it, else to the second; positive infinity in a leaf.</summary>
    public float[] Thresholds { get; }

    /// <summary>By node: its first child; itself in a leaf.</summary>
    public int[] Children { get; }

    /// <summary>By node: what a leaf adds; 0 elsewhere.</summary>
    public double[] Values { get; }

    /// <summary>
    /// What is wrong with the arrays, or null: every child lies after its node and inside the arrays, every column exists,
    /// and every node has its one place in one tree – else shared subtrees would count a leaf once for each way to it, and
    /// there can be more ways than numbers.
    /// </summary>
    public static string? Check(int[] roots, int[] columns, float[] thresholds, int[] children, double[] values, int columnCount)
    {
        bool[] placed = new bool[children.Length];
        foreach (int root in roots)
        {
            if ((uint)root >= (uint)children.Length)
                return $"a tree starts at node {root} of {children.Length}";
            if (placed[root])
                return $"two trees start at node {root}";
            placed[root] = true;
        }

        for (int node = 0; node < children.Length; node++)
        {
            int child = children[node];
            bool leaf = child == node;
            if (leaf ? !float.IsPositiveInfinity(thresholds[node]) : !float.IsFinite(thresholds[node]))
                return $"node {node} has the threshold {thresholds[node]}";
            if (!leaf && (child < node || child > children.Length - 2))
                return $"node {node} has the child {child}, outside {node + 1}..{children.Length - 2}";
            if (!placed[node])
                return $"node {node} is in no tree";
            if ((uint)columns[node] >= (uint)columnCount)
                return $"node {node} looks at column {columns[node]} of {columnCount}";
            if (!(Math.Abs(values[node]) <= LargestValue))
                return $"node {node} has the value {values[node]}";
            if (leaf)
                continue;
            if (placed[child] || placed[child + 1])
                return $"node {node} has the children {child} and {child + 1}, of which one is elsewhere too";
            placed[child] = placed[child + 1] = true;
        }

        return null;
    }

    /// <summary>The sum of the leaves that <paramref name="row"/> ends in, and the bias.</summary>
    public double Score(ReadOnlySpan<float> row)
    {
        double sum = Bias;
        for (int tree = 0; tree < Roots.Length; tree++)
        {
            int node = Roots[tree];
            for (int step = _depths[tree]; step > 0; step--)
                node = Children[node] + (row[Columns[node]] > Thresholds[node] ? 1 : 0);
            sum += Values[node];
        }

        return sum;
    }

    /// <summary>Adds what each column contributes to the score of <paramref name="row"/>; returns the rest.</summary>
    /// <remarks>
    /// Along each path a split is credited with the change of the mean leaf below it (A. Saabas, "Interpreting random
    /// forests", 2014), here with leaves weighted equally, so that the contributions and the rest add up to the score.
    /// </remarks>
    public double Attribute(ReadOnlySpan<float> row, Span<double> contributions)
    {
        double rest = Bias;
        foreach (int root in Roots)
        {
            int node = root;
            rest += _means[root];
            while (Children[node] != node)
            {
                int next = Children[node] + (row[Columns[node]] > Thresholds[node] ? 1 : 0);
                contributions[Columns[node]] += _means[next] - _means[node];
                node = next;
            }
        }

        return rest;
    }

    /// <summary>By node: how deep the tree is below it, and the mean of its leaves.</summary>
    private (int[] Depth, double[] Means) Measure()
    {
        int[] depth = new int[Children.Length];
        double[] sums = new double[Children.Length];
        double[] leaves = new double[Children.Length];
        for (int node = Children.Length - 1; node >= 0; node--)
        {
            int child = Children[node];
            bool leaf = child == node;
            depth[node] = leaf ? 0 : 1 + Math.Max(depth[child], depth[child + 1]);
            leaves[node] = leaf ? 1 : leaves[child] + leaves[child + 1];
            sums[node] = leaf ? Values[node] : sums[child] + sums[child + 1];
        }

        for (int node = 0; node < sums.Length; node++)
            sums[node] /= leaves[node];
        return (depth, sums);
    }
}

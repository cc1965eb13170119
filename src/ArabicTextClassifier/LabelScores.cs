using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace ArabicTextClassifier;

/// <summary>A calibrated probability, 0..1, for every label of a model, in the model's order. Immutable.</summary>
public sealed class LabelScores : IReadOnlyDictionary<string, float>
{
    private readonly string[] _labels;
    private readonly float[] _probabilities;

    internal LabelScores(string[] labels, float[] probabilities)
    {
        _labels = labels;
        _probabilities = probabilities;
    }

    /// <inheritdoc/>
    public int Count => _labels.Length;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _labels;

    /// <inheritdoc/>
    public IEnumerable<float> Values => _probabilities;

    /// <summary>The probability of a label.</summary>
    /// <param name="key">One of the model's labels.</param>
    /// <exception cref="KeyNotFoundException">The model has no such label.</exception>
    public float this[string key] => TryGetValue(key, out float value)
        ? value
        : throw new KeyNotFoundException($"The model has no label '{key}'; it has {string.Join(", ", _labels)}.");

    /// <inheritdoc/>
    public bool ContainsKey(string key) => Array.IndexOf(_labels, key) >= 0;

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out float value)
    {
        int index = Array.IndexOf(_labels, key);
        value = index < 0 ? 0 : _probabilities[index];
        return index >= 0;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, float>> GetEnumerator()
    {
        for (int i = 0; i < _labels.Length; i++)
            yield return new(_labels[i], _probabilities[i]);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

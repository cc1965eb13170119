using System.Diagnostics.CodeAnalysis;

namespace ArabicTextClassifier;

/// <summary>Keeps throwing out of hot methods, and messages in one place.</summary>
internal static class Throw
{
    [DoesNotReturn]
    public static void TooShort(string parameter, int length, int needed) =>
        throw new ArgumentException($"The span has room for {length} probabilities; the model has {needed} labels.", parameter);
}

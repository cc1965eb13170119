namespace ArabicTextClassifier;

/// <summary>How a linear model stores its weights.</summary>
public enum WeightPrecision
{
    /// <summary>32-bit floating point: what the trainer found, to the last digit.</summary>
    Bits32 = 0,

    /// <summary>16-bit integers with one scale per label: half the size, logits off by less than a thousandth.</summary>
    Bits16 = 1,
}

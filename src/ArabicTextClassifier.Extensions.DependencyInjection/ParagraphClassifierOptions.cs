namespace ArabicTextClassifier.Extensions.DependencyInjection;

/// <summary>Which model an application's classifier has.</summary>
public sealed class ParagraphClassifierOptions
{
    /// <summary>The model file, absolute or relative to the working directory; null or empty for the model that comes with the library.</summary>
    public string? ModelPath { get; set; }

    /// <summary>Whether the model file is watched, and a new model used as soon as it is there; by default yes.</summary>
    public bool ReloadOnChange { get; set; } = true;
}

using Microsoft.Extensions.Options;

namespace ArabicTextClassifier.Extensions.DependencyInjection;

/// <summary>Tries the model when the application starts, so that a bad one stops the start and not the first request.</summary>
internal sealed class ParagraphClassifierOptionsValidator : IValidateOptions<ParagraphClassifierOptions>
{
    public ValidateOptionsResult Validate(string? name, ParagraphClassifierOptions options)
    {
        if (string.IsNullOrEmpty(options.ModelPath))
            return ValidateOptionsResult.Success;
        try
        {
            ParagraphClassifier.Load(options.ModelPath);
            return ValidateOptionsResult.Success;
        }
        catch (Exception bad) when (bad is InvalidModelException or IOException or UnauthorizedAccessException)
        {
            return ValidateOptionsResult.Fail($"{nameof(ParagraphClassifierOptions.ModelPath)} '{options.ModelPath}' cannot be used: {bad.Message}");
        }
    }
}

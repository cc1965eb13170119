namespace ArabicTextClassifier;

/// <summary>A model file is damaged, incomplete, or of a version this library does not read. The message says what is wrong and at which offset.</summary>
public sealed class InvalidModelException : Exception
{
    /// <summary>Creates the exception without details.</summary>
    public InvalidModelException()
        : this("The model is invalid.")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong.</param>
    public InvalidModelException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="innerException">What caused it.</param>
    public InvalidModelException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal InvalidModelException(string message, long offset)
        : base($"{message} (at offset {offset}).") => Offset = offset;

    /// <summary>The same fault with the file that it was found in.</summary>
    internal InvalidModelException(string path, InvalidModelException fault)
        : base($"{path}: {fault.Message}", fault) => Offset = fault.Offset;

    /// <summary>Where in the model the fault was found, in bytes from its start; -1 if it has no place.</summary>
    public long Offset { get; } = -1;
}

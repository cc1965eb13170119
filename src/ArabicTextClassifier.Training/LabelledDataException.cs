namespace ArabicTextClassifier.Training;

/// <summary>Labelled data has bad lines, or cannot be trained on. Nothing was trained.</summary>
public sealed class LabelledDataException : Exception
{
    /// <summary>Creates the exception without details.</summary>
    public LabelledDataException()
        : this("The labelled data is bad.")
    {
    }

    /// <summary>Creates the exception for data that is bad as a whole.</summary>
    /// <param name="message">What is wrong and what to do.</param>
    public LabelledDataException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong and what to do.</param>
    /// <param name="innerException">What caused it.</param>
    public LabelledDataException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates the exception for bad lines.</summary>
    /// <param name="problems">All bad lines.</param>
    public LabelledDataException(IReadOnlyList<DataProblem> problems)
        : base(string.Join(Environment.NewLine, problems)) => Problems = problems;

    /// <summary>The bad lines; empty when the data is bad as a whole.</summary>
    public IReadOnlyList<DataProblem> Problems { get; } = [];
}

/// <summary>A bad line of labelled data.</summary>
/// <param name="File">The file.</param>
/// <param name="Line">The line in it, counted from 1.</param>
/// <param name="Message">What is wrong.</param>
public sealed record DataProblem(string File, int Line, string Message)
{
    /// <summary><c>file:line: what is wrong</c>.</summary>
    public override string ToString() => $"{File}:{Line}: {Message}";
}

namespace MLNetQuantumPrior.Leap;

/// <summary>Something that a client did or was warned of, for <see cref="LeapOptions.Progress"/>. It never holds the token.</summary>
/// <param name="Kind">What kind of event.</param>
/// <param name="Message">One line of plain text.</param>
public sealed record LeapEvent(LeapEventKind Kind, string Message)
{
    /// <summary>The problem that it is about; null for anything else.</summary>
    public string? ProblemId { get; init; }
}

/// <summary>Kinds of <see cref="LeapEvent"/>.</summary>
public enum LeapEventKind
{
    /// <summary>The service accepted a problem.</summary>
    Submitted,

    /// <summary>The answer of a problem is here.</summary>
    Completed,

    /// <summary>A request failed in a way that may pass, and is sent again.</summary>
    Retried,

    /// <summary>A problem was cancelled because the caller cancelled.</summary>
    Cancelled,

    /// <summary>The service will drop something that this client uses.</summary>
    Deprecation,

    /// <summary>Something is not as asked for, and work goes on.</summary>
    Warning,
}

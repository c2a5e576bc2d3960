using System.Net;

namespace MLNetQuantumPrior.Leap;

/// <summary>The service refused something, failed, or could not be reached. The message never holds the token.</summary>
public sealed class LeapException : IOException
{
    /// <summary>Makes an error.</summary>
    /// <param name="message">What went wrong.</param>
    /// <param name="inner">What caused it.</param>
    public LeapException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>The code of the service, that of HTTP in most cases; null where no answer came.</summary>
    public HttpStatusCode? Code { get; init; }

    /// <summary>The problem that it is about; null for anything else.</summary>
    public string? ProblemId { get; init; }

    /// <summary>How long the service asks to wait.</summary>
    internal TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the same request may succeed later: no answer came, or one of 429 and 5xx.</summary>
    internal bool IsTransient { get; init; }

    /// <summary>Whether a code says that the same request may succeed later.</summary>
    internal static bool MayPass(int code) => code is 429 or (>= 500 and not 501);
}

namespace MLNetQuantumPrior.LeapStub;

/// <summary>What a request asks for.</summary>
public enum StubCall
{
    /// <summary>A list of solvers, or one.</summary>
    Solvers,

    /// <summary>To submit problems.</summary>
    Submit,

    /// <summary>The status of problems by their ids.</summary>
    Poll,

    /// <summary>A list of problems by something else, such as a label.</summary>
    Find,

    /// <summary>One problem, or its answer, messages or data.</summary>
    Problem,

    /// <summary>To cancel problems.</summary>
    Cancel,

    /// <summary>The list of regions.</summary>
    Regions,

    /// <summary>No request: the work on an accepted problem.</summary>
    Solve,
}

/// <summary>What goes wrong.</summary>
public enum StubFaultKind
{
    /// <summary>The request is answered by <see cref="StubFault.Code"/> and goes no further.</summary>
    Status,

    /// <summary>The answer comes after <see cref="StubFault.Delay"/>.</summary>
    Slow,

    /// <summary>The connection drops before the request is looked at.</summary>
    DropBefore,

    /// <summary>The request is carried out, and then the connection drops.</summary>
    DropAfter,

    /// <summary>Half of the answer arrives, then the connection drops. Of <see cref="StubCall.Solve"/>: the answer lacks its end.</summary>
    HalfAnswer,

    /// <summary>The solvers are gone before the request is looked at.</summary>
    SolversGone,

    /// <summary>The solvers lose a qubit before the request is looked at, and with it their graph_id changes.</summary>
    GraphsChanged,

    /// <summary>The request is answered by its media type and a text that is no JSON.</summary>
    Garbage,

    /// <summary>Of <see cref="StubCall.Solve"/>: the problem fails.</summary>
    Failed,

    /// <summary>Of <see cref="StubCall.Solve"/>: the service cancels the problem.</summary>
    Cancelled,

    /// <summary>Of <see cref="StubCall.Solve"/>: the problem stays as it is until it is cancelled.</summary>
    Hold,
}

/// <summary>A fault.</summary>
/// <param name="Kind">What goes wrong.</param>
/// <param name="Call">With which requests.</param>
/// <param name="Times">With how many of them.</param>
public sealed record StubFault(StubFaultKind Kind, StubCall Call, int Times = 1)
{
    /// <summary>How many such requests go well first.</summary>
    public int After { get; init; }

    /// <summary>Status of the answer.</summary>
    public int Code { get; init; } = 500;

    /// <summary>Value of the header Retry-After, or none.</summary>
    public string? RetryAfter { get; init; }

    /// <summary>How long it takes.</summary>
    public TimeSpan? Delay { get; init; }
}

/// <summary>Faults to come.</summary>
public sealed class StubFaults
{
    private readonly List<(StubFault Fault, int After, int Times)> _coming = [];
    private readonly Lock _lock = new();

    /// <summary>Adds faults; the first that is due wins.</summary>
    public void Add(params ReadOnlySpan<StubFault> faults)
    {
        lock (_lock)
        {
            foreach (StubFault fault in faults)
            {
                _coming.Add((fault, fault.After, fault.Times));
            }
        }
    }

    /// <summary>What goes wrong with the next request of a kind; null: nothing.</summary>
    internal StubFault? Next(StubCall call)
    {
        lock (_lock)
        {
            StubFault? due = null;
            for (int k = 0; k < _coming.Count; k++)
            {
                (StubFault fault, int after, int times) = _coming[k];
                if (fault.Call != call || times == 0)
                {
                    continue;
                }

                if (after > 0)
                {
                    _coming[k] = (fault, after - 1, times);
                }
                else if (due is null)
                {
                    due = fault;
                    _coming[k] = (fault, 0, times - 1);
                }
            }

            return due;
        }
    }
}

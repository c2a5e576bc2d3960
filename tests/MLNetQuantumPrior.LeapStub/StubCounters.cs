using System.Collections.Concurrent;

namespace MLNetQuantumPrior.LeapStub;

/// <summary>What was asked of the stub, for tests to read.</summary>
public sealed class StubCounters
{
    private readonly ConcurrentDictionary<StubCall, int> _calls = new();
    private readonly ConcurrentQueue<StubProblem> _accepted = new();
    private readonly Lock _lock = new();

    /// <summary>Problems that were accepted.</summary>
    public int Submissions => _accepted.Count;

    /// <summary>Labels that more than one accepted problem has: what was submitted twice.</summary>
    public IEnumerable<string> RepeatedLabels =>
        _accepted.Where(problem => problem.Label is not null).GroupBy(problem => problem.Label!).Where(group => group.Count() > 1)
            .Select(group => group.Key);

    /// <summary>Time of all runs on the processor, in microseconds: what would be charged.</summary>
    public double AccessTime { get; private set; }

    /// <summary>Most problems in one request.</summary>
    public int LargestBatch { get; private set; }

    /// <summary>Values of the header User-Agent.</summary>
    public ConcurrentDictionary<string, int> UserAgents { get; } = new();

    /// <summary>Requests of a kind, answered or not.</summary>
    public int Calls(StubCall call) => _calls.GetValueOrDefault(call);

    internal void Count(StubCall call) => _calls.AddOrUpdate(call, 1, (_, count) => count + 1);

    internal void Accept(StubProblem problem) => _accepted.Enqueue(problem);

    internal void Batch(int size)
    {
        lock (_lock)
        {
            LargestBatch = Math.Max(LargestBatch, size);
        }
    }

    internal void Charge(double microseconds)
    {
        lock (_lock)
        {
            AccessTime += microseconds;
        }
    }
}

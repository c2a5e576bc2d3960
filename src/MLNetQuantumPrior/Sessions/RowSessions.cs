using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior;

/// <summary>
/// Sessions of one model, one for each choice of outputs, since a session computes all outputs of its graph: made when first
/// needed, kept until disposed. Safe for concurrent calls.
/// </summary>
internal sealed class RowSessions(BmVaeModel model, OutlierMeasure measure) : IDisposable
{
    private readonly Lock _making = new();
    private readonly Dictionary<int, INetworkSession> _sessions = []; // by the set of outputs, a bit each
    private bool _disposed;

    /// <summary>The session from features to these outputs, in this order.</summary>
    /// <param name="outputs">In ascending order.</param>
    public INetworkSession For(ImmutableArray<RowOutput> outputs)
    {
        int set = outputs.Aggregate(0, (bits, output) => bits | (1 << (int)output));
        lock (_making)
        {
            ObjectDisposedException.ThrowIf(_disposed, typeof(BmVaeTransformer));
            if (!_sessions.TryGetValue(set, out INetworkSession? session))
            {
                session = NetworkSession.Rows(model, outputs, measure);
                _sessions.Add(set, session);
            }

            return session;
        }
    }

    public void Dispose()
    {
        lock (_making)
        {
            _disposed = true;
            foreach (INetworkSession session in _sessions.Values)
            {
                session.Dispose();
            }
        }
    }
}

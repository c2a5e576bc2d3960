namespace Microsoft.ML.Data;

/// <summary>One of several cursors that share the rows of one source, for use on several threads: each row goes to one of them.</summary>
internal sealed class SplitCursor : SnapshotCursor
{
    private readonly Shared _shared;
    private readonly RowSnapshot _snapshot;
    private long _batch;

    private SplitCursor(Shared shared) : base(shared.Source)
    {
        _shared = shared;
        _snapshot = new RowSnapshot(shared.Source);
    }

    /// <summary>The place of the row in the source, so that all rows ordered by batch are in the order of the source.</summary>
    public override long Batch => _batch;

    public static DataViewRowCursor[] Create(DataViewRowCursor source, int n)
    {
        var shared = new Shared(source, n);
        return [.. Enumerable.Range(0, n).Select(_ => new SplitCursor(shared))];
    }

    protected override RowSnapshot Next() => _shared.TakeNext(_snapshot, out _batch) ? _snapshot : null;

    protected override void End() => _shared.Release();

    private sealed class Shared(DataViewRowCursor source, int users)
    {
        private readonly Lock _lock = new();
        private int _users = users;
        private long _taken;

        public DataViewRowCursor Source { get; } = source;

        public bool TakeNext(RowSnapshot snapshot, out long index)
        {
            lock (_lock)
            {
                index = _taken;
                if (!Source.MoveNext())
                    return false;
                snapshot.Take();
                _taken++;
                return true;
            }
        }

        public void Release()
        {
            lock (_lock)
            {
                if (--_users == 0)
                    Source.Dispose();
            }
        }
    }
}

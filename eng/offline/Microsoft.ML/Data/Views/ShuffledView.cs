namespace Microsoft.ML.Data;

/// <summary>A view of the rows in random order: each row shown is drawn from a pool, and the next row of the source takes its place.
/// The order is the same at each pass, unless the caller brings random numbers of its own.</summary>
internal sealed class ShuffledView(IDataView source, int seed, int poolSize, bool shuffleSource) : IDataView
{
    public bool CanShuffle => true;

    public DataViewSchema Schema => source.Schema;

    public long? GetRowCount() => source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        rand ??= new Random(seed);
        Random sourceRand = shuffleSource && source.CanShuffle ? new Random(rand.Next()) : null;
        return new Cursor(source.GetRowCursor(columnsNeeded, sourceRand), poolSize, rand);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(DataViewRowCursor source, int poolSize, Random rand) : SnapshotCursor(source)
    {
        private readonly List<RowSnapshot> _pool = [];
        private RowSnapshot _shown;

        protected override RowSnapshot Next()
        {
            while (_pool.Count < poolSize && Source.MoveNext())
            {
                RowSnapshot free = _shown ?? new RowSnapshot(Source);
                _shown = null;
                free.Take();
                _pool.Add(free);
            }
            if (_pool.Count == 0)
                return null;
            int drawn = rand.Next(_pool.Count);
            _shown = _pool[drawn];
            _pool[drawn] = _pool[^1];
            _pool.RemoveAt(_pool.Count - 1);
            return _shown;
        }

        protected override void End()
        {
            _pool.Clear();
            Source.Dispose();
        }
    }
}

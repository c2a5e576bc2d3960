namespace MLNetQuantumPrior.Learning;

/// <summary>Rows that are read again in each epoch and shuffled through a buffer: for data larger than memory.</summary>
/// <remarks>
/// The buffer is filled, and then gives a random row for each row that is read. A row thus comes, on average, as many places early or late
/// as the buffer holds rows: shuffle data first that are sorted, by class for example, over longer distances. The order depends on seed,
/// epoch and size of the buffer alone.
/// </remarks>
public sealed class StreamedRows : ITrainingRows
{
    private readonly IEnumerable<ReadOnlyMemory<float>> _rows;
    private readonly float[] _columnMeans;
    private readonly float[] _buffer;

    /// <summary>Counts and checks rows, in one pass.</summary>
    /// <param name="likelihood">Which values each feature may have.</param>
    /// <param name="rows">The rows, the same in each enumeration; each need be valid until the next one is asked for only.</param>
    /// <param name="bufferRows">Rows that the buffer holds, at least 1.</param>
    /// <exception cref="ArgumentException">A row has another number of features, or a value that its likelihood does not take.</exception>
    public StreamedRows(Likelihood likelihood, IEnumerable<ReadOnlyMemory<float>> rows, int bufferRows)
    {
        ArgumentNullException.ThrowIfNull(likelihood);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(bufferRows, 1);
        var statistics = new SlotStatistics(likelihood.Slots);
        foreach (ReadOnlyMemory<float> row in rows)
        {
            RowCheck.Run(likelihood, row.Span, statistics.Rows);
            statistics.Add(row.Span);
        }

        (Likelihood, _rows, Count) = (likelihood, rows, statistics.Rows);
        _columnMeans = [.. Enumerable.Range(0, likelihood.Slots).Select(slot => (float)statistics.Mean(slot))];
        _buffer = new float[checked(bufferRows * likelihood.Slots)];
    }

    /// <summary>Rows that were counted before; each pass checks them.</summary>
    /// <param name="likelihood">Which values each feature may have.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="count">Their number.</param>
    /// <param name="columnMeans">Mean of each column.</param>
    /// <param name="buffer">Whole rows of memory to shuffle them in, overwritten.</param>
    internal StreamedRows(
        Likelihood likelihood, IEnumerable<ReadOnlyMemory<float>> rows, long count, float[] columnMeans, float[] buffer) =>
        (Likelihood, _rows, Count, _columnMeans, _buffer) = (likelihood, rows, count, columnMeans, buffer);

    /// <inheritdoc/>
    public Likelihood Likelihood { get; }

    /// <inheritdoc/>
    public long Count { get; }

    /// <summary>Rows that the buffer holds.</summary>
    public int BufferRows => _buffer.Length / Likelihood.Slots;

    /// <summary>A name of their number, of the buffer and of what a pass showed of them: rows themselves are not kept.</summary>
    string ITrainingRows.Digest() => $"{CheckpointKey.Digest<float>(_columnMeans)} of means, streamed through {BufferRows} rows";

    /// <summary>Takes no more rows out than the buffer holds.</summary>
    RowSplit ITrainingRows.Split(long held, ulong seed)
    {
        var all = new ShuffledStream(this, []);
        if (held == 0)
        {
            return new(all, null);
        }

        long[] numbers = RandomRows.Choose(Count, (int)Math.Min(held, BufferRows), new(seed, RandomUse.ValidationRows));
        return new(new ShuffledStream(this, numbers), new(Likelihood, all.Take(numbers)));
    }

    /// <summary>All rows, checked.</summary>
    private IEnumerable<ReadOnlyMemory<float>> Read()
    {
        long number = 0;
        foreach (ReadOnlyMemory<float> row in _rows)
        {
            if (number == Count)
            {
                throw Changed("more");
            }

            RowCheck.Run(Likelihood, row.Span, number++);
            yield return row;
        }

        if (number < Count)
        {
            throw Changed($"{number}");
        }
    }

    private InvalidOperationException Changed(string got) =>
        new($"Streamed rows: expected {Count}, as in the first pass, got {got}. Each pass must give the same rows.");

    /// <summary>The rows that were not taken out, in random order.</summary>
    private sealed class ShuffledStream(StreamedRows data, long[] held) : IShuffledRows
    {
        public long Count => data.Count - held.Length;

        private int Slots => data.Likelihood.Slots;

        /// <summary>Over all rows, those that were taken out among them.</summary>
        public float[] ColumnMeans() => data._columnMeans;

        public float[] Take(long[] numbers)
        {
            float[] values = new float[checked(numbers.Length * Slots)];
            long number = 0;
            int next = 0;
            foreach (ReadOnlyMemory<float> row in Read())
            {
                if (next < numbers.Length && number++ == numbers[next])
                {
                    row.CopyTo(values.AsMemory(next++ * Slots));
                }
            }

            return values;
        }

        public IEnumerable<ReadOnlyMemory<float>> Spread(long count)
        {
            long number = 0, next = 0;
            foreach (ReadOnlyMemory<float> row in Read())
            {
                if (next < count && number++ == next * Count / count)
                {
                    next++;
                    yield return row;
                }
            }
        }

        public IEnumerable<ReadOnlyMemory<float>> Epoch(ulong seed, int epoch)
        {
            var random = new UniformStream(seed, RandomUse.RowOrder(epoch));
            int[] draws = new int[1024]; // made so many at a time
            int filled = 0, drawn = draws.Length;
            foreach (ReadOnlyMemory<float> row in Read())
            {
                int place = filled;
                if (filled < data.BufferRows)
                {
                    filled++;
                }
                else
                {
                    if (drawn == draws.Length)
                    {
                        random.FillBelow(filled, draws);
                        drawn = 0;
                    }

                    place = draws[drawn++];
                    yield return Buffered(place);
                }

                row.CopyTo(data._buffer.AsMemory(place * Slots));
            }

            foreach (int place in random.Permutation(filled))
            {
                yield return Buffered(place);
            }
        }

        private ReadOnlyMemory<float> Buffered(int place) => data._buffer.AsMemory(place * Slots, Slots);

        /// <summary>The rows that were not taken out, in the order of the data.</summary>
        private IEnumerable<ReadOnlyMemory<float>> Read()
        {
            long number = 0;
            int passed = 0;
            foreach (ReadOnlyMemory<float> row in data.Read())
            {
                if (passed < held.Length && number++ == held[passed])
                {
                    passed++;
                }
                else
                {
                    yield return row;
                }
            }
        }
    }
}

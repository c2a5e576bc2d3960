using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior;

/// <summary>Rows of which nothing is given: each depends on the seed and its number alone. Safe for concurrent calls.</summary>
internal sealed class GeneratedRows
{
    /// <summary>Rows that are made in one go on one thread: small enough to stay in its cache.</summary>
    private const int ChunkRows = 256;

    private const int MostRounds = 1000;

    private readonly SynthesizerModel _model;
    private readonly ulong _seed;
    private readonly DrawLatents _latents;
    private readonly RowDrawer _drawer;
    private readonly int _threads;

    /// <param name="model">What was learned.</param>
    /// <param name="seed">Seed of the rows.</param>
    /// <param name="threads">Most threads.</param>
    public GeneratedRows(SynthesizerModel model, ulong seed, int threads)
    {
        (_model, _seed, _threads) = (model, seed, threads);
        _latents = model.PriorDraws(seed, threads);
        _drawer = new(model.Cells, model.Columns, model.Rules);
    }

    /// <summary>Makes rows, from one on.</summary>
    public void Fill(long first, TableCells rows)
    {
        int chunks = (rows.Rows + ChunkRows - 1) / ChunkRows;
        Parallel.For(0, chunks, new() { MaxDegreeOfParallelism = _threads }, chunk =>
        {
            int start = chunk * ChunkRows;
            Fill(first, rows, start, Math.Min(ChunkRows, rows.Rows - start));
        });
    }

    private void Fill(long first, TableCells rows, int start, int count)
    {
        int latents = _model.Vae.Architecture.LatentSize, slots = _model.Coding.Likelihood.Slots;
        ulong[] ids = [.. Enumerable.Range(0, count).Select(row => (ulong)(first + start + row))];
        (float[] bits, float[] decoded, _) = _latents(ids);
        Span<double> cells = new double[rows.Columns.Length];
        for (int row = 0; row < count; row++)
        {
            SplitMix64 random = RowRandom.Of(_seed, ids[row]);
            _drawer.Draw(bits.AsSpan(row * latents, latents), decoded.AsSpan(row * slots, slots), [], ref random, cells);
            if (!_model.Rules.HoldsIn(cells))
            {
                Redraw(ids[row], cells);
            }

            for (int column = 0; column < cells.Length; column++)
            {
                rows.Columns[column][start + row] = cells[column];
            }
        }
    }

    /// <summary>A row that ran into a dead end of the rules, with new bits each time.</summary>
    private void Redraw(ulong id, Span<double> cells)
    {
        for (int round = 1; round <= MostRounds; round++)
        {
            (float[] bits, float[] decoded, _) = _latents([id + ((ulong)round << RowIds.Bits)]);
            SplitMix64 random = RowRandom.Of(_seed, id, round);
            _drawer.Draw(bits, decoded, [], ref random, cells);
            if (_model.Rules.HoldsIn(cells))
            {
                return;
            }
        }

        throw new InvalidOperationException(
            $"Row {id}: expected one that keeps to all rules and constraints, got none in {MostRounds} draws. They are: " +
            string.Join("; ", _model.Rules.Describe(_model.Category)) + ".");
    }
}

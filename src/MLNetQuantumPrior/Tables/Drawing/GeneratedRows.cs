using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior;

/// <summary>Rows of which nothing is given: each depends on the seed and its number alone. Safe for concurrent calls.</summary>
internal sealed class GeneratedRows
{
    /// <summary>Rows that are made in one go on one thread: small enough to stay in its cache.</summary>
    private const int ChunkRows = 256;

    private readonly SynthesizerModel _model;
    private readonly ulong _seed;
    private readonly ILatentSource _latents;
    private readonly RowDrawer _drawer;
    private readonly int _threads;

    /// <param name="model">What was learned.</param>
    /// <param name="seed">Seed of the rows.</param>
    /// <param name="threads">Most threads.</param>
    public GeneratedRows(SynthesizerModel model, ulong seed, int threads)
    {
        (_model, _seed, _threads) = (model, seed, threads);
        var options = new GenerationOptions { Mode = GenerationMode.Unconditional, Seed = seed, MaxDegreeOfParallelism = threads };
        _latents = model.Vae.Kind == PriorKind.Gaussian
            ? new GaussianSource(new(model.Vae, options))
            : SpinSource.Of(model.Vae, options);
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
        int[] labels = new int[count];
        labels.AsSpan().Fill(-1);
        ulong[] ids = [.. Enumerable.Range(0, count).Select(row => (ulong)(first + start + row))];
        float[] bits = _latents.Draw(labels, ids).Values, decoded = new float[count * slots];
        _model.Vae.DecodeScaled(bits, decoded);
        Span<double> cells = new double[rows.Columns.Length];
        for (int row = 0; row < count; row++)
        {
            SplitMix64 random = RowRandom.Of(_seed, ids[row]);
            _drawer.Draw(bits.AsSpan(row * latents, latents), decoded.AsSpan(row * slots, slots), [], ref random, cells);
            for (int column = 0; column < cells.Length; column++)
            {
                rows.Columns[column][start + row] = cells[column];
            }
        }
    }
}

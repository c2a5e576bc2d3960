namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// Polishes the reads of a sampler that searches low energies: spins are turned one at a time as long as that lowers the energy, so that
/// every read ends in a local minimum. Energies are summed in double precision, whatever the wrapped sampler does.
/// </summary>
/// <remarks>
/// Spins are visited in the order of their numbers, again and again until a visit of all turns none. Where a local field is 0 within
/// rounding the spin stays. <see cref="SampleSet.State"/> is that of the wrapped sampler, before the descent. The reads are draws of no
/// distribution. A time limit or target is the wrapped sampler's.
/// </remarks>
/// <param name="inner">Finds the starts.</param>
public sealed class DescendingSampler(IIsingSampler inner) : IIsingSampler
{
    private readonly IIsingSampler _inner = inner ?? throw new ArgumentNullException(nameof(inner));

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(DescendingSampler)} {{ Inner = {_inner} }}";

    /// <inheritdoc/>
    public SampleSet Sample(IsingModel model, SampleRequest request, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.EnsureFits(model, canStop: true);
        SampleSet answer = _inner.Sample(model, request, cancel);
        sbyte[] spins = answer.Spins.AsSpan().ToArray();
        double[] fields = new double[model.SpinCount];
        for (int r = 0; r < answer.Spins.Rows; r++)
        {
            cancel.ThrowIfCancellationRequested();
            Descend(model, spins.AsSpan(r * model.SpinCount, model.SpinCount), fields);
        }

        var matrix = SpinMatrix.Adopt(spins, answer.Spins.Rows, model.SpinCount);
        return answer with { Spins = matrix, Energies = model.Energies(matrix) };
    }

    private static void Descend(IsingModel model, Span<sbyte> spins, double[] fields)
    {
        SparseRows rows = model.Graph.Rows;
        double largest = 0;
        for (int i = 0; i < fields.Length; i++)
        {
            fields[i] = model.Field(i);
            double size = Math.Abs(fields[i]);
            for (int at = rows.Start[i]; at < rows.Start[i + 1]; at++)
            {
                double coupling = model.Coupling(rows.Edge[at]);
                fields[i] += coupling * spins[rows.Neighbour[at]];
                size += Math.Abs(coupling);
            }

            largest = Math.Max(largest, size);
        }

        double rounding = 1e-14 * largest; // so that the same spins do not turn for ever
        for (bool turned = true; turned;)
        {
            turned = false;
            for (int i = 0; i < fields.Length; i++)
            {
                if (fields[i] * spins[i] <= rounding)
                {
                    continue; // turning changes the energy by -2 s f
                }

                spins[i] = (sbyte)-spins[i];
                turned = true;
                for (int at = rows.Start[i]; at < rows.Start[i + 1]; at++)
                {
                    fields[rows.Neighbour[at]] += 2 * spins[i] * model.Coupling(rows.Edge[at]);
                }
            }
        }
    }
}

namespace MLNetQuantumPrior.Sampling;

/// <summary>The plain form of the block Gibbs sampler, chain by chain: what the vector kernels are tested against.</summary>
internal sealed class ScalarKernel : GibbsKernel
{
    public override int Lanes => 1;

    public override bool HasTables => false;

    public override void Randomize(Span<float> spins, Span<uint> streams)
    {
        int chains = streams.Length / 4;
        for (int c = 0; c < chains; c++)
        {
            Xoshiro128 stream = Resume(streams, c, chains);
            for (int i = 0; i < spins.Length / chains; i++)
            {
                spins[(i * chains) + c] = GibbsDraw.Spin(0, 0, stream.Next());
            }

            Suspend(stream, streams, c, chains);
        }
    }

    public override void Sweep(GibbsTask task, ReadOnlySpan<float> scales, Span<float> spins, Span<uint> streams, Span<uint> groups)
    {
        int chains = streams.Length / 4;
        ReadOnlySpan<int> order = task.Plan.Order;
        for (int c = 0; c < chains; c++)
        {
            Xoshiro128 stream = Resume(streams, c, chains);
            for (int k = 0; k < order.Length; k++)
            {
                float field = task.Plan.Grouped is { } grouped
                    ? GroupedField(task, grouped, k, spins[c..], chains)
                    : SparseField(task, task.Plan.Sparse, k, spins[c..], chains);
                spins[(order[k] * chains) + c] = GibbsDraw.Spin(field, scales[c], stream.Next());
            }

            Suspend(stream, streams, c, chains);
        }
    }

    public override void BuildTables(ReadOnlySpan<float> weights, Span<float> tables)
    {
        for (int at = 0; at < tables.Length; at++)
        {
            (int group, int entry) = Math.DivRem(at, 16);
            ReadOnlySpan<float> w = weights.Slice(GroupedRows.GroupSize * group, GroupedRows.GroupSize);
            tables[at] = ((w[0] * Spin(0)) + (w[1] * Spin(1))) + ((w[2] * Spin(2)) + (w[3] * Spin(3)));

            float Spin(int k) => ((entry >> k) & 1) == 1 ? 1 : -1;
        }
    }

    public override void Energies(IsingModel model, ReadOnlySpan<float> spins, Span<double> energies)
    {
        sbyte[] chain = new sbyte[model.SpinCount];
        for (int c = 0; c < energies.Length; c++)
        {
            for (int i = 0; i < chain.Length; i++)
            {
                chain[i] = (sbyte)spins[(i * energies.Length) + c];
            }

            energies[c] = model.Energy(chain);
        }
    }

    private static float SparseField(GibbsTask task, SparseRows rows, int visit, ReadOnlySpan<float> chain, int stride)
    {
        float field = task.Fields[task.Plan.Order[visit]];
        for (int at = rows.Start[visit]; at < rows.Start[visit + 1]; at++)
        {
            field += task.Weights[at] * chain[rows.Neighbour[at] * stride];
        }

        return field;
    }

    private static float GroupedField(GibbsTask task, GroupedRows rows, int visit, ReadOnlySpan<float> chain, int stride)
    {
        float field = task.Fields[task.Plan.Order[visit]];
        int at = rows.WeightStart[visit];
        for (int run = rows.Start[visit]; run < rows.Start[visit + 1]; run++)
        {
            for (int i = GroupedRows.GroupSize * rows.First[run]; i < GroupedRows.GroupSize * (rows.First[run] + rows.Length[run]); i += 4)
            {
                ReadOnlySpan<float> w = task.Weights.Slice(at, GroupedRows.GroupSize);
                field += ((w[0] * chain[i * stride]) + (w[1] * chain[(i + 1) * stride])) +
                    ((w[2] * chain[(i + 2) * stride]) + (w[3] * chain[(i + 3) * stride]));
                at += GroupedRows.GroupSize;
            }
        }

        return field;
    }

    private static Xoshiro128 Resume(ReadOnlySpan<uint> streams, int c, int chains) =>
        new(streams[c], streams[chains + c], streams[(2 * chains) + c], streams[(3 * chains) + c]);

    private static void Suspend(Xoshiro128 stream, Span<uint> streams, int c, int chains) =>
        (streams[c], streams[chains + c], streams[(2 * chains) + c], streams[(3 * chains) + c]) = stream.Words;
}

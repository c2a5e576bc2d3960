namespace MLNetQuantumPrior.Sampling;

/// <summary>The plain form of the block Gibbs sampler, chain by chain: what the vector kernels are tested against.</summary>
internal sealed class ScalarKernel : GibbsKernel
{
    public override int Lanes => 1;

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

    public override void Sweep(GibbsTask task, Span<float> spins, Span<uint> streams)
    {
        int chains = streams.Length / 4;
        SweepPlan plan = task.Plan;
        for (int c = 0; c < chains; c++)
        {
            Xoshiro128 stream = Resume(streams, c, chains);
            for (int k = 0; k < plan.Order.Length; k++)
            {
                int spin = plan.Order[k];
                float field = task.Fields[spin];
                for (int at = plan.RowStart[k]; at < plan.RowStart[k + 1]; at++)
                {
                    field += task.Weights[at] * spins[(plan.Neighbour[at] * chains) + c];
                }

                spins[(spin * chains) + c] = GibbsDraw.Spin(field, task.Scale, stream.Next());
            }

            Suspend(stream, streams, c, chains);
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

    private static Xoshiro128 Resume(ReadOnlySpan<uint> streams, int c, int chains) =>
        new(streams[c], streams[chains + c], streams[(2 * chains) + c], streams[(3 * chains) + c]);

    private static void Suspend(Xoshiro128 stream, Span<uint> streams, int c, int chains) =>
        (streams[c], streams[chains + c], streams[(2 * chains) + c], streams[(3 * chains) + c]) = stream.Words;
}

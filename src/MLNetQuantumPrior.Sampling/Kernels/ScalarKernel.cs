namespace MLNetQuantumPrior.Sampling;

/// <summary>The plain form of the block Gibbs sampler, chain by chain: what the vector kernels are tested against.</summary>
internal sealed class ScalarKernel : GibbsKernel
{
    public override int Lanes => 1;

    public override bool HasTables => false;

    public override bool HasSigns => false;

    public override FlipKernel? Flips => null;

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

    public override void Sweep(
        GibbsTask task, ReadOnlySpan<float> scales, Span<float> spins, Span<uint> streams, Span<uint> groups, Span<float> changes)
    {
        int chains = streams.Length / 4;
        for (int c = 0; c < chains; c++)
        {
            Xoshiro128 stream = Resume(streams, c, chains);
            Span<float> chain = spins[c..];
            ReadOnlySpan<float> groupWeights = task.GroupWeights;
            ReadOnlySpan<float> weights = task.SingleWeights;
            for (int b = 0; b < task.Plan.BundleCount; b++)
            {
                ReadOnlySpan<int> bundle = task.Plan.Order.AsSpan(task.Plan.BundleStart[b]..task.Plan.BundleStart[b + 1]);
                ReadOnlySpan<int> read = task.Plan.Group.AsSpan(task.Plan.GroupStart[b]..task.Plan.GroupStart[b + 1]);
                ReadOnlySpan<int> singles = task.Plan.Single.AsSpan(task.Plan.SingleStart[b]..task.Plan.SingleStart[b + 1]);
                for (int k = 0; k < bundle.Length; k++)
                {
                    float field = task.Fields[bundle[k]];
                    for (int g = 0; g < read.Length; g++)
                    {
                        ReadOnlySpan<float> w = groupWeights.Slice(SpinGroups.Size * ((g * bundle.Length) + k), SpinGroups.Size);
                        ReadOnlySpan<int> member = task.Plan.Groups.Member.AsSpan(SpinGroups.Size * read[g], SpinGroups.Size);
                        field += ((w[0] * chain[member[0] * chains]) + (w[1] * chain[member[1] * chains])) +
                            ((w[2] * chain[member[2] * chains]) + (w[3] * chain[member[3] * chains]));
                    }

                    for (int at = k; at < singles.Length; at += bundle.Length)
                    {
                        field += weights[at] * chain[singles[at] * chains];
                    }

                    ref float spin = ref chain[bundle[k] * chains];
                    float old = spin;
                    spin = task.Update == SpinUpdate.Gibbs
                        ? GibbsDraw.Spin(field, scales[c], stream.Next())
                        : MetropolisDraw.Spin(field, spin, scales[c], stream.Next());
                    if (task.TracksEnergy)
                    {
                        changes[c] = MathF.FusedMultiplyAdd(spin - old, field, changes[c]);
                    }
                }

                groupWeights = groupWeights[(SpinGroups.Size * bundle.Length * read.Length)..];
                weights = weights[singles.Length..];
            }

            Suspend(stream, streams, c, chains);
        }
    }

    /// <summary>None: this kernel reads spins.</summary>
    public override int GroupRows(SpinGroups groups) => 0;

    public override void PackGroups(SpinGroups groups, ReadOnlySpan<float> spins, Span<uint> packed, int chains)
    {
    }

    public override void BuildTables(ReadOnlySpan<float> weights, Span<float> tables)
    {
        for (int at = 0; at < tables.Length; at++)
        {
            (int group, int entry) = Math.DivRem(at, 16);
            ReadOnlySpan<float> w = weights.Slice(SpinGroups.Size * group, SpinGroups.Size);
            tables[at] = ((w[0] * Spin(0)) + (w[1] * Spin(1))) + ((w[2] * Spin(2)) + (w[3] * Spin(3)));

            float Spin(int k) => ((entry >> k) & 1) == 1 ? -1 : 1;
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

            energies[c] = model.KernelEnergy(chain);
        }
    }

    private static Xoshiro128 Resume(ReadOnlySpan<uint> streams, int c, int chains) =>
        new(streams[c], streams[chains + c], streams[(2 * chains) + c], streams[(3 * chains) + c]);

    private static void Suspend(Xoshiro128 stream, Span<uint> streams, int c, int chains) =>
        (streams[c], streams[chains + c], streams[(2 * chains) + c], streams[(3 * chains) + c]) = stream.Words;
}

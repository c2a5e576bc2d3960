using System.Runtime.InteropServices;

namespace MLNetQuantumPrior.Sampling;

/// <summary>Energies of many configurations at once, by the widest kernel and over the cores.</summary>
internal static class ModelEnergies
{
    public static ImmutableArray<double> Of(IsingModel model, SpinMatrix configurations, int threads)
    {
        double[] energies = new double[configurations.Rows];
        if (model.IsSingle)
        {
            FillSingle(model, configurations, threads, energies);
            Complete(model, configurations, energies);
        }
        else
        {
            FillDouble(model, configurations, threads, energies);
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(energies);
    }

    /// <summary>Makes energies of what kernels know, which is single precision without the offset, those of the model.</summary>
    public static void Complete(IsingModel model, SpinMatrix configurations, double[] energies)
    {
        if (!model.IsSingle)
        {
            FillDouble(model, configurations, Environment.ProcessorCount, energies);
        }
        else if (model.Offset != 0)
        {
            for (int r = 0; r < energies.Length; r++)
            {
                energies[r] += model.Offset;
            }
        }
    }

    private static void FillSingle(IsingModel model, SpinMatrix configurations, int threads, double[] energies)
    {
        GibbsKernel kernel = GibbsKernel.Available[0];
        ChainBlock[] blocks = ChainBlock.Split(configurations.Rows, kernel.Lanes);
        Cores.ForEach(blocks, threads, CancellationToken.None, block =>
        {
            using var chains = new BlockChains(block, model.SpinCount, seed: 0);
            chains.Load(configurations.AsSpan());
            kernel.Energies(model, chains.Spins, chains.Energies);
            chains.Energies[..block.Count].CopyTo(energies.AsSpan(block.First));
        });
    }

    private static void FillDouble(IsingModel model, SpinMatrix configurations, int threads, double[] energies) =>
        Cores.ForEach(ChainBlock.Split(configurations.Rows, lanes: 1), threads, CancellationToken.None, block =>
        {
            for (int r = block.First; r < block.First + block.Count; r++)
            {
                energies[r] = model.Energy(configurations[r]);
            }
        });
}

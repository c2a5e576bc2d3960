using System.Runtime.InteropServices;

namespace MLNetQuantumPrior.Sampling;

/// <summary>Energies of many configurations at once, by the widest kernel and over the cores.</summary>
internal static class ModelEnergies
{
    public static ImmutableArray<double> Of(IsingModel model, SpinMatrix configurations, int threads)
    {
        GibbsKernel kernel = GibbsKernel.Available[0];
        double[] energies = new double[configurations.Rows];
        ChainBlock[] blocks = ChainBlock.Split(configurations.Rows, kernel.Lanes);
        Cores.ForEach(blocks, threads, CancellationToken.None, block =>
        {
            using var chains = new BlockChains(block, model.SpinCount, seed: 0);
            chains.Load(configurations.AsSpan());
            kernel.Energies(model, chains.Spins, chains.Energies);
            chains.Energies[..block.Count].CopyTo(energies.AsSpan(block.First));
        });
        return ImmutableCollectionsMarshal.AsImmutableArray(energies);
    }
}

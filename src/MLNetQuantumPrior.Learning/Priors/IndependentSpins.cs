namespace MLNetQuantumPrior.Learning;

/// <summary>The machine without couplings, in closed form: Z = prod_i 2 cosh h_i and the mean of s_i is -tanh h_i.</summary>
internal sealed class IndependentSpins : INegativePhase
{
    private float[] _means = [];

    public NegativePhaseFigures Estimate(BoltzmannPrior prior, long step, SpinMoments moments, CancellationToken cancel)
    {
        Array.Resize(ref _means, prior.H.Length);
        double energy = 0, logPartition = 0;
        for (int i = 0; i < _means.Length; i++)
        {
            double h = prior.H[i], mean = -Math.Tanh(h);
            _means[i] = (float)mean;
            energy += h * mean;
            logPartition += Math.Abs(h) + Math.Log(1 + Math.Exp(-2 * Math.Abs(h)));
        }

        moments.Set(_means);
        return new(energy, logPartition);
    }

    public int Energies(Span<double> energies) => 0;

    public void Write(BinaryWriter target)
    {
        // a closed form remembers nothing
    }

    public void Read(BinaryReader source)
    {
    }
}

using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>Consecutive chains with weights that make up for their lag behind a machine, and the log Z that these tell.</summary>
/// <param name="all">The chains, among others.</param>
/// <param name="first">Number of the first of the group.</param>
/// <param name="count">How many they are.</param>
internal sealed class ChainGroup(IPersistentChains all, int first, int count)
{
    /// <summary>Chains are resampled where the effective part of them is smaller.</summary>
    private const double ResampleBelow = 0.6;

    private readonly ChainWeights _weights = new(count);
    private readonly double[] _rises = new double[count];
    private sbyte[] _copies = [];

    /// <summary>Where they stand, one after the other.</summary>
    public ReadOnlySpan<sbyte> Spins => all.Spins.Slice(first * SpinsOfOne, count * SpinsOfOne);

    /// <summary>One per chain, at least 0, with sum 1.</summary>
    public ReadOnlySpan<double> Weights => _weights.Values;

    /// <summary>The running estimate of log Z.</summary>
    public double LogPartition { get; set; }

    /// <summary>
    /// Effective sample size of the weights as a part of the number of chains, as the last <see cref="Follow"/> found it: afterwards, where
    /// it resampled them, the weights are equal and tell nothing.
    /// </summary>
    public double EffectiveShare { get; private set; } = 1;

    private int SpinsOfOne { get; } = all.Spins.Length / all.Count;

    /// <summary>
    /// After the machine has changed, and before the chains are swept: updates their weights, and resamples them where too few count.
    /// </summary>
    /// <param name="rises">By how much the energy of each of all chains rises.</param>
    /// <param name="seed">Seed of the resampling.</param>
    public void Follow(ReadOnlySpan<float> rises, ulong seed)
    {
        for (int r = 0; r < count; r++)
        {
            _rises[r] = rises[first + r];
        }

        LogPartition += _weights.Follow(_rises);
        EffectiveShare = _weights.EffectiveSize / count;
        if (EffectiveShare < ResampleBelow)
        {
            Array.Resize(ref _copies, Spins.Length);
            _weights.Resample(seed, Spins, _copies);
            all.Place(first, _copies);
        }
    }

    /// <summary>Puts the chains at draws of the machine, which count alike.</summary>
    public void Place(ReadOnlySpan<sbyte> draws, double logPartition)
    {
        all.Place(first, draws);
        _weights.SetEqual();
        LogPartition = logPartition;
    }

    /// <summary>Draws fair coins, whose log Z is n log 2.</summary>
    public void Toss(ulong seed, ulong stream)
    {
        float[] uniforms = new float[Spins.Length];
        new UniformStream(seed, stream).Fill(uniforms);
        all.Place(first, Array.ConvertAll(uniforms, u => (sbyte)(u < 0.5f ? -1 : 1)));
        LogPartition = SpinsOfOne * Math.Log(2);
    }

    /// <summary>Stores weights and log Z; the spins are stored with those of all chains.</summary>
    public void Write(BinaryWriter target)
    {
        target.WriteDoubles(Weights);
        target.Write(LogPartition);
    }

    /// <summary>Restores what <see cref="Write"/> stored.</summary>
    public void Read(BinaryReader source)
    {
        double[] weights = source.ReadDoubles();
        BinaryArrays.Expect(weights.Length == count && Array.TrueForAll(weights, weight => weight is >= 0 and <= 1), $"{count} weights");
        _weights.Set(weights);
        LogPartition = source.ReadDouble();
    }
}

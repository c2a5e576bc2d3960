namespace MLNetQuantumPrior.Learning;

/// <summary>Gaussian latents under the standard normal distribution, which has nothing to learn.</summary>
internal sealed class TrainedGaussianPrior(int latentSize, TrainingOptions options) : ITrainedPrior
{
    private readonly GaussianBottleneck _bottleneck = new(latentSize, options.MaxDegreeOfParallelism);
    private double _kl;
    private long _rows;

    public double? LogPartition => latentSize * Math.Log(Math.Tau) / 2;

    public IBottleneck Bottleneck => _bottleneck;

    public void Begin(UniformStream noise, double klWeight, bool areBitsHard) =>
        (_bottleneck.Noise, _bottleneck.KlWeight) = (noise, (float)klWeight);

    public void EstimateNegativePhase(long step, CancellationToken cancel)
    {
        // no parameters, so no gradient
    }

    public void Update(double learningRate)
    {
    }

    public double? EndStep(int rows)
    {
        _kl += _bottleneck.Kl * rows;
        _rows += rows;
        return _bottleneck.Kl;
    }

    public EpochReport EndEpoch(EpochReport report)
    {
        double kl = _kl / _rows;
        (_kl, _rows) = (0, 0);
        return report with { Kl = kl };
    }

    public ReadOnlySpan<float> Parameters => [];

    public BmVaeModel ToModel(VaeArchitecture architecture, ModelSnapshot learned) => BmVaeModel.Gaussian(architecture, learned.Networks);

    public void Write(BinaryWriter target)
    {
        // the sums are those of an epoch, and start again with the next
    }

    public void Read(BinaryReader source)
    {
    }
}

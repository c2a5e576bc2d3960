namespace MLNetQuantumPrior.Learning;

/// <summary>Gaussian latents under the standard normal law, which has nothing to learn.</summary>
internal sealed class GaussianLatents(int latentSize, TrainingOptions options) : ITrainedPrior
{
    private readonly GaussianBottleneck _bottleneck = new(latentSize, options.MaxDegreeOfParallelism);
    private double _kl;
    private long _rows;

    public IBottleneck Bottleneck => _bottleneck;

    public void Begin(UniformStream noise, double klWeight) => (_bottleneck.Noise, _bottleneck.KlWeight) = (noise, (float)klWeight);

    public double? Learn(long step, int rows, double learningRate, CancellationToken cancel)
    {
        _kl += _bottleneck.Kl * rows;
        _rows += rows;
        return _bottleneck.Kl;
    }

    public PriorReport EndEpoch()
    {
        var report = new PriorReport(_kl / _rows, Boltzmann: null);
        (_kl, _rows) = (0, 0);
        return report;
    }

    public ReadOnlySpan<float> Parameters => [];

    public BmVaeModel ToModel(VaeArchitecture architecture, ModelSnapshot learned) => BmVaeModel.Gaussian(architecture, learned.Networks);

    public void Write(BinaryWriter target)
    {
        // the sums are those of an epoch, and start anew with it
    }

    public void Read(BinaryReader source)
    {
    }
}

namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>An engine that cancels the training from within a step, counted from 1 over all of its networks.</summary>
internal sealed class CancellingEngine(ITrainingEngine inner, int step) : ITrainingEngine
{
    private readonly CancellationTokenSource _source = new();

    public CancellationToken Cancel => _source.Token;

    /// <summary>Steps begun so far.</summary>
    public int Steps { get; private set; }

    /// <summary>Networks that were made and not yet disposed.</summary>
    public int LiveNetworks { get; private set; }

    public IVaeNetwork Create(VaeArchitecture architecture, ulong seed)
    {
        IVaeNetwork network = inner.Create(architecture, seed);
        LiveNetworks++;
        return new Network(network, this);
    }

    private void CountStep()
    {
        if (++Steps == step)
        {
            _source.Cancel();
        }
    }

    private sealed class Network(IVaeNetwork inner, CancellingEngine engine) : IVaeNetwork
    {
        public VaeArchitecture Architecture => inner.Architecture;

        public void Encode(ReadOnlySpan<float> features, Span<float> logits) => inner.Encode(features, logits);

        public void Decode(ReadOnlySpan<float> latents, Span<float> outputs) => inner.Decode(latents, outputs);

        public StepReport Step(ReadOnlySpan<float> features, IBottleneck bottleneck, double learningRate)
        {
            engine.CountStep();
            return inner.Step(features, bottleneck, learningRate);
        }

        public void GetParameters(Span<float> destination) => inner.GetParameters(destination);

        public void SetParameters(ReadOnlySpan<float> parameters) => inner.SetParameters(parameters);

        public void GetGradients(Span<float> destination) => inner.GetGradients(destination);

        public OptimizerState GetOptimizerState() => inner.GetOptimizerState();

        public void SetOptimizerState(OptimizerState state) => inner.SetOptimizerState(state);

        public void Dispose()
        {
            inner.Dispose();
            engine.LiveNetworks--;
        }
    }
}

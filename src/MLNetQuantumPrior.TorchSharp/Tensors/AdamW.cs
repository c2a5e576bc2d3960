using System.Runtime.InteropServices;
using MLNetQuantumPrior.Learning;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetQuantumPrior.Torch;

/// <summary>
/// The steps of <see cref="SimdEngine"/>: Adam with bias correction and the usual constants, decoupled weight decay on weights, and a bound
/// on the gradient's norm.
/// </summary>
/// <remarks>
/// torch.optim.AdamW computes the same, but passes over the weights once more, to decay them by nothing (11.5 against 8.5 ms for the
/// weights of 784-512-256-128 on one thread), counts steps for each tensor, and only takes what is a Parameter.
/// </remarks>
internal sealed class AdamW : IDisposable
{
    private const double Beta1 = .9;
    private const double Beta2 = .999;
    private const double Epsilon = 1e-8;

    private readonly ImmutableArray<NetworkTensor> _tensors;
    private readonly Tensor?[] _means;
    private readonly Tensor?[] _variances;
    private readonly double _decay;
    private readonly double _maxNorm;

    public AdamW(ImmutableArray<NetworkTensor> tensors, double decay, double maxNorm)
    {
        (_tensors, _decay, _maxNorm) = (tensors, decay, maxNorm);
        _means = [.. tensors.Select(Zeros)];
        _variances = [.. tensors.Select(Zeros)];

        static Tensor? Zeros(NetworkTensor tensor) =>
            tensor.IsTrained ? torch.zeros_like(tensor.Value, requires_grad: false).DetachFromDisposeScope() : null;
    }

    /// <summary>Number of steps so far.</summary>
    public int Steps { get; private set; }

    /// <summary>What it remembers, as a copy; 0 for what is not trained.</summary>
    public OptimizerState State
    {
        get => new(Steps, Read(_means), Read(_variances));
        set
        {
            Steps = value.Steps;
            Write(_means, value.Means.AsSpan());
            Write(_variances, value.Variances.AsSpan());
        }
    }

    /// <summary>One step.</summary>
    /// <param name="gradients">One a tensor; null where the loss does not depend on it.</param>
    /// <param name="learningRate">The step size.</param>
    public void Step(IReadOnlyList<Tensor?> gradients, double learningRate)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradient = torch.no_grad();
        Steps++;
        double scale = GradientScale(gradients);
        double stepSize = learningRate / (1 - Math.Pow(Beta1, Steps));
        double varianceScale = 1 / Math.Sqrt(1 - Math.Pow(Beta2, Steps));
        for (int k = 0; k < gradients.Count; k++)
        {
            if (gradients[k] is not { } gradient || _means[k] is not { } mean || _variances[k] is not { } variance)
            {
                continue;
            }

            Tensor weights = _tensors[k].Value;
            if (_decay > 0 && _tensors[k].IsDecayed)
            {
                weights.mul_(1 - (learningRate * _decay));
            }

            mean.mul_(Beta1).add_(gradient, (1 - Beta1) * scale);
            variance.mul_(Beta2).addcmul_(gradient, gradient, (1 - Beta2) * scale * scale);
            weights.addcdiv_(mean, variance.sqrt().mul_(varianceScale).add_(Epsilon), -stepSize);
        }
    }

    public void Dispose()
    {
        foreach (Tensor? tensor in _means.Concat(_variances))
        {
            tensor?.Dispose();
        }
    }

    private double GradientScale(IReadOnlyList<Tensor?> gradients)
    {
        if (double.IsPositiveInfinity(_maxNorm))
        {
            return 1;
        }

        double squares = gradients.OfType<Tensor>().Sum(gradient => Math.Pow(gradient.norm().cpu().item<float>(), 2));
        return Math.Min(1, _maxNorm / Math.Sqrt(squares));
    }

    private ImmutableArray<float> Read(Tensor?[] moments)
    {
        var values = new float[_tensors.Sum(tensor => tensor.Length)];
        int offset = 0;
        for (int k = 0; k < moments.Length; k++)
        {
            if (moments[k] is { } moment)
            {
                _tensors[k].Read(moment, values.AsSpan(offset, _tensors[k].Length));
            }

            offset += _tensors[k].Length;
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(values);
    }

    private void Write(Tensor?[] moments, ReadOnlySpan<float> values)
    {
        for (int k = 0; k < moments.Length; k++)
        {
            if (moments[k] is { } moment)
            {
                _tensors[k].Write(moment, values[.._tensors[k].Length]);
            }

            values = values[_tensors[k].Length..];
        }
    }
}

using MLNetQuantumPrior.Learning;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MLNetQuantumPrior.Torch;

/// <summary>
/// -log p(x|z) of rows, differentiable, and the likelihood's own parameters: one log variance a feature where that is learned.
/// </summary>
internal sealed class LikelihoodLosses(Likelihood likelihood, Device device) : IDisposable
{
    private readonly Tensor _learned =
        torch.zeros(likelihood.LearnedVariances, ScalarType.Float32, device, requires_grad: true).DetachFromDisposeScope();

    /// <summary>The learned variances' parameters, if there are any.</summary>
    public ImmutableArray<NetworkTensor> Tensors =>
        likelihood.LearnedVariances > 0 ? [new NetworkTensor(_learned, isTrained: true)] : [];

    /// <summary>The loss of each row, a sum over features. [rows, features] -> [rows]</summary>
    /// <param name="outputs">The decoder's outputs.</param>
    /// <param name="features">What they should foretell.</param>
    public Tensor Of(Tensor outputs, Tensor features)
    {
        if (likelihood.IsBernoulli)
        {
            return Bernoulli(outputs, features);
        }

        Tensor? losses = null;
        int learned = 0;
        foreach ((SlotGroup group, SlotRange range) in likelihood.Groups.Zip(likelihood.Ranges))
        {
            Tensor o = outputs.narrow(1, range.First, range.Count), x = features.narrow(1, range.First, range.Count);
            Tensor loss = group switch
            {
                BernoulliSlots => Bernoulli(o, x),
                GaussianSlots { Variance: { } variance } => Gaussian(o, x, torch.full([range.Count], variance, ScalarType.Float32, device)),
                GaussianSlots => Gaussian(o, x, _learned.narrow(0, learned, range.Count).exp() + GaussianSlots.VarianceFloor),
                CategoricalSlots => -(x * o.log_softmax(1)).sum(1),
                _ => throw new ArgumentException($"Features {group}: the TorchSharp engine does not know this distribution."),
            };
            losses = losses is null ? loss : losses + loss;
            learned += group is GaussianSlots { Variance: null } ? range.Count : 0;
        }

        return losses!;
    }

    /// <summary>Squared residual of each feature of a learned variance, mean over rows. [rows, features] -> [variances]</summary>
    /// <param name="outputs">As given to <see cref="Of"/>, without a gradient.</param>
    /// <param name="features">As given to <see cref="Of"/>.</param>
    public Tensor MeanSquares(Tensor outputs, Tensor features)
    {
        IEnumerable<SlotRange> learned = likelihood.Groups.Zip(likelihood.Ranges)
            .Where(group => group.First is GaussianSlots { Variance: null }).Select(group => group.Second);
        Tensor difference = outputs - features;
        return torch.cat([.. learned.Select(range => difference.narrow(1, range.First, range.Count).square().mean([0]))]);
    }

    public void Dispose() => _learned.Dispose();

    private static Tensor Bernoulli(Tensor logits, Tensor x) =>
        functional.binary_cross_entropy_with_logits(logits, x, reduction: Reduction.None).sum(1);

    /// <param name="means">[rows, features]</param>
    /// <param name="x">[rows, features]</param>
    /// <param name="variances">[features]</param>
    private static Tensor Gaussian(Tensor means, Tensor x, Tensor variances)
    {
        Tensor difference = x - means;
        return ((difference * difference / variances) + (variances * (2 * Math.PI)).log()).sum(1) / 2;
    }
}

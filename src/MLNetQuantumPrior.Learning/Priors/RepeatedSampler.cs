using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Lets another sampler go on from its own answer a number of times: so many times the sweeps, whatever the sampler calls a sweep.
/// </summary>
internal sealed class RepeatedSampler(IIsingSampler inner, Func<int> rounds) : IIsingSampler
{
    public SampleSet Sample(IsingModel model, SampleRequest request, CancellationToken cancel = default)
    {
        SampleSet answer = inner.Sample(model, request, cancel);
        int count = rounds();
        for (int round = 1; round < count && answer.State is { } state; round++)
        {
            var next = request with { InitialStates = null, Continue = state, Seed = RandomUse.Round(request.Seed, round) };
            answer = inner.Sample(model, next, cancel);
        }

        return answer;
    }
}

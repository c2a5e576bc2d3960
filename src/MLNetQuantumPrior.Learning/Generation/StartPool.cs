using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>Draws of one model that generated rows start from: drawn when first needed, once. Safe for concurrent calls.</summary>
/// <param name="model">The model.</param>
/// <param name="sampler">Draws from it.</param>
/// <param name="sweeper">Decorrelates rows from their starts.</param>
/// <param name="options">How to generate.</param>
/// <param name="size">Number of draws, at least 1.</param>
/// <param name="number">Number of the pool, which seeds its random numbers.</param>
internal sealed class StartPool(
    IsingModel model, IIsingSampler sampler, BlockGibbsSampler sweeper, GenerationOptions options, int size, int number)
{
    private readonly Lock _drawing = new();
    private SpinMatrix? _draws;

    public IsingModel Model => model;

    /// <summary>Draws a configuration for each row.</summary>
    /// <param name="starts">Which draw of the pool each row starts from, within [0, 1): each draw has the same chance.</param>
    /// <param name="ids">Names of the rows, which seed their random numbers.</param>
    /// <param name="round">The round of acceptance.</param>
    /// <param name="cancel">Ends the call.</param>
    public SpinMatrix Draw(ReadOnlySpan<float> starts, ReadOnlySpan<ulong> ids, int round, CancellationToken cancel)
    {
        int n = model.SpinCount;
        SpinMatrix draws = Draws(cancel);
        sbyte[] spins = new sbyte[ids.Length * n];
        for (int k = 0; k < ids.Length; k++)
        {
            draws[(int)((double)starts[k] * draws.Rows)].CopyTo(spins.AsSpan(k * n));
        }

        return sweeper.Sample(
            model,
            new(ids.Length, RandomUse.Decorrelation(options.Seed, number, round))
            {
                Beta = options.EffectiveBeta,
                InitialStates = new(ids.Length, n, spins),
                Streams = [.. ids],
            },
            cancel).Spins;
    }

    /// <summary>The draws. Callers that come meanwhile wait; a call that is cancelled or fails leaves the pool to the next one.</summary>
    public SpinMatrix Draws(CancellationToken cancel)
    {
        lock (_drawing)
        {
            return _draws ??= sampler.SampleChecked(
                model, new(size, RandomUse.Pool(options.Seed, number)) { Beta = options.EffectiveBeta }, cancel).Spins;
        }
    }
}

/// <summary>The distribution of the latents of a class: a mixture of its pools.</summary>
/// <param name="Pools">One per machine.</param>
/// <param name="Shares">How likely each is; they add up to 1.</param>
internal sealed record PoolMixture(ImmutableArray<StartPool> Pools, ImmutableArray<double> Shares)
{
    /// <summary>The number of a pool, each as likely as its share.</summary>
    /// <param name="uniform">Uniform in [0, 1).</param>
    public int Choose(float uniform) => WeightedChoice.Of(Shares.AsSpan(), uniform);
}

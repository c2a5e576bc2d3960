using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Experiments;

/// <summary>Options with nothing set but the prior, the seed and the number of threads, which no result depends on.</summary>
internal static class Defaults
{
    public static BmVaeEstimator.Options Of(PriorKind prior, ulong seed)
    {
        var options = new BmVaeEstimator.Options { Prior = prior, Seed = seed };
        return options with
        {
            Training = options.Training with { MaxDegreeOfParallelism = 1 },
            Engine = options.Engine is SimdEngine engine ? engine with { MaxDegreeOfParallelism = 1 } : options.Engine,
            Sampler = options.Sampler is BlockGibbsSampler gibbs ? gibbs with { MaxDegreeOfParallelism = 1 } : options.Sampler,
        };
    }

    /// <summary>As in the results.</summary>
    public static string NameOf(PriorKind prior) => prior == PriorKind.Gaussian ? "gaussian" : "boltzmann";
}

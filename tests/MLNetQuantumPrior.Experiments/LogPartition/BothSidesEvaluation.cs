using MLNetQuantumPrior.Demo;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Experiments;

/// <summary>How near log Z from below and from above come to each other, and to the exact value where that is known.</summary>
internal static class BothSidesEvaluation
{
    private static readonly int[] Temperatures = [100, 1000, 4000];

    /// <summary>Anneals with seeds from 1, and writes logz-sides.json.</summary>
    public static void Run(string folder, int seeds)
    {
        var rows = new List<ResultRow>();
        foreach (KnownModel known in KnownModel.Moderate().Append(KnownModel.Ferromagnet()))
        {
            rows.AddRange(Of(known.Name, known.Model, known.Beta, seeds));
            rows.Add(new(known.Name, "exact", "from_below", Seed: 1, known.LogPartition));
            rows.Add(new(known.Name, "exact", "from_above", Seed: 1, known.LogPartition));
        }

        BmVaeModel digits = BmVaeModel.Load(Path.Combine(Checkout.Root, "models", "mnist-digits.bmvae"));
        rows.AddRange(Of("mnist-digits.bmvae", digits.Prior, beta: 1, seeds));
        Results.Of("tests/MLNetQuantumPrior.Experiments", rows).Write(Path.Combine(folder, "logz-sides.json"));
    }

    private static IEnumerable<ResultRow> Of(string name, IsingModel model, double beta, int seeds)
    {
        foreach (int temperatures in Temperatures)
        {
            for (int seed = 1; seed <= seeds; seed++)
            {
                var annealing = new AnnealedImportanceSampling { Temperatures = temperatures, Backwards = true };
                LogPartitionEstimate sides = annealing.Estimate(model, (ulong)seed, beta);
                Console.WriteLine($"{name}, {temperatures} temperatures, seed {seed}: {sides}");
                string method = $"{temperatures} temperatures";
                yield return new(name, method, "from_below", (ulong)seed, sides.Value);
                yield return new(name, method, "from_above", (ulong)seed, sides.Above?.Value ?? double.NaN);
                yield return new(name, method, "warned", (ulong)seed, sides.Warning is null ? 0 : 1);
            }
        }
    }
}

using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>Compares fresh draws of machines with the moments of codes.</summary>
/// <remarks>Several runs of an annealer, since only their scatter tells how far the mean of them is to be trusted.</remarks>
/// <param name="codes">Moments of the codes, on the machines' graph.</param>
/// <param name="codeNoise">Share of their variance that the moments of the codes have as noise: 0 where all rows were taken.</param>
/// <param name="population">Draws of a run.</param>
/// <param name="seed">Seed of the training.</param>
/// <param name="threads">Most threads.</param>
internal sealed class PriorChecker(TargetMoments codes, double codeNoise, int population, ulong seed, int threads)
{
    private const int Runs = 4;

    /// <summary>sqrt(2 / pi), the mean size of a normal number of deviation 1.</summary>
    private const double MeanOfNormal = 0.7978845608;

    private readonly PopulationAnnealingSampler _sampler = FreshDraws.Sampler(population, threads);

    /// <summary>Checks a machine.</summary>
    /// <returns>What was found, with log Z; null where the machine cannot be drawn from.</returns>
    public CheckedMachine? CheckOrNull(IsingModel model, CancellationToken cancel)
    {
        int spins = model.SpinCount;
        var moments = new SpinMoments(PairSums.For(model.Graph, threads));
        double[] sums = new double[codes.Values.Length], squares = new double[sums.Length];
        double logPartition = 0;
        float[] difference = new float[sums.Length];
        for (int run = 0; run < Runs; run++)
        {
            if (_sampler.OrNull(model, population, RandomUse.PriorCheck(seed, run), cancel) is not { } draws)
            {
                return null;
            }

            logPartition += draws.LogPartition.Value / Runs;
            moments.Set(draws.Spins.AsSpan());
            moments.SubtractFrom(codes.Values, difference);
            for (int k = 0; k < sums.Length; k++)
            {
                sums[k] += difference[k];
                squares[k] += difference[k] * (double)difference[k];
            }
        }

        (double bits, double bitNoise) = Mean(0, spins);
        (double pairs, double pairNoise) = Mean(spins, sums.Length);
        return new(model, new(bits, pairs) { BitNoise = bitNoise, PairNoise = pairNoise }, ExactOrNull(model) ?? logPartition);

        static double? ExactOrNull(IsingModel model) => model.SpinCount <= EnumeratedLogPartition.MaxSpins
            ? new EnumeratedLogPartition(model.Graph).Of(
                [.. model.Fields.Select(field => (float)field)], [.. model.Couplings.Select(coupling => (float)coupling)])
            : null;

        (double Error, double Noise) Mean(int first, int end)
        {
            double error = 0, noise = 0;
            for (int k = first; k < end; k++)
            {
                double mean = sums[k] / Runs;
                double ofDraws = Math.Max(0, (squares[k] / Runs) - (mean * mean)) / (Runs - 1);
                double ofCodes = codeNoise * (1 - (codes.Values[k] * (double)codes.Values[k]));
                error += Math.Abs(mean) / 2; // a bit is half a spin, and s_i s_j = 1 where two are equal
                noise += MeanOfNormal * Math.Sqrt(ofDraws + ofCodes) / 2;
            }

            int count = Math.Max(1, end - first);
            return (error / count, noise / count);
        }
    }
}

/// <summary>A machine, and how far it is from the codes.</summary>
/// <param name="Model">The machine.</param>
/// <param name="Check">What fresh draws of it showed.</param>
/// <param name="LogPartition">log Z of it.</param>
internal sealed record CheckedMachine(IsingModel Model, PriorCheck Check, double LogPartition)
{
    /// <summary>E_q[E] + log Z, mean over rows: the KL but for the entropy, on which the machine has no influence.</summary>
    public double CrossEntropy(TargetMoments codes)
    {
        double energy = 0;
        int spins = Model.SpinCount;
        for (int k = 0; k < codes.Values.Length; k++)
        {
            energy += (double)codes.Values[k] * (k < spins ? Model.Fields[k] : Model.Couplings[k - spins]);
        }

        return energy + LogPartition;
    }
}

using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Experiments;

/// <summary>
/// log p(x) by annealed importance sampling from q(z|x) to p(z|x): a bound like the importance-weighted one, and much tighter where q is
/// far from the posterior. Between the two lie q(z|x) w(z)^beta with w(z) = p(x, z) / q(z|x), and a step of Metropolis draws some of the
/// latents from q again, which leaves w alone to decide.
/// </summary>
/// <param name="Chains">Annealing runs of each row.</param>
/// <param name="Temperatures">Steps of a run.</param>
internal sealed record PosteriorAnnealing(int Chains = 16, int Temperatures = 1000)
{
    /// <summary>A step draws this part of the latents again: all of them, half, a quarter and so on, by turns.</summary>
    private const int Parts = 7;

    private const int RowsAtOnce = 16;
    private const ulong Mixer = 0x9e3779b97f4a7c15;

    /// <summary>Mean over rows of log p(x), but for the prior's log Z, which is left in. <c>rows: [count, features]</c></summary>
    /// <param name="model">The model; its likelihood is Bernoulli, its features are not scaled.</param>
    /// <param name="rows">Rows; grey ones are made binary as <see cref="ModelEvaluation"/> makes them.</param>
    /// <param name="seed">Seed of all randomness.</param>
    public double Measure(BmVaeModel model, FeatureMatrix rows, ulong seed)
    {
        double sum = 0;
        for (int first = 0; first < rows.Rows; first += RowsAtOnce)
        {
            int count = (int)Math.Min(RowsAtOnce, rows.Rows - first);
            float[] some = rows.Slice(first, first + count).ToArray();
            for (int k = 0; k < count; k++)
            {
                var random = new UniformStream(seed, RandomUse.Binarization(first + k));
                model.Architecture.Likelihood.Binarize(random, some.AsSpan(k * rows.Columns, rows.Columns));
            }

            sum += Anneal(model, some, count, first, seed).Sum();
        }

        return sum / rows.Rows;
    }

    /// <summary>log p(x) of each row, with log Z left in.</summary>
    private double[] Anneal(BmVaeModel model, float[] rows, int count, int first, ulong seed)
    {
        VaeArchitecture networks = model.Architecture;
        float[] oneCode = new float[count * networks.CodeSize];
        model.EncodeScaled(rows, oneCode);
        float[] codes = Repeat(oneCode, networks.CodeSize), targets = Repeat(rows, networks.InputSize);
        ILatentScorer scorer = ModelEvaluation.LatentScorer(model);
        var likelihood = new LikelihoodPass(networks.Likelihood, threads: 1);
        int chains = count * Chains, size = networks.LatentSize;
        float[] outputs = new float[targets.Length];
        double[] nats = new double[chains], sums = new double[chains];

        float[] latents = scorer.Draw(codes, samples: 1, seed, first * Chains);
        double[] logWeights = LogWeights(latents);
        float[] proposals = new float[latents.Length], uniforms = new float[latents.Length + chains];
        for (int step = 1; step <= Temperatures; step++)
        {
            for (int chain = 0; chain < chains; chain++)
            {
                sums[chain] += logWeights[chain] / Temperatures;
            }

            double beta = (double)step / Temperatures, part = Math.ScaleB(1, -(step % Parts));
            ulong stepSeed = seed ^ (Mixer * (ulong)step);
            float[] fresh = scorer.Draw(codes, samples: 1, stepSeed, first * Chains);
            new UniformStream(stepSeed, RandomUse.Step(first)).Fill(uniforms);
            for (int i = 0; i < latents.Length; i++)
            {
                proposals[i] = uniforms[i] < part ? fresh[i] : latents[i];
            }

            double[] proposed = LogWeights(proposals);
            for (int chain = 0; chain < chains; chain++)
            {
                if (uniforms[latents.Length + chain] < Math.Exp(beta * (proposed[chain] - logWeights[chain])))
                {
                    logWeights[chain] = proposed[chain];
                    proposals.AsSpan(chain * size, size).CopyTo(latents.AsSpan(chain * size));
                }
            }
        }

        return [.. sums.Chunk(Chains).Select(LogMeanExp)];

        double[] LogWeights(float[] some)
        {
            model.DecodeOutputs(some, outputs);
            likelihood.Loss(model.LikelihoodParameters, outputs, targets, gradientScale: 0, outputs, nats);
            double[] weights = scorer.LogWeights(codes, some);
            for (int chain = 0; chain < chains; chain++)
            {
                weights[chain] -= nats[chain];
            }

            return weights;
        }

        float[] Repeat(float[] values, int width) =>
            [.. Enumerable.Range(0, count).SelectMany(row => Enumerable.Repeat(values[(row * width)..((row + 1) * width)], Chains))
                .SelectMany(part => part)];
    }

    private static double LogMeanExp(double[] values)
    {
        double largest = values.Max();
        return largest + Math.Log(values.Average(value => Math.Exp(value - largest)));
    }
}

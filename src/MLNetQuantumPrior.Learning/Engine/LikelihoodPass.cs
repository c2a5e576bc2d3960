using MLNetQuantumPrior.Learning.Kernels;

namespace MLNetQuantumPrior.Learning;

/// <summary>How the SIMD engine interprets a <see cref="Likelihood"/>. It holds scratch memory: one for each caller at a time.</summary>
internal sealed unsafe class LikelihoodPass(Likelihood likelihood, int threads)
{
    /// <summary>The loss of 8 rows of 784 features takes some 3 microseconds.</summary>
    private const int RowsPerPart = 8;

    /// <summary>So many columns of 128 rows are 256 KiB of outputs and targets.</summary>
    private const int SlotsPerPart = 256;

    private readonly float[] _variances = new float[likelihood.Slots];
    private readonly float[] _precisions = new float[likelihood.Slots];
    private readonly float[] _squares = new float[likelihood.Slots];
    private readonly float[] _meanSquares = new float[likelihood.LearnedVariances];

    /// <summary>Squared residual of each feature of a learned variance, mean over the rows of <see cref="VarianceGradient"/>.</summary>
    public ReadOnlySpan<float> MeanSquares => _meanSquares;

    /// <summary>Outputs of the decoder to the expected features, scaled, in place. <c>[rows, features]</c></summary>
    public static void Expect(Likelihood likelihood, Span<float> values, int threads)
    {
        fixed (SlotRange* groups = likelihood.Ranges.AsSpan())
        fixed (float* v = values)
        {
            LaneJob<ExpectedValues>.Run(
                new(groups, likelihood.Ranges.Length, likelihood.Slots, v), values.Length / likelihood.Slots, RowsPerPart, threads);
        }
    }

    /// <summary>-log p(x|z) of each row in nats, summed over features.</summary>
    /// <param name="learned">The likelihood's own parameters.</param>
    /// <param name="outputs">What the decoder gave. <c>[rows, features]</c></param>
    /// <param name="targets">x. <c>[rows, features]</c></param>
    /// <param name="gradientScale">Factor on the gradient.</param>
    /// <param name="gradient">Receives the gradient of the rows' sum by the outputs; may be the outputs. <c>[rows, features]</c></param>
    /// <param name="losses">Receives the losses. <c>[rows]</c></param>
    public void Loss(
        ReadOnlySpan<float> learned,
        ReadOnlySpan<float> outputs,
        ReadOnlySpan<float> targets,
        float gradientScale,
        Span<float> gradient,
        Span<double> losses)
    {
        double constant = SetPrecisions(learned);
        fixed (SlotRange* groups = likelihood.Ranges.AsSpan())
        fixed (float* o = outputs, x = targets, p = _precisions, g = gradient)
        fixed (double* l = losses)
        {
            var kernel = new LikelihoodLoss(groups, likelihood.Ranges.Length, likelihood.Slots, o, x, p, constant, gradientScale, g, l);
            LaneJob<LikelihoodLoss>.Run(kernel, losses.Length, RowsPerPart, threads);
        }
    }

    /// <summary>The gradient of the same rows' mean loss by the likelihood's own parameters, after <see cref="Loss"/> with these.</summary>
    /// <param name="learned">The parameters w: variance v = floor + exp(w).</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="outputs">As given to <see cref="Loss"/>, which must not have overwritten it.</param>
    /// <param name="targets">As given to <see cref="Loss"/>.</param>
    /// <param name="gradient">Receives the gradient. <c>[LearnedVariances]</c></param>
    public void VarianceGradient(
        ReadOnlySpan<float> learned, int rows, ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Span<float> gradient)
    {
        int next = 0;
        for (int k = 0; k < likelihood.Groups.Length; k++)
        {
            if (likelihood.Groups[k] is not GaussianSlots { Variance: null })
            {
                continue;
            }

            (_, int first, int count) = likelihood.Ranges[k];
            fixed (float* o = outputs[first..], x = targets[first..], sums = _squares.AsSpan(first))
            {
                Elements.Run(new SquaredResiduals(rows, likelihood.Slots, o, x, sums), count, SlotsPerPart, threads);
            }

            for (int slot = first; slot < first + count; slot++, next++)
            {
                // the loss is (log v + r / v) / 2 with r the mean of the squares, and dv/dw = exp(w)
                double precision = _precisions[slot], r = _squares[slot] / (double)rows;
                _meanSquares[next] = (float)r;
                gradient[next] = (float)(Math.Exp(learned[next]) * precision * (1 - (r * precision)) / 2);
            }
        }
    }

    /// <summary>What the loss of every row begins with: the sum of log(2 pi v) / 2.</summary>
    private double SetPrecisions(ReadOnlySpan<float> learned)
    {
        double sum = 0;
        likelihood.Variances(learned, _variances);
        foreach (SlotRange group in likelihood.Ranges)
        {
            if (group.Kind == SlotKind.Gaussian)
            {
                for (int slot = group.First; slot < group.First + group.Count; slot++)
                {
                    _precisions[slot] = 1 / _variances[slot];
                    sum += Math.Log(2 * Math.PI * _variances[slot]) / 2;
                }
            }
        }

        return sum;
    }
}

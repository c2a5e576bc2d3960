using System.Collections.Immutable;
using MLNetQuantumPrior.Learning.Kernels;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Tells how strange rows are to a model, as a score and as a conformal p-value. Immutable and safe for concurrent calls.
/// </summary>
/// <remarks>Nothing is random: a row's score is the same whatever rows come with it.</remarks>
public sealed class OutlierScorer
{
    private readonly BmVaeModel _model;
    private readonly OutlierCalibration _calibration;
    private readonly OutlierMeasure _measure;
    private readonly ImmutableArray<double> _heldOut;

    /// <summary>Prepares scoring.</summary>
    /// <param name="model">The model.</param>
    /// <param name="calibration">What ordinary rows look like to it.</param>
    /// <param name="measure">By what a row is called strange.</param>
    public OutlierScorer(BmVaeModel model, OutlierCalibration calibration, OutlierMeasure measure = OutlierMeasure.Combined)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(calibration);
        (_model, _calibration, _measure) = (model, calibration, measure);
        _heldOut = [.. calibration.HeldOut.Select(terms => calibration.Score(measure, terms)).Order()];
    }

    /// <summary>Scores of rows, the higher the stranger.</summary>
    /// <param name="features">Finite values in the units of the training data. <c>[rows, InputSize]</c></param>
    /// <exception cref="ArgumentException">The length is not a whole number of rows.</exception>
    public double[] Score(ReadOnlySpan<float> features) =>
        Array.ConvertAll(Terms(_model, features), terms => _calibration.Score(_measure, terms));

    /// <summary>
    /// The probability that an ordinary row gets at least this score, within (0, 1]: at most a with a probability of at most a for
    /// rows like the
    /// held-out ones.
    /// </summary>
    /// <param name="score">What <see cref="Score"/> said of the row.</param>
    public double PValue(double score) => ConformalPValue.Of(score, _heldOut);

    internal static OutlierTerms[] Terms(BmVaeModel model, ReadOnlySpan<float> features)
    {
        const int RowsAtOnce = 256;
        int width = model.Architecture.InputSize;
        if (features.Length % width != 0)
        {
            throw new ArgumentException(
                $"Features: expected whole rows of {width} values, got {features.Length} values.", nameof(features));
        }

        var terms = new OutlierTerms[features.Length / width];
        for (int first = 0; first < terms.Length; first += RowsAtOnce)
        {
            int count = Math.Min(RowsAtOnce, terms.Length - first);
            Terms(model, features.Slice(first * width, count * width), terms.AsSpan(first, count));
        }

        return terms;
    }

    private static unsafe void Terms(BmVaeModel model, ReadOnlySpan<float> features, Span<OutlierTerms> terms)
    {
        int rows = terms.Length, latents = model.Architecture.LatentSize;
        float[] scaled = new float[features.Length], logits = new float[rows * latents], output = new float[features.Length];
        float[] bits = new float[logits.Length], means = new float[logits.Length];
        float[] byMean = new float[logits.Length], entropies = new float[rows];
        double[] losses = new double[rows];
        model.Scaling.Scale(features, scaled);
        model.EncodeScaled(scaled, logits);                                  // [rows, features] -> [rows, latents]
        for (int i = 0; i < logits.Length; i++)
        {
            bits[i] = logits[i] > 0 ? 1 : 0;
        }

        model.DecodeOutputs(bits, output);                                   // [rows, latents] -> [rows, features]
        var likelihood = new LikelihoodPass(model.Architecture.Likelihood, threads: 1);
        likelihood.Loss(model.LikelihoodParameters, output, scaled, gradientScale: 0, output, losses);
        fixed (float* l = logits, m = means, h = entropies)
        {
            new PosteriorMeans(latents, l, m, h).Run<Lane>(0, rows);
        }

        ReadOnlySpan<float> fields = model.Prior.Fields.AsSpan();
        PairSums.For(model.Prior.Graph, threads: 1).Fields(model.Prior.Couplings.AsSpan(), means, byMean);
        for (int row = 0; row < rows; row++)
        {
            double energy = 0;
            for (int i = 0; i < latents; i++)
            {
                int k = (row * latents) + i;
                energy += means[k] * (fields[i] + (0.5 * byMean[k]));
            }

            terms[row] = new((float)losses[row], (float)energy, entropies[row]);
        }
    }
}

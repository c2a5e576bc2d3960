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
        Array.ConvertAll(Terms(_model, _model.Scaling, features), terms => _calibration.Score(_measure, terms));

    /// <summary>
    /// The probability that an ordinary row gets at least this score, within (0, 1]: at most a with a probability of at most a for rows
    /// like the held-out ones.
    /// </summary>
    /// <param name="score">What <see cref="Score"/> said of the row.</param>
    public double PValue(double score) => ConformalPValue.Of(score, _heldOut);

    /// <summary>Terms of rows that a scaling brings to the model's scaled units.</summary>
    internal static OutlierTerms[] Terms(BmVaeModel model, SlotScaling scaling, ReadOnlySpan<float> features)
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
            Terms(model, scaling, features.Slice(first * width, count * width), terms.AsSpan(first, count));
        }

        return terms;
    }

    private static void Terms(BmVaeModel model, SlotScaling scaling, ReadOnlySpan<float> features, Span<OutlierTerms> terms)
    {
        float[] scaled = new float[features.Length], codes = new float[terms.Length * model.Architecture.CodeSize];
        float[] output = new float[features.Length];
        double[] losses = new double[terms.Length];
        ILatentScorer latents = ModelEvaluation.LatentScorer(model);
        var likelihood = new LikelihoodPass(model.Architecture.Likelihood, threads: 1);

        scaling.Scale(features, scaled);
        model.EncodeScaled(scaled, codes);                       // [rows, features] -> [rows, code]
        CodeTerms[] code = latents.Terms(codes);
        model.DecodeOutputs(latents.MostLikely(codes), output);  // [rows, latents] -> [rows, features]
        likelihood.Loss(model.LikelihoodParameters, output, scaled, gradientScale: 0, output, losses);
        for (int row = 0; row < terms.Length; row++)
        {
            terms[row] = new((float)losses[row], (float)code[row].Energy, (float)code[row].Entropy);
        }
    }
}

/// <summary>What the outlier measures of a row are made of, in nats.</summary>
/// <param name="Reconstruction">-log p(x|z) at the most likely code.</param>
/// <param name="PriorEnergy">E_q[E].</param>
/// <param name="Entropy">H(q).</param>
public readonly record struct OutlierTerms(float Reconstruction, float PriorEnergy, float Entropy);

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Tells how strange rows are to a model, as a score and as a conformal p-value. Immutable and safe for concurrent calls.
/// </summary>
/// <remarks>Nothing is random: a row's score is the same whatever rows come with it.</remarks>
public sealed class OutlierScorer
{
    private readonly OutlierTermReader _terms;
    private readonly OutlierWeights _weights;
    private readonly ImmutableArray<double> _heldOut;

    /// <summary>Prepares scoring.</summary>
    /// <param name="model">The model.</param>
    /// <param name="calibration">What ordinary rows look like to it.</param>
    /// <param name="measure">
    /// By what a row is called strange. Null: <see cref="OutlierMeasure.Combined"/>, or with a Gaussian prior
    /// <see cref="OutlierMeasure.FreeEnergy"/>.
    /// </param>
    /// <exception cref="InvalidOperationException">The calibration is of an older release, or lacks what the measure takes.</exception>
    public OutlierScorer(BmVaeModel model, OutlierCalibration calibration, OutlierMeasure? measure = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(calibration);
        _terms = new(model, model.Scaling, calibration.Codes, calibration.IsOfFirstVersion);
        _weights = OutlierWeights.Of(measure ?? model.Kind.DefaultMeasure(), calibration);
        OutlierWeights weights = _weights;
        _heldOut = [.. calibration.HeldOut.Select(weights.Score).Order()];
    }

    /// <summary>Scores of rows, the higher the stranger.</summary>
    /// <param name="features">Finite values in the units of the training data. <c>[rows, InputSize]</c></param>
    /// <exception cref="ArgumentException">The length is not a whole number of rows.</exception>
    public double[] Score(ReadOnlySpan<float> features) => Array.ConvertAll(_terms.Of(features), terms => _weights.Score(terms));

    /// <summary>
    /// The probability that an ordinary row gets at least this score, within (0, 1]: at most a with a probability of at most a for rows
    /// like the held-out ones.
    /// </summary>
    /// <param name="score">What <see cref="Score"/> said of the row.</param>
    public double PValue(double score) => ConformalPValue.Of(score, _heldOut);
}

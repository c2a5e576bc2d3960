namespace MLNetQuantumPrior.Learning;

/// <summary>
/// What the training loop knows of a latent prior: what it puts between the networks, how it learns, what it reports, what a checkpoint
/// keeps of it.
/// </summary>
/// <remarks>
/// A step calls <see cref="Begin"/>, lets the networks step with <see cref="Bottleneck"/> and calls <see cref="EstimateNegativePhase"/>,
/// which depends on the prior alone, at the same time, then <see cref="Update"/> and <see cref="EndStep"/>.
/// </remarks>
internal interface ITrainedPrior
{
    /// <summary>log Z after the last step; null where it is not known.</summary>
    double? LogPartition { get; }

    /// <summary>What lies between encoder and decoder.</summary>
    IBottleneck Bottleneck { get; }

    /// <summary>Before the networks' step.</summary>
    /// <param name="noise">Source of the step's latent noise.</param>
    /// <param name="klWeight">Weight of the KL term in this step.</param>
    /// <param name="areBitsHard">Whether the decoder is given hard bits, where the latents are bits.</param>
    void Begin(UniformStream noise, double klWeight, bool areBitsHard);

    /// <summary>
    /// Beside the networks' step, perhaps on another thread: averages over the prior's own distribution, if it has parameters.
    /// </summary>
    /// <param name="step">Number of the step, from 0.</param>
    /// <param name="cancel">Ends the call with an <see cref="OperationCanceledException"/>.</param>
    void EstimateNegativePhase(long step, CancellationToken cancel);

    /// <summary>Moves the prior's parameters, if it has any, by the positive phase of the networks' step and the negative phase.</summary>
    /// <param name="learningRate">Adam's step size.</param>
    void Update(double learningRate);

    /// <summary>Notes the figures of the step.</summary>
    /// <param name="rows">Rows of the step: its weight in the epoch's means.</param>
    /// <returns>KL(q || p) in the step, mean over rows, nats; null where log Z is not known.</returns>
    double? EndStep(int rows);

    /// <summary>Adds the KL, and what else there is to say of the prior: means over all rows since the last call.</summary>
    EpochReport EndEpoch(EpochReport report);

    /// <summary>What it has learned, as numbers; none where it learns nothing.</summary>
    ReadOnlySpan<float> Parameters { get; }

    /// <summary>The model with all that was learned at some moment.</summary>
    BmVaeModel ToModel(VaeArchitecture architecture, ModelSnapshot learned);

    /// <summary>Stores all that the next epoch depends on.</summary>
    void Write(BinaryWriter target);

    /// <summary>Restores what <see cref="Write"/> stored.</summary>
    void Read(BinaryReader source);
}

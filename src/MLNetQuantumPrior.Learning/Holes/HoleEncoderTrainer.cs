namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Trains a <see cref="HoleEncoder"/> for a trained model, which stays as it is: each step hides some columns of some rows and asks for the
/// bits that the model's own encoder gives the whole rows.
/// </summary>
/// <remarks>
/// The loss is the cross-entropy against bits of q(z|x), x whole: up to a constant KL(q(z|x) || r(z|seen part of x)), which is least where
/// r is the mean of q over what the hidden part may be. So r covers all of what the bits may be, as a proposal should. The same seed gives
/// the same encoder bit for bit on the same machine, whatever the number of threads.
/// </remarks>
/// <param name="options">How to train.</param>
internal sealed class HoleEncoderTrainer(HoleEncoderOptions options)
{
    private const int StepsPerReport = 50;

    /// <summary>Trains a new encoder.</summary>
    /// <param name="model">A model of spins.</param>
    /// <param name="columns">Which slots belong to which column.</param>
    /// <param name="scaled">Scaled slots of the training rows, at least one row. <c>[rows, slots]</c></param>
    /// <param name="missing">
    /// Columns that are not known of a row in truth, which stay hidden; empty where all are known. <c>[rows, columns]</c>
    /// </param>
    /// <param name="seed">Seed of all randomness.</param>
    /// <param name="progress">Called every 50 steps, on the training thread.</param>
    /// <param name="cancel">Ends the training between two steps.</param>
    /// <exception cref="ArgumentException">Sizes contradict each other.</exception>
    /// <exception cref="TrainingDivergedException">The loss is no longer a finite number.</exception>
    public HoleEncoder Train(
        BmVaeModel model,
        SlotColumns columns,
        ReadOnlyMemory<float> scaled,
        ReadOnlyMemory<bool> missing,
        ulong seed,
        IProgress<HoleEncoderReport>? progress = null,
        CancellationToken cancel = default)
    {
        int rows = scaled.Length / columns.Slots, latents = model.Architecture.LatentSize;
        if (columns.Slots != model.Architecture.InputSize || rows == 0 || scaled.Length != rows * columns.Slots
            || (missing.Length != 0 && missing.Length != rows * columns.Count))
        {
            throw new ArgumentException(
                $"Rows with holes: expected whole rows of {model.Architecture.InputSize} slots and {columns.Count} columns, " +
                $"got {scaled.Length} values of rows of {columns.Slots} slots, and {missing.Length} flags.");
        }

        float[] targets = new float[rows * latents];
        model.EncodeScaled(scaled.Span, targets); // [rows, slots] -> [rows, latents], log-odds
        foreach (ref float value in targets.AsSpan())
        {
            value = 1 / (1 + MathF.Exp(-value));
        }

        var architecture = ClassifierArchitecture.Mlp(columns.InputSize, options.HiddenSizes.AsSpan(), latents);
        var network = new HoleNetwork(architecture, seed, options.MaxDegreeOfParallelism);
        var batches = new HoleBatches(columns, scaled, missing, targets, seed);
        int steps = options.StepsFor(rows), count = Math.Min(options.BatchSize, rows);
        double loss = 0;
        for (int step = 0; step < steps; step++)
        {
            cancel.ThrowIfCancellationRequested();
            HoleBatch batch = batches.Next(step, count);
            double own = network.Step(batch.Inputs, batch.Targets, count, options.LearningRate * (1 - (step / (double)steps)));
            if (!double.IsFinite(own))
            {
                throw new TrainingDivergedException(step, own, options.LearningRate);
            }

            loss += own;
            if ((step + 1) % StepsPerReport == 0)
            {
                progress?.Report(new(step + 1, steps, loss / StepsPerReport));
                loss = 0;
            }
        }

        return new(columns, architecture, network.Parameters.ToArray());
    }
}

/// <summary>What some steps of the training of a <see cref="HoleEncoder"/> showed.</summary>
/// <param name="Step">Steps so far.</param>
/// <param name="Steps">Steps in all.</param>
/// <param name="Loss">Cross-entropy, sum over bits, mean over rows of the last steps, nats.</param>
internal sealed record HoleEncoderReport(int Step, int Steps, double Loss);

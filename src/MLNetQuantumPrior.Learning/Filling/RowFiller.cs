using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Fills in what is not known of rows: pixels of an image, cells of a row, by draws from the model's distribution of them given the known
/// ones. Safe for concurrent calls.
/// </summary>
/// <remarks>
/// Codes are drawn from p(z | x_known), in proportion to p(z) p(x_known | z), and the missing slots from p(x_missing | z). A row's chains
/// start at draws of the prior that fit the known slots well; these come to count fully in a number of steps, in which chains that fit are
/// copied in place of others (annealed importance sampling with resampling); further steps follow. Each is a Metropolis step with the
/// encoder as the proposal (Mattei and Frellsen 2018), so the distribution is exact in the limit of many chains or of many steps. A row's
/// result depends on the seed, the row and its id alone.
/// </remarks>
/// <example>
/// <code>
/// var filler = new RowFiller(model, new() { Draws = 5, Seed = 1 });
/// FilledRows filled = filler.Fill(rows, known, ids);
/// </code>
/// </example>
public sealed class RowFiller
{
    /// <summary>Chains whose codes go through the networks at once: enough for matrix products at full speed.</summary>
    private const int ChainsAtOnce = 128;

    private readonly BmVaeModel _model;
    private readonly RowFillerOptions _options;
    private readonly IIsingSampler _prior;
    private readonly SlotDensities _densities;
    private readonly LikelihoodSampler _sampler;
    private readonly Lock _starting = new();
    private FillStarts? _starts;

    /// <summary>Prepares filling.</summary>
    /// <param name="model">The trained model, of spins.</param>
    /// <param name="options">How to fill; null for the defaults.</param>
    /// <param name="sampler">Draws from the prior. Null: <see cref="PopulationAnnealingSampler"/> with its defaults.</param>
    /// <exception cref="ArgumentException">The model's latents are Gaussian.</exception>
    public RowFiller(BmVaeModel model, RowFillerOptions? options = null, IIsingSampler? sampler = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model.Kind == PriorKind.Gaussian)
        {
            throw new ArgumentException(
                $"Filling: expected a model of spins, got a {model.Kind} one. Train with another '{nameof(PriorKind)}'.", nameof(model));
        }

        (_model, _options) = (model, options ?? new());
        _prior = sampler ?? new PopulationAnnealingSampler { MaxDegreeOfParallelism = _options.MaxDegreeOfParallelism };
        _densities = new(model.Architecture.Likelihood, model.LikelihoodParameters);
        _sampler = new(model.Architecture.Likelihood, model.LikelihoodParameters);
    }

    /// <summary>Fills rows.</summary>
    /// <param name="rows">
    /// Values in the units of the training data; those of slots that are not known do not matter. <c>[rows, slots]</c>
    /// </param>
    /// <param name="known">
    /// Which slots are known, of a category all or none; empty for those that are not NaN. <c>[rows, slots]</c>
    /// </param>
    /// <param name="ids">Names of the rows: the same id, row and seed give the same result again. <c>[rows]</c></param>
    /// <param name="cancel">Ends the call with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentException">A length is wrong, a category is known in part, or a known value is not finite.</exception>
    public FilledRows Fill(
        ReadOnlySpan<float> rows, ReadOnlySpan<bool> known, ReadOnlySpan<ulong> ids, CancellationToken cancel = default)
    {
        KnownRows all = KnownRows.Of(_model, rows, known, ids);
        FillStarts starts = Starts(cancel);
        int slots = _model.Architecture.InputSize, latents = _model.Architecture.LatentSize, draws = _options.Draws;
        float[] features = new float[rows.Length * draws];
        sbyte[] codes = new sbyte[all.Count * draws * latents];
        double[] energies = new double[all.Count * draws], logLikelihoods = new double[all.Count * draws], evidence = new double[all.Count];
        long taken = 0, proposed = 0;
        int rowsAtOnce = Math.Max(1, ChainsAtOnce / _options.ChainsOfRow);
        Parallel.For(
            0,
            (all.Count + rowsAtOnce - 1) / rowsAtOnce,
            new() { MaxDegreeOfParallelism = _options.MaxDegreeOfParallelism, CancellationToken = cancel },
            block =>
            {
                int first = block * rowsAtOnce, count = Math.Min(rowsAtOnce, all.Count - first);
                FillChains chains = Run(all.Slice(first, count), starts, cancel);
                Interlocked.Add(ref taken, chains.Taken);
                Interlocked.Add(ref proposed, chains.Proposed);
                ReadOnlySpan<float> completed = chains.Completed(IsSampled);
                chains.LogEvidence.CopyTo(evidence, first);
                for (int k = 0; k < count * draws; k++)
                {
                    int chain = (k / draws * _options.ChainsOfRow) + (k % draws), to = (first * draws) + k;
                    completed.Slice(chain * slots, slots).CopyTo(features.AsSpan(to * slots));
                    (energies[to], logLikelihoods[to]) = (chains.Energies[chain], chains.LogLikelihoods[chain]);
                    for (int i = 0; i < latents; i++)
                    {
                        codes[(to * latents) + i] = (sbyte)((2 * chains.Bits[(chain * latents) + i]) - 1);
                    }
                }
            });
        _model.Scaling.Invert(features);
        KeepKnown(rows, all, features);
        return new(
            [.. features], new(all.Count * draws, latents, codes), [.. energies], [.. logLikelihoods], [.. evidence],
            proposed == 0 ? 1 : (double)taken / proposed);
    }

    private bool IsSampled => new GenerationOptions { Features = _options.Features }.IsSampled(_model);

    /// <summary>Callers that come meanwhile wait; a call that is cancelled or fails leaves the draws to the next one.</summary>
    private FillStarts Starts(CancellationToken cancel)
    {
        lock (_starting)
        {
            return _starts ??= new(
                _model, _prior.SampleChecked(_model.Prior, new(_options.PoolSize, RandomUse.Pool(_options.Seed, 0)), cancel).Spins);
        }
    }

    private FillChains Run(KnownRows rows, FillStarts starts, CancellationToken cancel)
    {
        var chains = new FillChains(
            _model, _densities, _sampler, rows, _options.ChainsOfRow, RandomUse.FilledSlots(_options.Seed));
        double[] first = new double[rows.Count], betas = new double[rows.Count];
        for (int row = 0; row < rows.Count; row++)
        {
            first[row] = betas[row] = chains.Start(row, starts);
        }

        for (int step = 1; step <= _options.AnnealingSteps + _options.Steps; step++)
        {
            cancel.ThrowIfCancellationRequested();
            chains.Step(betas);
            for (int row = 0; row < rows.Count && step <= _options.AnnealingSteps; row++)
            {
                double beta = Math.Pow(first[row], 1 - (step / (double)_options.AnnealingSteps));
                chains.Reweight(row, beta - betas[row], isLast: step == _options.AnnealingSteps);
                betas[row] = beta;
            }
        }

        return chains;
    }

    /// <summary>Known values as they were given, to the last bit.</summary>
    private void KeepKnown(ReadOnlySpan<float> rows, KnownRows all, float[] features)
    {
        int slots = _model.Architecture.InputSize, draws = _options.Draws;
        for (int k = 0; k < features.Length; k++)
        {
            (int draw, int slot) = Math.DivRem(k, slots);
            if (all.Known(draw / draws)[slot])
            {
                features[k] = rows[(draw / draws * slots) + slot];
            }
        }
    }
}

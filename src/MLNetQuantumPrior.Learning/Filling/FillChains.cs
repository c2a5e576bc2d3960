using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Chains of codes of some rows, in step, on one thread: at inverse temperature b of a row they follow
/// p(z) p(x_known | z)^b p(x_missing | z), up to a factor.
/// </summary>
/// <remarks>
/// A step draws the missing slots of each chain from p(x_missing | z). It then proposes to draw some of the bits again, chosen at random,
/// from the encoder's q(z | x) of the row so completed, which is a Metropolis step: it is taken with the probability
/// min(1, [p(z') p(x_known | z')^b p(x_missing | z') q(z)] / [the same with z and z' exchanged]). Both leave the distribution as it is.
/// A row's random numbers are its own, so rows do not depend on each other.
/// </remarks>
internal sealed class FillChains
{
    /// <summary>Shares of the bits that the proposals of successive steps draw again: boldly, then carefully.</summary>
    private static readonly float[] Shares = [1, 0.5f, 0.25f, 0.12f];

    private readonly BmVaeModel _model;
    private readonly SlotDensities _densities;
    private readonly LikelihoodSampler _sampler;
    private readonly KnownRows _rows;
    private readonly int _chains, _latents, _slots;
    private readonly UniformStream[] _random; // of each row
    private readonly float[] _bits, _outputs, _filled, _logits, _proposed, _proposedOutputs;
    private readonly double[] _energies, _ofKnown, _logWeights;
    private int _steps;

    /// <param name="model">A model of spins.</param>
    /// <param name="densities">Of its slots.</param>
    /// <param name="sampler">Of its slots.</param>
    /// <param name="rows">What is known of each row.</param>
    /// <param name="chains">Chains of a row.</param>
    /// <param name="seed">Seed of the random numbers.</param>
    public FillChains(BmVaeModel model, SlotDensities densities, LikelihoodSampler sampler, KnownRows rows, int chains, ulong seed)
    {
        (_model, _densities, _sampler, _rows, _chains) = (model, densities, sampler, rows, chains);
        (_latents, _slots) = (model.Architecture.LatentSize, model.Architecture.InputSize);
        int all = rows.Count * chains;
        (_bits, _logits, _proposed) = (new float[all * _latents], new float[all * _latents], new float[all * _latents]);
        (_outputs, _filled, _proposedOutputs) = (new float[all * _slots], new float[all * _slots], new float[all * _slots]);
        (_energies, _ofKnown, _logWeights) = (new double[all], new double[all], new double[all]);
        _random = [.. rows.Ids.Select(id => new UniformStream(seed, id))];
        LogEvidence = new double[rows.Count];
    }

    /// <summary>The estimate of log p(x_known) of each row so far.</summary>
    public double[] LogEvidence { get; }

    /// <summary>Proposals that were taken.</summary>
    public long Taken { get; private set; }

    /// <summary>Proposals that were made.</summary>
    public long Proposed { get; private set; }

    /// <summary>Bits of all chains. <c>[rows * chains, latents]</c></summary>
    public ReadOnlySpan<float> Bits => _bits;

    /// <summary>log p(x_known | z) of all chains. <c>[rows * chains]</c></summary>
    public ReadOnlySpan<double> LogLikelihoods => _ofKnown;

    /// <summary>E(z) of all chains. <c>[rows * chains]</c></summary>
    public ReadOnlySpan<double> Energies => _energies;

    /// <summary>Puts a row's chains on draws of the prior, chosen by p(x_known | z)^b.</summary>
    /// <returns>b, which leaves twice as many draws to choose from as there are chains.</returns>
    public double Start(int row, FillStarts starts)
    {
        double[] logs = starts.LogLikelihoods(_densities, _rows.Values(row), _rows.Known(row));
        double beta = Weights.LargestStep(logs, most: 1, share: Math.Min(0.5, 2.0 * _chains / logs.Length));
        int[] chosen = new int[_chains];
        SystematicChoice.Of(logs, beta, Uniform(row), chosen);
        for (int k = 0; k < _chains; k++)
        {
            int chain = (row * _chains) + k;
            starts.BitsOf(chosen[k]).CopyTo(_bits.AsSpan(chain * _latents));
            starts.OutputsOf(chosen[k]).CopyTo(_outputs.AsSpan(chain * _slots));
            (_energies[chain], _ofKnown[chain]) = (starts.Energies[chosen[k]], logs[chosen[k]]);
        }

        LogEvidence[row] = Weights.LogMean(logs, beta);
        return beta;
    }

    /// <summary>
    /// Lets the known slots of a row count more; where weights differ much, copies chains that fit them in place of others.
    /// </summary>
    /// <param name="row">The row.</param>
    /// <param name="more">What is added to its inverse temperature, at least 0.</param>
    /// <param name="isLast">Whether weights are made equal in any case.</param>
    public void Reweight(int row, double more, bool isLast)
    {
        int first = row * _chains;
        Span<double> weights = _logWeights.AsSpan(first, _chains);
        for (int k = 0; k < _chains; k++)
        {
            weights[k] += more * _ofKnown[first + k];
        }

        if (!isLast && Weights.EffectiveShare(weights, power: 1) >= 0.5)
        {
            return;
        }

        LogEvidence[row] += Weights.LogMean(weights, power: 1);
        int[] chosen = new int[_chains];
        SystematicChoice.Of(weights, power: 1, Uniform(row), chosen);
        Copy(_bits, _latents);
        Copy(_outputs, _slots);
        Copy(_energies, 1);
        Copy(_ofKnown, 1);
        weights.Clear();

        void Copy<T>(T[] values, int size)
        {
            T[] own = values[(first * size)..((first + _chains) * size)];
            for (int k = 0; k < _chains; k++)
            {
                own.AsSpan(chosen[k] * size, size).CopyTo(values.AsSpan((first + k) * size));
            }
        }
    }

    /// <summary>A step of all chains.</summary>
    /// <param name="betas">Inverse temperature of each row.</param>
    public void Step(ReadOnlySpan<double> betas)
    {
        DrawMissing();
        _model.EncodeScaled(_filled, _logits);
        double[] logRatios = Propose(Shares[_steps++ % Shares.Length]);
        _model.DecodeOutputs(_proposed, _proposedOutputs);
        double[] energies = EnergiesOf(_proposed);
        for (int chain = 0; chain < logRatios.Length; chain++)
        {
            (int row, _) = Math.DivRem(chain, _chains);
            ReadOnlySpan<float> outputs = _proposedOutputs.AsSpan(chain * _slots, _slots), filled = _filled.AsSpan(chain * _slots, _slots);
            ReadOnlySpan<bool> known = _rows.Known(row);
            double ofKnown = _densities.Sum(outputs, filled, known, ofKnown: true);
            double logRatio = logRatios[chain] - energies[chain] + _energies[chain] + (betas[row] * (ofKnown - _ofKnown[chain]))
                + _densities.Sum(outputs, filled, known, ofKnown: false)
                - _densities.Sum(_outputs.AsSpan(chain * _slots, _slots), filled, known, ofKnown: false);
            if (Math.Log(Uniform(row)) < logRatio)
            {
                _proposed.AsSpan(chain * _latents, _latents).CopyTo(_bits.AsSpan(chain * _latents));
                outputs.CopyTo(_outputs.AsSpan(chain * _slots));
                (_energies[chain], _ofKnown[chain]) = (energies[chain], ofKnown);
                Taken++;
            }
        }

        Proposed += logRatios.Length;
    }

    /// <summary>The slots of all chains as the decoder expects them, or drawn, scaled; known ones as they are.</summary>
    public ReadOnlySpan<float> Completed(bool isSampled)
    {
        if (isSampled)
        {
            DrawMissing();
        }
        else
        {
            Expect();
            Keep();
        }

        return _filled;
    }

    private void DrawMissing()
    {
        Expect();
        for (int chain = 0; chain < _energies.Length; chain++)
        {
            _sampler.Draw(_random[chain / _chains], _filled.AsSpan(chain * _slots, _slots));
        }

        Keep();
    }

    private void Expect()
    {
        _outputs.CopyTo(_filled.AsSpan());
        LikelihoodPass.Expect(_model.Architecture.Likelihood, _filled, threads: 1);
    }

    private void Keep()
    {
        for (int chain = 0; chain < _energies.Length; chain++)
        {
            ReadOnlySpan<float> values = _rows.Values(chain / _chains);
            ReadOnlySpan<bool> known = _rows.Known(chain / _chains);
            for (int slot = 0; slot < _slots; slot++)
            {
                if (known[slot])
                {
                    _filled[(chain * _slots) + slot] = values[slot];
                }
            }
        }
    }

    /// <summary>Draws some bits of each chain again. Returns log q(z) - log q(z') of each.</summary>
    private double[] Propose(float share)
    {
        double[] logRatios = new double[_energies.Length];
        float[] uniforms = new float[2 * _latents], probabilities = new float[_latents];
        for (int chain = 0; chain < logRatios.Length; chain++)
        {
            _random[chain / _chains].Fill(uniforms);
            Span<float> proposed = _proposed.AsSpan(chain * _latents, _latents);
            ReadOnlySpan<float> bits = _bits.AsSpan(chain * _latents, _latents), logits = _logits.AsSpan(chain * _latents, _latents);
            Kernels.VectorMath.Sigmoid(logits, probabilities);
            for (int i = 0; i < _latents; i++)
            {
                proposed[i] = uniforms[i] >= share ? bits[i] : uniforms[_latents + i] < probabilities[i] ? 1 : 0;
                logRatios[chain] += (bits[i] - proposed[i]) * logits[i]; // log q(z) = z . l + constant
            }
        }

        return logRatios;
    }

    private double[] EnergiesOf(float[] bits) => [.. _model.Prior.Energies(
        new(bits.Length / _latents, _latents, Array.ConvertAll(bits, bit => (sbyte)((2 * bit) - 1))), maxDegreeOfParallelism: 1)];

    private float Uniform(int row)
    {
        float uniform = 0;
        _random[row].Fill(new Span<float>(ref uniform));
        return uniform;
    }
}

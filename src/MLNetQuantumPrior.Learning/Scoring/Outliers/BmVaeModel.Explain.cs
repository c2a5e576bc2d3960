using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <content>What makes a row strange.</content>
public sealed partial class BmVaeModel
{
    /// <summary>Says which features and which couplings make a row strange, and what it would be if it were ordinary.</summary>
    /// <param name="features">Finite values in the units of the training data. <c>[InputSize]</c></param>
    /// <exception cref="ArgumentException">It is not one row.</exception>
    public OutlierExplanation Explain(ReadOnlySpan<float> features)
    {
        (Likelihood likelihood, int slots, int latents) = (Architecture.Likelihood, Architecture.InputSize, Architecture.LatentSize);
        if (features.Length != slots)
        {
            throw new ArgumentException($"Features: expected one row of {slots} values, got {features.Length}.", nameof(features));
        }

        float[] scaled = new float[slots], code = new float[Architecture.CodeSize], outputs = new float[slots], expected = new float[slots];
        Scaling.Scale(features, scaled);
        EncodeScaled(scaled, code);
        float[] likeliest = ModelEvaluation.LatentScorer(this).MostLikely(code);
        DecodeOutputs(likeliest, outputs);
        Decode(likeliest, expected);

        float[] variances = new float[slots], ordinary = new float[slots];
        double[] nats = new double[slots];
        likelihood.Variances(LikelihoodParameters, variances);
        SlotDivergence.Of(likelihood, variances, outputs, scaled, nats);
        var beyond = new BeyondRange(Scaling, likelihood);
        var shares = new SlotShare[slots];
        for (int slot = 0; slot < slots; slot++)
        {
            string name = SlotNames.IsEmpty ? "" : SlotNames[slot];
            shares[slot] = new(slot, name, features[slot], expected[slot], nats[slot] + beyond.Nats(slot, features[slot]));
        }

        Decode(Kind == PriorKind.Gaussian ? DrawnIn(likeliest) : Descended(likeliest), ordinary);
        return new(
            new OutlierTermReader(this, Scaling, Outliers?.Codes).Of(features)[0],
            [.. shares.OrderByDescending(share => share.Nats)],
            [.. PriorShares(code, latents).OrderByDescending(share => share.Nats)],
            [.. ordinary]);
    }

    private IEnumerable<PriorShare> PriorShares(float[] code, int latents)
    {
        if (Kind == PriorKind.Gaussian)
        {
            return Enumerable.Range(0, latents).Select(
                i => new PriorShare(i, null, (((double)code[i] * code[i]) + Math.Exp(code[latents + i])) / 2));
        }

        double[] means = Array.ConvertAll(code, logit => Math.Tanh(logit / 2));
        return Enumerable.Range(0, latents).Select(i => new PriorShare(i, null, Prior.Fields[i] * means[i])).Concat(
            Prior.Graph.Edges.Select((edge, k) => new PriorShare(edge.I, edge.J, Prior.Couplings[k] * means[edge.I] * means[edge.J])));
    }

    /// <summary>Bits of the nearest minimum of the energy, by the steepest way.</summary>
    private float[] Descended(float[] bits)
    {
        const double Least = 1e-6; // less is rounding, and might go round in circles
        double[] spins = Array.ConvertAll(bits, bit => (2.0 * bit) - 1);
        while (true)
        {
            double[] fields = [.. Prior.Fields];
            for (int k = 0; k < Prior.Couplings.Length; k++)
            {
                SpinEdge edge = Prior.Graph.Edges[k];
                fields[edge.I] += Prior.Couplings[k] * spins[edge.J];
                fields[edge.J] += Prior.Couplings[k] * spins[edge.I];
            }

            int best = Enumerable.Range(0, spins.Length).MaxBy(i => spins[i] * fields[i]);
            if (2 * spins[best] * fields[best] < Least)
            {
                return Array.ConvertAll(spins, spin => spin > 0 ? 1f : 0f);
            }

            spins[best] = -spins[best];
        }
    }

    private static float[] DrawnIn(float[] means)
    {
        double radius = Math.Sqrt(means.Length), length = Math.Sqrt(means.Sum(mean => (double)mean * mean));
        return length <= radius ? means : Array.ConvertAll(means, mean => (float)(mean * radius / length));
    }
}

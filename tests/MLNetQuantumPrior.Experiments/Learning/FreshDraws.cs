using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Experiments;

/// <summary>Whether a trained prior has the distribution of the codes: seen by draws that know nothing of the training's chains.</summary>
internal static class FreshDraws
{
    private const int Draws = 16_384;

    /// <summary>Mean absolute difference of the bits' means: of fresh annealed draws, and of the codes of rows.</summary>
    public static double BitMeans(BmVaeModel model, IReadOnlyList<float[]> rows, ulong seed)
    {
        int latents = model.Architecture.LatentSize;
        double[] codes = new double[latents], draws = new double[latents];
        float[] logits = new float[latents];
        foreach (float[] row in rows)
        {
            model.Encode(row, logits);
            for (int i = 0; i < latents; i++)
            {
                codes[i] += 1 / (1 + Math.Exp(-logits[i])) / rows.Count;
            }
        }

        SpinMatrix spins = new PopulationAnnealingSampler { MaxDegreeOfParallelism = 1 }.Sample(model.Prior, new(Draws, seed)).Spins;
        for (int draw = 0; draw < Draws; draw++)
        {
            for (int i = 0; i < latents; i++)
            {
                draws[i] += (1 + spins[draw][i]) / 2.0 / Draws;
            }
        }

        return codes.Zip(draws, (code, drawn) => Math.Abs(code - drawn)).Average();
    }
}

using MLNetQuantumPrior.Evaluation;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Experiments;

/// <summary>Figures of a model on test faces.</summary>
/// <param name="Mse">Mean squared error of pixels within [0, 1].</param>
/// <param name="Kl">Nats.</param>
/// <param name="Elbo">Nats of scaled pixels.</param>
/// <param name="Bound">Importance-weighted, likewise.</param>
/// <param name="Frechet">Distance of generated faces from test faces in the judges' features.</param>
/// <param name="RealFrechet">Distance of as many other real faces.</param>
/// <param name="Read">Of each attribute the share of test faces that its judge reads right when they are reconstructed.</param>
internal sealed record FaceFigures(
    double Mse, double Kl, double Elbo, double Bound, double Frechet, double RealFrechet, ImmutableArray<double> Read)
{
    private const int BoundFaces = 1000, ImportanceSamples = 10;

    public override string ToString() => FormattableString.Invariant(
        $"MSE {Mse:F5}, KL {Kl:F1}, ELBO {Elbo:F0}, bound {Bound:F0}, Frechet {Frechet:F2} (real {RealFrechet:F2}), ") +
        string.Join(", ", FaceFolder.Attributes.Zip(Read, (name, share) => FormattableString.Invariant($"{name} {share:F3}")));

    /// <summary>Measures a model.</summary>
    public static FaceFigures Of(
        BmVaeModel model, FaceRows test, float[] generated, ImmutableArray<FaceJudge> judges, ulong seed)
    {
        float[] copies = Reconstructions(model, test.Pixels), scaled = new float[Math.Min(BoundFaces, test.Count) * FaceFolder.Values];
        double error = 0;
        for (int i = 0; i < copies.Length; i++)
        {
            double difference = (Math.Clamp(copies[i], 0, FaceFolder.White) - test.Pixels[i]) / FaceFolder.White;
            error += difference * difference / copies.Length;
        }

        model.Scaling.Scale(test.Pixels.AsSpan(0, scaled.Length), scaled);
        BmVaeMetrics metrics = ModelEvaluation.Measure(
            model, new(model.Architecture.Likelihood, scaled), new() { ImportanceSamples = ImportanceSamples, Seed = seed });
        int half = test.Count / 2 * FaceFolder.Values;
        FeatureMoments real = Moments(judges, test.Pixels.AsSpan(0, half));
        return new(
            error, metrics.Kl, metrics.Elbo, metrics.ImportanceWeightedBound,
            FrechetDistance.Between(Moments(judges, generated), real),
            FrechetDistance.Between(Moments(judges, test.Pixels.AsSpan(half, half)), real),
            [.. judges.Select((judge, k) => Agreement(judge, copies, test.Has[k]))]);
    }

    /// <summary>Share of faces that a judge reads right.</summary>
    public static double Agreement(FaceJudge judge, ReadOnlySpan<float> pixels, ImmutableArray<bool> has)
    {
        bool[] read = judge.Read(pixels);
        return read.Where((value, face) => value == has[face]).Count() / (double)read.Length;
    }

    /// <summary>Moments of what all judges see.</summary>
    private static FeatureMoments Moments(ImmutableArray<FaceJudge> judges, ReadOnlySpan<float> pixels)
    {
        int count = pixels.Length / FaceFolder.Values, columns = judges.Sum(judge => judge.FeatureCount), first = 0;
        float[] all = new float[count * columns];
        foreach (FaceJudge judge in judges)
        {
            float[] seen = judge.Features(pixels);
            for (int face = 0; face < count; face++)
            {
                seen.AsSpan(face * judge.FeatureCount, judge.FeatureCount).CopyTo(all.AsSpan((face * columns) + first));
            }

            first += judge.FeatureCount;
        }

        return FeatureMoments.Of(all, columns);
    }

    /// <summary>What the model makes of the codes of faces.</summary>
    public static float[] Reconstructions(BmVaeModel model, ReadOnlySpan<float> pixels)
    {
        float[] latents = new float[pixels.Length / FaceFolder.Values * model.Architecture.LatentSize], copies = new float[pixels.Length];
        model.Encode(pixels, latents);
        model.Decode(model.Kind == PriorKind.Gaussian ? latents : Array.ConvertAll(latents, logit => logit > 0 ? 1f : 0), copies);
        return copies;
    }
}

using MLNetQuantumPrior.Demo;
using MLNetQuantumPrior.Evaluation;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Experiments;

/// <summary>
/// The three modes of the annealer on one trained prior of digits: what each draws, judged by a classifier of real digits.
/// </summary>
internal static class ThreeModes
{
    private const int Draws = 10_000, QuickDraws = 500, Columns = 20, Classes = LabeledImages.Classes;

    private sealed record Figures(double Energy, double Frechet, double ClassEntropy, double Confidence, double? Accuracy)
    {
        public override string ToString() => FormattableString.Invariant($"energy {Energy:F1}, Frechet {Frechet:F2}");
    }

    public static IEnumerable<ResultRow> Run(PaperWork work)
    {
        BmVaeModel model = BmVaeModel.Load(Path.Combine(Checkout.Root, "models", "mnist-digits.bmvae"));
        Classifier judge = JudgeOfImages.OfMnist();
        LabeledImages test = work.Test();
        FeatureMoments real = FeatureMoments.Of(judge, test.Images.Slice(0, test.Count));
        int draws = work.IsQuick ? QuickDraws : Draws;
        var picture = new List<float>();
        var rows = new List<ResultRow>();
        foreach (ulong seed in work.Seeds)
        {
            foreach ((string mode, Func<(SpinMatrix Spins, int[]? Labels)> draw) in Modes(model, draws, seed))
            {
                SpinMatrix? drawn = null;
                Figures figures = work.Done.Of($"modes/{mode.Replace(' ', '-')}-{seed}", new { draws, test.Count }, () =>
                {
                    (drawn, int[]? labels) = draw();
                    return Judged(model, judge, real, drawn, labels);
                });
                rows.AddRange(RowsOf(mode, seed, figures));
                if (seed == work.Seeds[0])
                {
                    drawn ??= draw().Spins;
                    picture.AddRange(model.Decode(drawn).AsSpan(0, Columns * LabeledImages.Side * LabeledImages.Side));
                }
            }
        }

        File.WriteAllBytes(
            Path.Combine(work.Output, "paper-modes.png"),
            ImageGrid.ToPng([.. picture], LabeledImages.Side, LabeledImages.Side, Columns, zoom: 1));
        return rows;
    }

    private static IEnumerable<(string Mode, Func<(SpinMatrix Spins, int[]? Labels)> Draw)> Modes(BmVaeModel model, int draws, ulong seed)
    {
        yield return ("training", () => (Drawn(AnnealingModes.Diabatic), null));
        yield return ("fresh draws", () => (Drawn(new PopulationAnnealingSampler()), null));
        yield return ("slow anneal", () => (Drawn(AnnealingModes.Slow), null));
        yield return ("fields", () =>
        {
            int[] labels = [.. Enumerable.Range(0, draws).Select(row => row % Classes)];
            sbyte[] spins = new sbyte[draws * model.Architecture.LatentSize];
            for (int label = 0; label < Classes; label++)
            {
                IIsingSampler steered = AnnealingModes.Conditional(model.Classes.Items[label].Fields, strength: 2);
                SpinMatrix own = steered.Sample(model.Prior, new((draws - label + Classes - 1) / Classes, seed + (ulong)label)).Spins;
                for (int k = 0; k < own.Rows; k++)
                {
                    own[k].CopyTo(spins.AsSpan(((k * Classes) + label) * own.Columns));
                }
            }

            return (new(draws, model.Architecture.LatentSize, spins), labels);
        });

        SpinMatrix Drawn(IIsingSampler sampler) => sampler.Sample(model.Prior, new(draws, seed)).Spins;
    }

    private static Figures Judged(BmVaeModel model, Classifier judge, FeatureMoments real, SpinMatrix spins, int[]? labels)
    {
        float[] images = model.Decode(spins);
        SampleQuality quality = SampleQuality.Of(judge, images, real);
        float[] probabilities = new float[spins.Rows * Classes];
        judge.Predict(images, probabilities);
        int[] read = new int[spins.Rows];
        judge.Classify(images, read);
        return new(
            model.Prior.Energies(spins, Environment.ProcessorCount).Average(),
            quality.Frechet,
            quality.ClassEntropy,
            probabilities.Chunk(Classes).Average(row => row.Max()),
            labels is null ? null : read.Zip(labels).Count(pair => pair.First == pair.Second) / (double)read.Length);
    }

    private static IEnumerable<ResultRow> RowsOf(string mode, ulong seed, Figures figures)
    {
        yield return new("modes", mode, "energy", seed, figures.Energy);
        yield return new("modes", mode, "frechet", seed, figures.Frechet);
        yield return new("modes", mode, "classEntropy", seed, figures.ClassEntropy);
        yield return new("modes", mode, "confidence", seed, figures.Confidence);
        if (figures.Accuracy is { } accuracy)
        {
            yield return new("modes", mode, "accuracy", seed, accuracy);
        }
    }
}

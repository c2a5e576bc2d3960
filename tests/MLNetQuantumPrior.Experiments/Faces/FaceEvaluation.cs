using MLNetQuantumPrior.Demo;
using MLNetQuantumPrior.Evaluation;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Experiments;

/// <summary>Colour faces with exact attributes: how well they are learned, and what judges read in generated ones.</summary>
internal static class FaceEvaluation
{
    private const string Set = "faces";
    private const int PictureColumns = 10, BoundFaces = 1000, ImportanceSamples = 10;

    /// <summary>Figures of a model on test faces.</summary>
    /// <param name="Mse">Mean squared error of pixels within [0, 1].</param>
    /// <param name="Kl">Nats.</param>
    /// <param name="Elbo">Nats of scaled pixels.</param>
    /// <param name="Bound">Importance-weighted, likewise.</param>
    /// <param name="Frechet">Distance of generated faces from test faces in the judges' features.</param>
    /// <param name="RealFrechet">Distance of as many other real faces.</param>
    /// <param name="Read">Of each attribute the share of test faces that its judge reads right when they are reconstructed.</param>
    internal sealed record Quality(
        double Mse, double Kl, double Elbo, double Bound, double Frechet, double RealFrechet, ImmutableArray<double> Read)
    {
        public override string ToString() => FormattableString.Invariant(
            $"MSE {Mse:F5}, KL {Kl:F1}, ELBO {Elbo:F0}, bound {Bound:F0}, Frechet {Frechet:F2} (real {RealFrechet:F2}), ") +
            string.Join(", ", FaceFolder.Attributes.Zip(Read, (name, share) => FormattableString.Invariant($"{name} {share:F3}")));
    }

    /// <summary>Trains and measures what is not finished yet; writes faces.json and pictures.</summary>
    /// <param name="data">Folder of the faces.</param>
    /// <param name="folder">Receives the results, the finished pieces and the models.</param>
    /// <param name="seeds">Seeds 1 to this.</param>
    /// <param name="budget">How much.</param>
    /// <param name="name">Name of the results.</param>
    public static void Run(string data, string folder, int seeds, FaceBudget budget, string name)
    {
        var done = new FinishedWork(Path.Combine(folder, name, SourceTree.Digest)); // other sources, other models
        var faces = new FaceFolder(data);
        var rows = new List<ResultRow>();
        foreach (int count in new[] { budget.TrainingFaces / 4, budget.TrainingFaces })
        {
            rows.Add(new(Set, $"{count} faces", "streamedMb", 1, FaceModel.Megabytes(done, faces, count)));
        }

        FaceRows test = faces.Rows(ImagePartition.Test, budget.TestFaces);
        ImmutableArray<FaceJudge> judges = Judges(done, faces, budget, test, rows);
        foreach (ulong seed in Enumerable.Range(1, seeds).Select(seed => (ulong)seed))
        {
            foreach (PriorKind prior in new[] { PriorKind.Boltzmann, PriorKind.Gaussian })
            {
                FaceModel.Trained trained = FaceModel.Of(done, faces, budget, test, prior, seed);
                BmVaeModel model = trained.Load(done);
                string method = $"{prior}".ToLowerInvariant();
                float[] generated = UnconditionalImages.Draw(model, test.Count / 2, seed);
                Quality quality = done.Of(
                    $"quality/{method}-{seed}", new { trained, test.Count }, () => Measure(model, test, generated, judges, seed));
                rows.AddRange(Rows(method, seed, quality));
                string picture = Path.Combine(folder, name, $"{method}-{seed}");
                Draw(picture, model, test, generated);
                if (prior == PriorKind.Boltzmann)
                {
                    model = FaceAttributes.Fit(faces, budget, model, seed);
                    rows.AddRange(FaceAttributes.Measure(done, budget, model, judges, seed, $"{picture}-by-attribute.svg"));
                }
            }

            Results.Of(ModelTraining.Program, rows).Write(Path.Combine(folder, $"{name}.json"));
        }

        Results.Of(ModelTraining.Program, rows).Print();
    }

    private static ImmutableArray<FaceJudge> Judges(
        FinishedWork done, FaceFolder faces, FaceBudget budget, FaceRows test, List<ResultRow> rows)
    {
        FaceRows? others = null;
        var judges = ImmutableArray.CreateBuilder<FaceJudge>();
        for (int k = 0; k < FaceFolder.Attributes.Length; k++)
        {
            int attribute = k;
            string name = FaceFolder.Attributes[k], file = done.PathOf($"judges/{name}.bin");
            double accuracy = done.Of($"judges/{name}", new { budget.JudgeFaces, budget.JudgeEpochs, test.Count }, () =>
            {
                others ??= faces.Rows(ImagePartition.Validation, budget.JudgeFaces);
                FaceJudge judge = FaceJudge.Train(others, attribute, budget.JudgeEpochs);
                judge.Classifier.Save(file);
                return Agreement(judge, test.Pixels, test.Has[attribute]);
            });
            judges.Add(new(name, Classifier.Load(file)));
            rows.Add(new(Set, "judge", name, 1, accuracy));
        }

        return judges.ToImmutable();
    }

    private static Quality Measure(
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

    private static IEnumerable<ResultRow> Rows(string method, ulong seed, Quality quality) =>
    [
        new(Set, method, "mse", seed, quality.Mse), new(Set, method, "kl", seed, quality.Kl),
        new(Set, method, "elbo", seed, quality.Elbo), new(Set, method, "iw10", seed, quality.Bound),
        new(Set, method, "frechet", seed, quality.Frechet), new(Set, method, "frechetOfRealFaces", seed, quality.RealFrechet),
        .. FaceFolder.Attributes.Zip(quality.Read, (name, share) => new ResultRow(Set, $"{method}, reconstructed", name, seed, share)),
    ];

    private static double Agreement(FaceJudge judge, ReadOnlySpan<float> pixels, ImmutableArray<bool> has)
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

    private static float[] Reconstructions(BmVaeModel model, ReadOnlySpan<float> pixels)
    {
        float[] latents = new float[pixels.Length / FaceFolder.Values * model.Architecture.LatentSize], copies = new float[pixels.Length];
        model.Encode(pixels, latents);
        model.Decode(model.Kind == PriorKind.Gaussian ? latents : Array.ConvertAll(latents, logit => logit > 0 ? 1f : 0), copies);
        return copies;
    }

    /// <summary>Real faces, what the model makes of them, and generated ones.</summary>
    private static void Draw(string path, BmVaeModel model, FaceRows test, float[] generated)
    {
        int row = Math.Min(PictureColumns, test.Count / 2) * FaceFolder.Values;
        float[] some = test.Pixels[..row];
        string svg = ImageGrid.ToSvg(
            [
                new("Test faces", some), new("Reconstructed", Reconstructions(model, some)), new("Generated", generated.AsMemory(0, row)),
                new("", generated.AsMemory(Math.Min(row, generated.Length - row), row)),
            ], FaceFolder.Side, FaceFolder.Side, zoom: 1, channels: 3, FaceFolder.White);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText($"{path}.svg", svg);
    }
}

using MLNetQuantumPrior.Demo;
using MLNetQuantumPrior.Evaluation;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Experiments;

/// <summary>Colour faces with exact attributes: how well they are learned, and what judges read in generated ones.</summary>
internal static class FaceEvaluation
{
    private const string Set = "faces";
    private const int PictureColumns = 10;

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
                FaceFigures quality = done.Of(
                    $"quality/{method}-{seed}", new { trained, test.Count }, () => FaceFigures.Of(model, test, generated, judges, seed));
                rows.AddRange(Rows(method, seed, quality));
                string picture = Path.Combine(folder, name, $"{method}-{seed}");
                Draw(picture, model, test, generated);
                if (prior == PriorKind.Boltzmann)
                {
                    rows.AddRange(FaceAttributes.Measure(done, budget, model, judges, seed, $"{picture}-by-attribute.svg"));
                    rows.AddRange(FaceEditing.Measure(done, budget, model, test, judges, seed, $"{picture}-edited.svg"));
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
                return FaceFigures.Agreement(judge, test.Pixels, test.Has[attribute]);
            });
            judges.Add(new(name, Classifier.Load(file)));
            rows.Add(new(Set, "judge", name, 1, accuracy));
        }

        return judges.ToImmutable();
    }

    private static IEnumerable<ResultRow> Rows(string method, ulong seed, FaceFigures quality) =>
    [
        new(Set, method, "mse", seed, quality.Mse), new(Set, method, "kl", seed, quality.Kl),
        new(Set, method, "elbo", seed, quality.Elbo), new(Set, method, "iw10", seed, quality.Bound),
        new(Set, method, "frechet", seed, quality.Frechet), new(Set, method, "frechetOfRealFaces", seed, quality.RealFrechet),
        .. FaceFolder.Attributes.Zip(quality.Read, (name, share) => new ResultRow(Set, $"{method}, reconstructed", name, seed, share)),
    ];

    /// <summary>Real faces, what the model makes of them, and generated ones.</summary>
    private static void Draw(string path, BmVaeModel model, FaceRows test, float[] generated)
    {
        int row = Math.Min(PictureColumns, test.Count / 2) * FaceFolder.Values;
        float[] some = test.Pixels[..row];
        string svg = ImageGrid.ToSvg(
            [
                new("Test faces", some), new("Reconstructed", FaceFigures.Reconstructions(model, some)),
                new("Generated", generated.AsMemory(0, row)),
                new("", generated.AsMemory(Math.Min(row, generated.Length - row), row)),
            ], FaceFolder.Side, FaceFolder.Side, zoom: 1, channels: 3, FaceFolder.White);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText($"{path}.svg", svg);
    }
}

using MLNetQuantumPrior.Demo;
using MLNetQuantumPrior.Evaluation;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Experiments;

/// <summary>
/// Digits by several attributes at once: the digit is read by the judge; stroke, slant and width are measured on the generated image as on
/// real ones.
/// </summary>
internal static class AttributeEvaluation
{
    private const int TrainingImages = 60_000, Generated = 1000, Pool = 1024;
    private const int QuickTrainingImages = 4000, QuickGenerated = 60, QuickPool = 64;
    private const string Ceiling = "real images encoded and decoded", Machines = "a machine a combination";

    /// <summary>Ways to generate by attributes.</summary>
    private static readonly (string Name, GenerationOptions Options)[] Ways =
    [
        ("fields", new() { Condition = GenerationCondition.Fields }),
        ("fields accepted", new() { Condition = GenerationCondition.Fields, Acceptance = true }),
        ("fields accepted at strength 9", new() { Condition = GenerationCondition.Fields, Acceptance = true, AttributeStrength = 9 }),
        ("class priors accepted at strength 9", new() { Acceptance = true, AttributeStrength = 9 }),
    ];

    /// <summary>What a seed is computed with.</summary>
    private sealed record Work(FinishedWork Done, MeasuredDigits Train, Classifier Judge, ulong Seed, bool IsQuick);

    /// <summary>Trains and measures what is not finished yet, and writes attributes.json and attributes.png.</summary>
    /// <param name="data">Folder of the four files of MNIST.</param>
    /// <param name="folder">Receives the results, the finished pieces and the models.</param>
    /// <param name="seeds">Seeds 1 to this.</param>
    /// <param name="isQuick">Few images, to see that everything runs; the figures mean nothing.</param>
    public static void Run(string data, string folder, int seeds, bool isQuick)
    {
        string name = isQuick ? "attributes-quick" : "attributes";
        FinishedWork done = DigitModel.Finished(folder, isQuick);
        MeasuredDigits train = MeasuredDigits.OfTraining(
            LabeledImages.Load(data, "train").Slice(0, isQuick ? QuickTrainingImages : TrainingImages));
        Classifier judge = JudgeOfImages.OfMnist();
        var rows = new List<ResultRow>();
        Func<Work, IEnumerable<ResultRow>>[] parts = [Attributes, LeftOut, MachinesOfCombinations];
        foreach (Func<Work, IEnumerable<ResultRow>> part in parts) // the most telling first, in case the evaluation is cut short
        {
            rows.AddRange(SideBySide.Select(
                [.. Enumerable.Range(1, seeds).Select(seed => new Work(done, train, judge, (ulong)seed, isQuick))],
                work => Summary(part(work)).ToArray()).SelectMany(own => own));
            Results.Of("tests/MLNetQuantumPrior.Experiments", rows).Write(Path.Combine(folder, $"{name}.json"));
        }

        BmVaeModel model = DigitModel.Of(done, "model", train, 1, isQuick, withClasses: true).Load(done);
        File.WriteAllBytes(
            Path.Combine(folder, $"{name}.png"),
            ImageGrid.ToPng(Picture(model, train, isQuick), LabeledImages.Side, LabeledImages.Side, columns: 20, zoom: 1));
    }

    /// <summary>Means over the conditions of a set, and the lowest share that has all that was asked for.</summary>
    private static IEnumerable<ResultRow> Summary(IEnumerable<ResultRow> conditions) => conditions
        .GroupBy(row => (row.Set, row.Method, row.Metric, row.Seed))
        .SelectMany(same =>
        {
            (string set, string method, string metric, ulong seed) = same.Key;
            var mean = new ResultRow(set, method, metric, seed, same.Average(row => row.Value));
            return metric == "joint" ? [mean, mean with { Metric = "lowest joint", Value = same.Min(row => row.Value) }] : new[] { mean };
        });

    /// <summary>One, two and three attributes, by a model of all images.</summary>
    private static IEnumerable<ResultRow> Attributes(Work work)
    {
        DigitModel trained = DigitModel.Of(work.Done, "model", work.Train, work.Seed, work.IsQuick, withClasses: true);
        BmVaeModel model = trained.Load(work.Done);
        DigitCondition[] conditions =
        [
            .. DigitCondition.AllTriples(), .. DigitCondition.AllPairs(), .. DigitCondition.Singles(work.Train),
        ];
        return
        [
            .. Ways.SelectMany(way => conditions.SelectMany(condition => Rows(
                work, condition, way.Name, () => Generate(work, model, condition, way.Options), trained))),
            .. conditions.SelectMany(condition => Rows(
                work, condition, Ceiling, () => (Decoded(work, model, condition), double.NaN), trained)),
        ];
    }

    /// <summary>Combinations that a model never saw.</summary>
    private static IEnumerable<ResultRow> LeftOut(Work work)
    {
        MeasuredDigits seen = work.Train.Where(row => !DigitCondition.LeftOut.Any(condition => condition.IsMetBy(work.Train, row)));
        DigitModel trained = DigitModel.Of(work.Done, "left-out", seen, work.Seed, work.IsQuick, withClasses: true);
        BmVaeModel model = trained.Load(work.Done);
        return
        [
            .. Ways.SelectMany(way => DigitCondition.LeftOut.SelectMany(condition => Rows(
                work, condition, way.Name, () => Generate(work, model, condition, way.Options), trained))),
        ];
    }

    /// <summary>The three attributes by machines that are fitted to the rows of each combination.</summary>
    private static IEnumerable<ResultRow> MachinesOfCombinations(Work work)
    {
        DigitModel trained = DigitModel.Of(work.Done, "model", work.Train, work.Seed, work.IsQuick, withClasses: true);
        DigitCondition[] conditions = [.. DigitCondition.AllTriples()];
        string file = work.Done.Of($"machines-{work.Seed}", new { trained, conditions.Length }, () =>
        {
            string path = $"machines-{work.Seed}.bmvae";
            DigitMachines.Fit(trained.Load(work.Done), work.Train, conditions, DigitModel.Options(work.IsQuick), work.Seed)
                .With(BoltzmannAttributes.None).Save(work.Done.PathOf(path));
            return path;
        });
        BmVaeModel model = BmVaeModel.Load(work.Done.PathOf(file));
        return
        [
            .. new[] { false, true }.SelectMany(acceptance => conditions.SelectMany((condition, label) => Rows(
                work,
                condition,
                acceptance ? $"{Machines} accepted" : Machines,
                () =>
                {
                    var generator = new LatentGenerator(
                        model.Prior, model.Classes, OptionsOf(work, new() { Acceptance = acceptance }), Sampler());
                    SampleSet drawn = generator.Draw([.. Enumerable.Repeat(label, Ids(work).Length)], Ids(work));
                    return (model.Decode(drawn.Spins), (drawn.Diagnostics as GenerationDiagnostics)?.AcceptanceRate ?? double.NaN);
                },
                trained))),
        ];
    }

    private static IEnumerable<ResultRow> Rows(
        Work work, DigitCondition condition, string method, Func<(float[] Pixels, double Rate)> generate, DigitModel trained)
    {
        string own = condition.Set == DigitCondition.HeldOut ? $"{condition}-left-out" : $"{condition}";
        string piece = $"attributes-{work.Seed}/{method.Replace(' ', '-')}/{own}";
        DigitScores scores = work.Done.Of(piece, new { trained, images = Ids(work).Length, condition.Set }, () =>
        {
            (float[] pixels, double rate) = generate();
            return DigitScores.Of(
                work.Judge, condition, pixels, work.Train.Where(row => condition.IsMetBy(work.Train, row)), rate);
        });
        (string Metric, double Value)[] figures =
        [
            ("joint", scores.Joint), ("diversity", scores.Diversity), ("leakage", scores.Leakage), ("rate", scores.Rate),
            .. scores.Accuracies.Select((accuracy, attribute) => (work.Train.NameOf(attribute), accuracy < 0 ? double.NaN : accuracy)),
        ];
        string set = condition.Set;
        return figures.Where(figure => !double.IsNaN(figure.Value))
            .Select(figure => new ResultRow(set, method, figure.Metric, work.Seed, figure.Value));
    }

    private static (float[] Pixels, double Rate) Generate(Work work, BmVaeModel model, DigitCondition condition, GenerationOptions options)
    {
        ulong[] ids = Ids(work);
        var generator = new LatentGenerator(
            model.Prior,
            model.Classes,
            model.Attributes,
            OptionsOf(work, options) with { Attributes = condition.Given(work.Train) },
            Sampler());
        SampleSet drawn = generator.Draw([.. Enumerable.Repeat(-1, ids.Length)], ids);
        return (model.Decode(drawn.Spins), options.Acceptance ? generator.Report(rows: 1).Rate : double.NaN);
    }

    /// <summary>What the decoder makes of real images that clearly have what is asked for.</summary>
    private static float[] Decoded(Work work, BmVaeModel model, DigitCondition condition)
    {
        MeasuredDigits own = work.Train.Where(row => Enumerable.Range(0, work.Train.AttributeCount).All(attribute =>
            condition.Values[attribute] < 0 || condition.Values[attribute] == work.Train.Value(row, attribute)));
        return model.Decode(model.EncodeSpins(own.Images.Images.Slice(0, Math.Min(own.Count, Ids(work).Length))));
    }

    private static GenerationOptions OptionsOf(Work work, GenerationOptions options) =>
        options with { Seed = work.Seed, PoolSize = work.IsQuick ? QuickPool : Pool, MaxDegreeOfParallelism = 1 };

    private static PopulationAnnealingSampler Sampler() => new() { MaxDegreeOfParallelism = 1 };

    private static ulong[] Ids(Work work) => [.. Enumerable.Range(0, work.IsQuick ? QuickGenerated : Generated).Select(row => (ulong)row)];

    /// <summary>Twenty pictures of each of three attributes together.</summary>
    private static float[] Picture(BmVaeModel model, MeasuredDigits train, bool isQuick)
    {
        var work = new Work(null!, train, null!, Seed: 1, isQuick);
        return
        [
            .. DigitCondition.AllTriples().SelectMany(condition =>
                Generate(work, model, condition, Ways[^1].Options).Pixels.Take(20 * LabeledImages.Side * LabeledImages.Side)),
        ];
    }
}

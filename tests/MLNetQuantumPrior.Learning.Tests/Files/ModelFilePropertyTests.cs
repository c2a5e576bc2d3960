using CsCheck;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>Whatever a model is, its file holds all of it.</summary>
[TestClass]
public sealed class ModelFilePropertyTests
{
    private const string Seed = "0000KvhFbB43";
    private static readonly Gen<float> Number = Gen.Float.Where(float.IsFinite);
    private static readonly string[] Names = ["b \"quoted\"", "ç", "\n", "😀", "null", "</x>", ""];
    private static readonly Gen<string> Name = Gen.OneOf(Gen.String.AlphaNumeric, Gen.Int[0, Names.Length - 1].Select(k => Names[k]));

    private static readonly Gen<SlotGroup> Group = Gen.Select(Gen.Int[0, 3], Gen.Int[1, 3], Gen.Double[1e-3, 10], (kind, size, variance) =>
        kind switch
        {
            0 => new BernoulliSlots(size),
            1 => new CategoricalSlots(size),
            2 => new GaussianSlots(size),
            _ => (SlotGroup)new GaussianSlots(size) { Variance = variance },
        });

    private static readonly Gen<BmVaeModel> Model =
        from groups in Group.Array[1, 3]
        from latents in Gen.Int[2, 5]
        from hidden in Gen.Int[0, 3]
        from kind in Gen.Enum<PriorKind>()
        let likelihood = new Likelihood([.. groups])
        let networks = VaeArchitecture.Mlp(likelihood.Slots, hidden == 0 ? [] : [hidden], latents, kind)
        let architecture = networks with { Likelihood = likelihood }
        from weights in Number.Array[architecture.ParameterCount]
        from offset in Number.Array[likelihood.Slots]
        from unit in Gen.Float[0, 1e6f].Array[likelihood.Slots]
        from missing in Number.Array[likelihood.Slots]
        from isMissing in Gen.Bool
        from slots in Name.Array[likelihood.Slots]
        from hasSlots in Gen.Bool
        from classes in Name.HashSet[0, 3]
        from numbers in Number.Array[200]
        from rows in Gen.Long[1, long.MaxValue]
        let variances = weights.AsSpan(^likelihood.LearnedVariances..).ToArray().Select(w => Math.Clamp(w, -20, 20)).ToArray()
        select Of(
            architecture,
            [.. weights[..^likelihood.LearnedVariances], .. variances],
            kind,
            new SlotScaling([.. offset], [.. unit], likelihood) { Missing = isMissing ? [.. missing] : [] },
            hasSlots ? [.. slots] : [],
            [.. classes],
            numbers,
            rows);

    private static readonly Gen<TrainingOptions> Options =
        from epochs in Gen.Int[1, int.MaxValue]
        from batch in Gen.Int[1, int.MaxValue]
        from rate in Gen.Double[1e-12, 1]
        from relaxation in Gen.Enum<Relaxation>()
        from target in Gen.Double[1e-3, 1e3].Nullable()
        from patience in Gen.Int[1, 100].Nullable()
        from seconds in Gen.Int[1, 1_000_000].Nullable()
        from threads in Gen.Int[1, 1000]
        from binarize in Gen.Bool
        select new TrainingOptions
        {
            Epochs = epochs,
            BatchSize = batch,
            LearningRate = rate,
            Relaxation = relaxation,
            KlTarget = target,
            Patience = patience,
            MaxTrainingTime = seconds is { } s ? TimeSpan.FromSeconds(s) : null,
            MaxDegreeOfParallelism = threads,
            DynamicBinarization = binarize,
        };

    [TestMethod]
    public void AnyModelComesBackToTheLastBit() => Model.Sample(
        model =>
        {
            byte[] file = Bytes(model);
            BmVaeModel loaded = BmVaeModel.Load(new MemoryStream(file));
            return file.AsSpan().SequenceEqual(Bytes(loaded))
                && model.Parameters.SequenceEqual(loaded.Parameters)
                && model.Architecture == loaded.Architecture
                && model.Kind == loaded.Kind
                && model.ClassNames.SequenceEqual(loaded.ClassNames)
                && model.SlotNames.SequenceEqual(loaded.SlotNames)
                && model.Scaling.Missing.SequenceEqual(loaded.Scaling.Missing);
        },
        seed: Seed,
        iter: 200,
        threads: 1);

    [TestMethod]
    public void AnyOptionsComeBackButTheThreads() => Options.Sample(
        options =>
        {
            var sums = ImmutableSortedDictionary<string, string>.Empty;
            var manifest = new ModelManifest(ModelManifest.FormatName, 3, [], [], [], [], [], "", [], new(1, options, []), sums);
            TrainingOptions read = ModelManifest.Read(manifest.Write()).Training!.Options;
            return read == options with { MaxDegreeOfParallelism = Environment.ProcessorCount };
        },
        seed: Seed,
        iter: 500,
        threads: 1);

    [TestMethod]
    public void AnyIsingModelComesBackFromJson() =>
        (from spins in Gen.Int[1, 6]
         from fields in Number.Array[spins]
         from couplings in Number.Array[spins * (spins - 1) / 2]
         select new IsingModel(SpinGraph.Complete(spins), fields, couplings)).Sample(
            model =>
            {
                string path = Path.GetTempFileName();
                IsingJsonFile.Write(path, model);
                IsingModel read = IsingJsonFile.Read(path);
                File.Delete(path);
                return model.Graph.Edges.SequenceEqual(read.Graph.Edges)
                    && model.Fields.SequenceEqual(read.Fields)
                    && model.Couplings.SequenceEqual(read.Couplings);
            },
            seed: Seed,
            iter: 100,
            threads: 1);

    private static BmVaeModel Of(
        VaeArchitecture architecture,
        float[] weights,
        PriorKind kind,
        SlotScaling scaling,
        ImmutableArray<string> slots,
        ImmutableArray<string> classes,
        float[] numbers,
        long rows)
    {
        int latents = architecture.LatentSize;
        if (kind == PriorKind.Gaussian)
        {
            float[] root = [.. Enumerable.Range(1, latents).SelectMany(i => Enumerable.Repeat(0.5f, i))];
            return BmVaeModel.Gaussian(architecture, weights).With(scaling, slots).With(
                [.. classes.Select(name => new GaussianClass(name, rows, new([new(1, [.. numbers[..latents]], [.. root])])))]);
        }

        SpinGraph graph = kind.DefaultGraph(latents);
        int next = 0;
        IsingModel Machine() => new(
            graph, numbers.AsSpan(next++, latents), numbers.AsSpan(next++ + latents, graph.Edges.Length));
        return new BmVaeModel(architecture, weights, Machine(), kind).With(scaling, slots).With(
            new BoltzmannClasses([.. classes.Select(name => new BoltzmannClass(name, [.. numbers[..latents]], [new(rows, Machine())]))]));
    }

    private static byte[] Bytes(BmVaeModel model)
    {
        using var stream = new MemoryStream();
        model.Save(stream);
        return stream.ToArray();
    }
}

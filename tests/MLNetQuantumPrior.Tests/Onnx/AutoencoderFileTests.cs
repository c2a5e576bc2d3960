using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Learning.Tests;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Tests;

/// <summary>The autoencoder as one file on ONNX Runtime against the model itself.</summary>
[TestClass]
public sealed class AutoencoderFileTests
{
    private const int Slots = 7, Latents = 5, Rows = 40;

    private static readonly string[] Spins = ["Logits", "Bits", "Energy", "Reconstruction", "ReconstructionLoss"];
    private static readonly string[] Normal = ["Means", "LogVariances", "Reconstruction", "ReconstructionLoss"];
    private static readonly string[] Scores = ["OutlierScore", "PValue"];

    private static readonly float[] Table = TestNetworks.Features(Rows, Slots);

    [TestMethod]
    [DataRow(PriorKind.Boltzmann, null)]
    [DataRow(PriorKind.Boltzmann, OutlierMeasure.FreeEnergy)]
    [DataRow(PriorKind.Boltzmann, OutlierMeasure.CombinedMahalanobis)]
    [DataRow(PriorKind.Gaussian, null)]
    [DataRow(PriorKind.Gaussian, OutlierMeasure.Combined)]
    public void OutputsAreWhatTheModelSays(PriorKind prior, OutlierMeasure? measure)
    {
        BmVaeModel model = Calibrated(prior);
        Dictionary<string, float[]> outputs = Run(File(model, measure), Table);
        CollectionAssert.AreEqual((string[])[.. prior == PriorKind.Gaussian ? Normal : Spins, .. Scores], outputs.Keys);

        float[] code = new float[Rows * Latents], features = new float[Rows * Slots];
        model.Encode(Table, code);
        float[] latents = prior == PriorKind.Gaussian ? code : Array.ConvertAll(code, logit => logit > 0 ? 1f : 0f);
        model.Decode(latents, features);
        AssertEqual(code, outputs[prior == PriorKind.Gaussian ? "Means" : "Logits"], 1e-5);
        AssertEqual(features, outputs["Reconstruction"], 1e-5);

        var scorer = new OutlierScorer(model, model.Outliers!, measure);
        double[] scores = scorer.Score(Table);
        AssertEqual(Array.ConvertAll(scores, score => (float)score), outputs["OutlierScore"], 1e-4);
        AssertEqual(Array.ConvertAll(scores, score => (float)scorer.PValue(score)), outputs["PValue"], 1.001 / (1 + (Rows / 2)));
        if (prior != PriorKind.Gaussian)
        {
            CollectionAssert.AreEqual(latents, outputs["Bits"]);
            AssertEqual([.. latents.Chunk(Latents).Select(bits => Energy(model, bits))], outputs["Energy"], 1e-5);
        }
    }

    [TestMethod]
    [DataRow(PriorKind.Boltzmann)]
    [DataRow(PriorKind.Gaussian)]
    public void ARowThatIsNotFiniteIsNaNAndOthersAreNot(PriorKind prior)
    {
        float[] table = [.. Table];
        table[Slots + 2] = float.NaN;
        table[(3 * Slots) + 1] = float.NegativeInfinity;
        foreach ((string name, float[] values) in Run(File(Calibrated(prior)), table))
        {
            float[][] rows = [.. values.Chunk(values.Length / Rows)];
            Assert.IsTrue(rows[1].Concat(rows[3]).All(float.IsNaN), name);
            Assert.IsTrue(rows.Where((_, row) => row is not 1 and not 3).SelectMany(row => row).All(float.IsFinite), name);
        }
    }

    [TestMethod]
    public void ScoresAreThereWhereTheModelCanGiveThem()
    {
        BmVaeModel model = Made(PriorKind.Boltzmann, Parameters(PriorKind.Boltzmann));
        CollectionAssert.AreEqual(Spins, Run(File(model), Table).Keys);

        BmVaeModel without = model.With(OutlierCalibration.Measure(model, Table, []));
        CollectionAssert.AreEqual((string[])[.. Spins, "OutlierScore"], Run(File(without), Table).Keys);

        Assert.AreEqual(
            "Outlier measure FreeEnergy: expected a model calibrated on ordinary rows, got one that is not.",
            Assert.ThrowsExactly<InvalidOperationException>(() => File(model, OutlierMeasure.FreeEnergy)).Message);
    }

    [TestMethod]
    [DataRow(PriorKind.Boltzmann)]
    [DataRow(PriorKind.Gaussian)]
    public void HalfPrecisionIsTheModelOfRoundedWeights(PriorKind prior)
    {
        float[] parameters = Parameters(prior);
        BmVaeModel model = Made(prior, parameters), rounded = Made(prior, TestNetworks.Rounded(Networks(prior), parameters));
        OutlierCalibration calibration =
            OutlierCalibration.Measure(model, Table.AsSpan(0, Table.Length / 2), Table.AsSpan(Table.Length / 2));

        Dictionary<string, float[]> half = Run(File(model.With(calibration), precision: OnnxPrecision.Half), Table);
        foreach ((string name, float[] expected) in Run(File(rounded.With(calibration)), Table))
        {
            CollectionAssert.AreEqual(expected, half[name], name);
        }
    }

    [TestMethod]
    public void FilesPassTheOfficialChecker() => OnnxChecker.Check(
        from prior in (PriorKind[])[PriorKind.Boltzmann, PriorKind.Gaussian]
        from precision in (OnnxPrecision[])[OnnxPrecision.Single, OnnxPrecision.Half]
        select File(Calibrated(prior), precision: precision));

    private static BmVaeModel Calibrated(PriorKind prior)
    {
        BmVaeModel model = Made(prior, Parameters(prior));
        return model.With(OutlierCalibration.Measure(model, Table.AsSpan(0, Table.Length / 2), Table.AsSpan(Table.Length / 2)));
    }

    private static BmVaeModel Made(PriorKind prior, float[] parameters)
    {
        VaeArchitecture networks = Networks(prior);
        if (prior == PriorKind.Gaussian)
        {
            return BmVaeModel.Gaussian(networks, parameters);
        }

        SpinGraph graph = SpinGraph.Complete(Latents);
        float[] fields = TestNetworks.Features(1, Latents), couplings = TestNetworks.Features(1, graph.Edges.Length);
        return new(networks, parameters, new(graph, fields, couplings));
    }

    private static VaeArchitecture Networks(PriorKind prior) => VaeArchitecture.Mlp(Slots, [12], Latents, prior);

    private static float[] Parameters(PriorKind prior) => TestNetworks.Parameters(Networks(prior));

    private static byte[] File(
        BmVaeModel model, OutlierMeasure? measure = null, OnnxPrecision precision = OnnxPrecision.Single)
    {
        using var file = new MemoryStream();
        model.SaveAutoencoderOnnx(file, measure, precision);
        return file.ToArray();
    }

    private static Dictionary<string, float[]> Run(byte[] file, float[] features)
    {
        using var session = new InferenceSession(file);
        using var results = session.Run(
            [NamedOnnxValue.CreateFromTensor("Features", new DenseTensor<float>(features, [features.Length / Slots, Slots]))]);
        return results.ToDictionary(result => result.Name, result => result.AsEnumerable<float>().ToArray());
    }

    private static float Energy(BmVaeModel model, float[] bits)
    {
        double[] spins = Array.ConvertAll(bits, bit => (2.0 * bit) - 1);
        double pairs = model.Prior.Graph.Edges.Zip(model.Prior.Couplings)
            .Sum(pair => pair.Second * spins[pair.First.I] * spins[pair.First.J]);
        return (float)(pairs + spins.Zip(model.Prior.Fields).Sum(pair => pair.First * pair.Second));
    }

    private static void AssertEqual(float[] expected, float[] actual, double tolerance)
    {
        Assert.HasCount(expected.Length, actual);
        for (int k = 0; k < actual.Length; k++)
        {
            Assert.AreEqual(expected[k], actual[k], tolerance);
        }
    }
}

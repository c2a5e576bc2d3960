using System.ComponentModel;
using System.Diagnostics;

namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>The official checker of the Python package onnx, where that is installed (Debian: python3-onnx).</summary>
[TestClass]
public sealed class OnnxCheckerTests
{
    private const string Check =
        """
        import sys, onnx
        for path in sys.argv[1:]:
            onnx.checker.check_model(onnx.load(path), full_check=True)
            onnx.shape_inference.infer_shapes(onnx.load(path), check_type=True, strict_mode=True, data_prop=True)
        print("checked", len(sys.argv) - 1)
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    [TestCleanup]
    public void Delete() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    public void ExportedModelsPassTheOfficialChecker()
    {
        string python = PythonWithOnnx();
        IEnumerable<byte[]> models = Models().Concat(ModelsOfLikelihoods()).Select(model => model.ToArray()).Append(Transformer());
        string[] files = [.. models.Select((model, k) =>
        {
            string path = Path.Combine(_folder, $"{k}.onnx");
            File.WriteAllBytes(path, model);
            return path;
        })];

        (int exitCode, string output) = Run(python, ["-c", Check, .. files]);
        Assert.AreEqual(0, exitCode, output);
        StringAssert.Contains(output, $"checked {files.Length}");
    }

    private static IEnumerable<OnnxModel> Models()
    {
        foreach (ActivationFunction function in Enum.GetValues<ActivationFunction>())
        {
            var architecture = new VaeArchitecture(
                [new Dense(4, 5), new Activation(function), new Dense(5, 3)], [new Dense(3, 5), new Activation(function), new Dense(5, 4)]);
            float[] parameters = new float[architecture.ParameterCount];
            BmVaeModel scaled = TestModels.Of(architecture, parameters, new([-1, 0, 5, 2], [4, 1, 0, 10]), "a", "b", "c", "d");
            yield return ExportedModel.Encoder(scaled);
            yield return ExportedModel.Decoder(scaled);
            yield return ExportedModel.Encoder(TestModels.Of(architecture, parameters));
            yield return ExportedModel.Decoder(TestModels.Of(architecture, parameters)) with
            {
                Payload = [OnnxTensor.Of("prior", new byte[1000])],
            };
        }

        var images = new VaeArchitecture(
            [
                new Reshape(2, 6, 5), new BatchNorm(2), new Conv2d(2, 3, Kernel: 3, Stride: 2, Padding: 1), new Flatten(),
                new BatchNorm(27), new Dense(27, 4),
            ],
            [
                new Dense(4, 27), new Reshape(3, 3, 3),
                new ConvTranspose2d(3, 2, Kernel: 3, Stride: 2, Padding: 1, OutputPaddingHeight: 1), new Flatten(),
            ]);
        yield return ExportedModel.Generator(TestModels.Of(images, new float[images.ParameterCount]), new() { PoolSize = 8 });
        yield return ExportedModel.Encoder(TestModels.Of(images, new float[images.ParameterCount]));
        yield return ExportedModel.Decoder(TestModels.Of(images, new float[images.ParameterCount]));
    }

    private static IEnumerable<OnnxModel> ModelsOfLikelihoods()
    {
        foreach (Likelihood likelihood in new Likelihood[]
        {
            Likelihood.Gaussian(6), new(new CategoricalSlots(6)),
            new(new CategoricalSlots(2), new GaussianSlots(3), new BernoulliSlots(1)),
        })
        {
            VaeArchitecture architecture = VaeArchitecture.Mlp(6, [], 3) with { Likelihood = likelihood };
            float[] parameters = new float[architecture.ParameterCount];
            yield return ExportedModel.Encoder(TestModels.Of(architecture, parameters));
            yield return ExportedModel.Decoder(TestModels.Of(architecture, parameters));
            yield return ExportedModel.Decoder(
                TestModels.Of(architecture, parameters, new([0, 0, 0, 1, 2, 3], [1, 1, 2, 3, 4, 5], likelihood)));
        }
    }

    /// <summary>With flat outputs, slot names, a whole model in its training information, and a checksum at its end.</summary>
    private static byte[] Transformer()
    {
        VaeArchitecture architecture = VaeArchitecture.Mlp(4, [5], 3);
        BmVaeModel model = TestModels.Of(architecture, new float[architecture.ParameterCount], null, "a", "b", "c", "d");
        OnnxModel rows = ExportedModel.Rows(
            model, [RowOutput.Bits, RowOutput.Reconstruction, RowOutput.Energy, RowOutput.OutlierScore], OutlierMeasure.FreeEnergy);
        return new EmbeddedModel(model, "{}"u8.ToArray()).WriteInto(ColumnGraph.Of(
            rows,
            "Features",
            [
                new("Latent", nameof(RowOutput.Bits), ["x", "y", "z"]),
                new("Reconstruction", nameof(RowOutput.Reconstruction), model.SlotNames),
                new("Energy", nameof(RowOutput.Energy), []),
                new("Score", nameof(RowOutput.OutlierScore), []),
            ]));
    }

    private static string PythonWithOnnx()
    {
        // The system's Python may have it where the one on the PATH has not.
        string? python = ((string[])["python3", "/usr/bin/python3", "python"])
            .FirstOrDefault(name => Run(name, ["-c", "import onnx"]).ExitCode == 0);
        if (python is null)
        {
            Assert.Inconclusive("No Python with the package onnx (Debian: python3-onnx), so the official checker did not run.");
        }

        return python;
    }

    private static (int ExitCode, string Output) Run(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd() + errors.Result;
            process.WaitForExit();
            return (process.ExitCode, output);
        }
        catch (Win32Exception)
        {
            return (-1, "");
        }
    }
}

using MLNetQuantumPrior.Demo;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Browser.Tests;

/// <summary>Generators of digits, with and without acceptance and in half precision, and their decoder, as files.</summary>
[TestClass]
public static class TestModels
{
    public const string Plain = "plain";
    public const string Accepted = "accepted";
    public const string Half = "half";

    private static readonly Dictionary<string, (bool Acceptance, OnnxPrecision Precision)> Sets = new()
    {
        [Plain] = (false, OnnxPrecision.Single), [Accepted] = (true, OnnxPrecision.Single), [Half] = (true, OnnxPrecision.Half),
    };

    private static readonly Lazy<BmVaeModel> LazyModel =
        new(() => BmVaeModel.Load(Path.Combine(Checkout.Root, "models", "mnist-digits.bmvae")));

    private static readonly Lazy<DirectoryInfo> Folder = new(Make);

    internal static BmVaeModel Model => LazyModel.Value;

    internal static IReadOnlyDictionary<string, (string Generator, string Decoder)> Files =>
        Sets.Keys.ToDictionary(set => set, set => (Generator(set), Path.Combine(Folder.Value.FullName, "decoder.onnx")));

    internal static string Generator(string set) => Path.Combine(Folder.Value.FullName, $"{set}.onnx");

    /// <summary>The C# class with the tables of a file.</summary>
    internal static PortableGenerator Twin(string set) => PortableGenerator.Load(Generator(set));

    [AssemblyCleanup]
    public static void Delete()
    {
        if (Folder.IsValueCreated)
        {
            Folder.Value.Delete(recursive: true);
        }
    }

    private static DirectoryInfo Make()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("generators-");
        Model.SaveDecoderOnnx(Path.Combine(folder.FullName, "decoder.onnx"));
        foreach ((string set, (bool acceptance, OnnxPrecision precision)) in Sets)
        {
            var options = new GenerationOptions { Mode = GenerationMode.Conditional, Acceptance = acceptance, PoolSize = 64, Seed = 1 };
            Model.SaveGeneratorOnnx(Path.Combine(folder.FullName, $"{set}.onnx"), options, precision);
        }

        return folder;
    }
}

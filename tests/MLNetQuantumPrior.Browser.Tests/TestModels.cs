using MLNetQuantumPrior.Demo;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Browser.Tests;

/// <summary>Generators of digits, with and without acceptance and in half precision, their decoder, and an editor, as files.</summary>
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

    /// <summary>The set with acceptance has an editor, the others have none.</summary>
    internal static IReadOnlyDictionary<string, SiteModel> Files => Sets.Keys.ToDictionary(set => set, set => new SiteModel(
        Generator(set), Path.Combine(Folder.Value.FullName, "decoder.onnx"), set == Accepted ? Editor : null));

    /// <summary>Of another model, which knows attributes.</summary>
    internal static string Editor => Path.Combine(Checkout.Root, "models", "mnist.editor.onnx");

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

using BenchmarkDotNet.Attributes;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Benchmarks;

/// <summary>Encoding a row: by ML.NET's Transform with one cursor, and by the model itself.</summary>
public class EncodingSpeed
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly float[] _code = new float[BandModel.Rows * 128];
    private BmVaeTransformer? _vae;
    private IDataView? _rows;
    private float[] _features = [];

    [GlobalSetup]
    public void Fit()
    {
        _rows = BandModel.Data(_ml);
        _vae = BandModel.Fit(_ml, _rows);
        _features = [.. _rows.GetColumn<float[]>("Features").SelectMany(row => row)];
    }

    [GlobalCleanup]
    public void Dispose() => _vae!.Dispose();

    [Benchmark(OperationsPerInvoke = BandModel.Rows)]
    public void Transform() => VectorColumn.Read(_vae!.Transform(_rows!), "Latent");

    [Benchmark(OperationsPerInvoke = BandModel.Rows)]
    public void Encode() => _vae!.Model.Encode(_features, _code);
}

/// <summary>Generating a row with its features in each way, default options, one cursor, once the pools are drawn.</summary>
public class GenerationSpeed
{
    private const int Rows = 20_000;
    private readonly MLContext _ml = new(seed: 1);
    private BmVaeTransformer? _vae;
    private LatentGeneratorTransformer? _generator;

    [Params("unconditional", "low energy", "fields", "class priors", "class priors, acceptance")]
    public string Way { get; set; } = "";

    [GlobalSetup]
    public void Fit()
    {
        _vae = BandModel.Fit(_ml, BandModel.Data(_ml));
        _generator = _vae.Generator(Way switch
        {
            "unconditional" => new(),
            "low energy" => new() { Mode = GenerationMode.LowEnergy },
            "fields" => new() { Mode = GenerationMode.Conditional, Condition = GenerationCondition.Fields },
            "class priors" => new() { Mode = GenerationMode.Conditional },
            _ => new() { Mode = GenerationMode.Conditional, Acceptance = true },
        });
        VectorColumn.Read(_generator.Generate(100), "Features"); // draws the pools
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _generator!.Dispose();
        _vae!.Dispose();
    }

    [Benchmark(OperationsPerInvoke = Rows)]
    public void Row() => VectorColumn.Read(_generator!.Generate(Rows), "Features");
}

using Microsoft.Extensions.DependencyInjection;

namespace MLNetQuantumPrior.Service.Tests;

/// <summary>An autoencoder that fails the first time.</summary>
internal sealed class FailingModel(AutoencoderModel model) : IBatchModel<float[], CodedRow>
{
    private int _runs;

    public string Name => "autoencoder";

    public static ServiceHost Serve() => new()
    {
        Change = services => services.AddSingleton<IBatchModel<float[], CodedRow>>(
            provider => new FailingModel(provider.GetRequiredService<AutoencoderModel>())),
    };

    public CodedRow[] Run(IReadOnlyList<float[]> rows) =>
        Interlocked.Increment(ref _runs) == 1 ? throw new InvalidOperationException("a secret") : model.Run(rows);
}

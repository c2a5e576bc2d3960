using Microsoft.Extensions.DependencyInjection;

namespace MLNetQuantumPrior.Service.Tests;

/// <summary>An autoencoder that answers something else.</summary>
internal sealed class ChangedModel(AutoencoderModel model, Func<CodedRow[], CodedRow[]> change) : IBatchModel<float[], CodedRow>
{
    public string Name => "autoencoder";

    public static ServiceHost Serve(Func<CodedRow[], CodedRow[]> change) => new()
    {
        Change = services => services.AddSingleton<IBatchModel<float[], CodedRow>>(
            provider => new ChangedModel(provider.GetRequiredService<AutoencoderModel>(), change)),
    };

    public CodedRow[] Run(IReadOnlyList<float[]> rows) => change(model.Run(rows));
}

using Microsoft.Extensions.DependencyInjection;

namespace MLNetQuantumPrior.Service.Tests;

/// <summary>An autoencoder that answers something else.</summary>
internal sealed class ChangedModel(
    AutoencoderModel model, Func<CodedRow[], CodedRow[]> change, Action<IReadOnlyList<float[]>>? see) : IBatchModel<float[], CodedRow>
{
    public string Name => "autoencoder";

    public static ServiceHost Serve(Func<CodedRow[], CodedRow[]> change, Action<IReadOnlyList<float[]>>? see = null) => new()
    {
        Change = services => services.AddSingleton<IBatchModel<float[], CodedRow>>(
            provider => new ChangedModel(provider.GetRequiredService<AutoencoderModel>(), change, see)),
    };

    public CodedRow[] Run(IReadOnlyList<float[]> rows)
    {
        see?.Invoke(rows);
        return change(model.Run(rows));
    }
}

namespace MLNetQuantumPrior.Service.Tests;

/// <summary>An autoencoder that computes a batch when it is let.</summary>
internal sealed class HeldModel(AutoencoderModel model) : IBatchModel<float[], CodedRow>
{
    private readonly SemaphoreSlim _entered = new(0), _let = new(0);

    public string Name => "autoencoder";

    /// <summary>Rows of each batch so far.</summary>
    public List<int> Batches { get; } = [];

    /// <summary>Waits for a batch to come.</summary>
    public Task EnteredAsync() => _entered.WaitAsync();

    public void Let(int batches) => _let.Release(batches);

    public CodedRow[] Run(IReadOnlyList<float[]> rows)
    {
        _entered.Release();
        _let.Wait();
        Batches.Add(rows.Count);
        return model.Run(rows);
    }
}

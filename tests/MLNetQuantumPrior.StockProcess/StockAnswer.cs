namespace MLNetQuantumPrior.StockProcess;

/// <summary>What came of a <see cref="StockRequest"/>.</summary>
internal sealed record StockAnswer
{
    public Dictionary<string, string> Types { get; init; } = [];

    public Dictionary<string, string[]> SlotNames { get; init; } = [];

    public Dictionary<string, float[][]> Columns { get; init; } = [];

    public string[] Texts { get; set; } = [];

    public float[][] Predicted { get; set; } = [];

    /// <summary>Assemblies of ours that the process had loaded in the end, but itself.</summary>
    public string[] Ours { get; set; } = [];

    /// <summary>The message of the error that ended it; null for none.</summary>
    public string? Error { get; set; }
}

namespace MLNetQuantumPrior.StockProcess;

/// <summary>What to do with an ML.NET model file.</summary>
internal sealed record StockRequest
{
    public required string ModelFile { get; init; }

    /// <summary>Rows of the columns "Features" and "Label".</summary>
    public required float[][] Features { get; init; }

    public required string[] Labels { get; init; }

    /// <summary>Vectors of Single to read.</summary>
    public string[] Columns { get; init; } = [];

    /// <summary>A text column to read; null for none.</summary>
    public string? TextColumn { get; init; }

    /// <summary>A vector of Single to predict row by row; null for none.</summary>
    public string? PredictedColumn { get; init; }

    /// <summary>Where to save the model again; null for nowhere.</summary>
    public string? SaveAs { get; init; }
}

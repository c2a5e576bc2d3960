namespace MLNetQuantumPrior.Service;

/// <summary>Rows of features in the units of the training data; null for a missing one.</summary>
internal sealed record RowsRequest(float?[][] Rows);

/// <summary>Latent bits of each row, 0 or 1.</summary>
internal sealed record EncodeResponse(float[][] Bits);

/// <summary>How strange each row is.</summary>
internal sealed record ScoreResponse(RowScore[] Rows);

namespace MLNetQuantumPrior.Learning;

/// <summary>The figures of one row, without the prior's log Z.</summary>
internal readonly record struct RowScore(double Reconstruction, double SquaredError, double KlWithoutLogZ, double BoundWithoutLogZ);

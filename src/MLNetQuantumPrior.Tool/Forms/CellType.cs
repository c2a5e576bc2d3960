namespace MLNetQuantumPrior.Tool;

/// <summary>What the cells of a column hold.</summary>
internal enum CellType
{
    /// <summary>Whole numbers of 64 bits.</summary>
    Whole,

    /// <summary>Numbers.</summary>
    Number,

    /// <summary>Numbers of 32 bits: of Parquet files.</summary>
    Single,

    /// <summary>True and false.</summary>
    Flag,

    /// <summary>Points in time.</summary>
    Date,

    /// <summary>Anything else.</summary>
    Text,
}

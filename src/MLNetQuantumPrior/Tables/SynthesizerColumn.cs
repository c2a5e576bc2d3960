using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior;

/// <summary>What a user knows of a column that its values do not say.</summary>
/// <example>
/// <code>
/// Columns = new Dictionary&lt;string, SynthesizerColumn&gt; { ["PostCode"] = new() { Kind = ColumnKind.Category } }
/// </code>
/// </example>
public sealed record SynthesizerColumn
{
    /// <summary>What it holds. Default: as its type and values say.</summary>
    public ColumnKind Kind { get; init => field = Check.Known(value); }

    /// <summary>The least number that is generated; not above the least one of the table. Null: that one. Default null.</summary>
    public double? Least { get; init; }

    /// <summary>The largest number that is generated; not below the largest one of the table. Null: that one. Default null.</summary>
    public double? Most { get; init; }

    /// <summary>Digits behind the point of generated numbers, from 0 to 12. Null: as in the table. Default null.</summary>
    public int? Decimals { get; init => field = Check.Within(0, 12, value); }
}

using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior;

/// <summary>What a user knows of a column that its values do not say.</summary>
/// <example>
/// <code>
/// Seed = 1, Columns = new Dictionary&lt;string, SynthesizerColumn&gt; { ["Repaid"] = new() { Kind = ColumnKind.Ignored } },
/// </code>
/// </example>
public sealed record SynthesizerColumn
{
    /// <summary>What it holds. Default: as its type and values say.</summary>
    public ColumnKind Kind { get; init => field = Check.Known(value); }

    /// <summary>Digits behind the point of generated numbers, from 0 to 12. Null: as in the table. Default null.</summary>
    public int? Decimals { get; init => field = Check.Within(0, 12, value); }
}

using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior;

/// <summary>Distributions of categories: how many training rows had each.</summary>
internal sealed class CategoryLeaves : ICellLeaves
{
    private readonly int[] _first, _codes, _counts, _rows;
    private readonly int _missing;

    /// <summary>Makes distributions of counts.</summary>
    /// <param name="leaves">For each the categories that came up and how often; missing cells are one category more.</param>
    /// <param name="categories">How many categories there are.</param>
    public CategoryLeaves(IReadOnlyList<ImmutableArray<CategoryCount>> leaves, int categories)
    {
        _missing = categories;
        _first = new int[leaves.Count + 1];
        _rows = [.. leaves.Select(leaf => leaf.Sum(category => category.Rows))];
        _codes = [.. leaves.SelectMany(leaf => leaf.Select(category => category.Code))];
        _counts = [.. leaves.SelectMany(leaf => leaf.Select(category => category.Rows))];
        for (int leaf = 0; leaf < leaves.Count; leaf++)
        {
            _first[leaf + 1] = _first[leaf] + leaves[leaf].Length;
        }
    }

    /// <summary>The counts of a distribution.</summary>
    public ImmutableArray<CategoryCount> this[int leaf] =>
        [.. Enumerable.Range(_first[leaf], _first[leaf + 1] - _first[leaf]).Select(k => new CategoryCount(_codes[k], _counts[k]))];

    /// <inheritdoc/>
    public int Rows(int leaf) => _rows[leaf];

    /// <inheritdoc/>
    public double Mass(int leaf, in AllowedCells allowed)
    {
        int rows = 0;
        for (int k = _first[leaf]; k < _first[leaf + 1]; k++)
        {
            rows += IsIn(allowed, _codes[k]) ? _counts[k] : 0;
        }

        return rows / (double)_rows[leaf];
    }

    /// <inheritdoc/>
    public double Draw(int leaf, in AllowedCells allowed, double mass, ref SplitMix64 random)
    {
        double rest = Uniform.Next(ref random) * mass * _rows[leaf];
        int code = -1;
        for (int k = _first[leaf]; k < _first[leaf + 1] && rest >= 0; k++)
        {
            if (IsIn(allowed, _codes[k]))
            {
                code = _codes[k];
                rest -= _counts[k];
            }
        }

        return code == _missing ? double.NaN : code;
    }

    private bool IsIn(in AllowedCells allowed, int code) =>
        code == _missing ? allowed.Cells.AllowsMissing : allowed.Cells.HasCategory(code);
}

/// <summary>How many rows had a category.</summary>
/// <param name="Code">The category, or the number of categories where the cell is missing.</param>
/// <param name="Rows">Rows, at least 1.</param>
internal readonly record struct CategoryCount(int Code, int Rows);

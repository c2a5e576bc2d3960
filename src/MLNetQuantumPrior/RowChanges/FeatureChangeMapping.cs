using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior;

/// <summary>Changes the feature column of rows, and gives the energy of what they became.</summary>
internal sealed class FeatureChangeMapping(
    DataViewSchema input, FeatureColumn features, FeatureChange change, ImmutableArray<AddedColumn> added)
    : BatchMapping(input, [features.Column], added)
{
    /// <summary>Enough for every core to have some.</summary>
    public override int BatchSize => 128;

    /// <summary>The columns that a change adds.</summary>
    public static ImmutableArray<AddedColumn> Columns(BmVaeModel model, string outputColumnName, string? energyColumnName)
    {
        var features = new AddedColumn(outputColumnName, model.Architecture.InputSize, model.SlotNames);
        return energyColumnName is null ? [features] : [features, AddedColumn.Number(energyColumnName)];
    }

    /// <summary>Checks the names of columns.</summary>
    /// <exception cref="ArgumentException">Two have one name, or one that a model file cannot hold.</exception>
    public static void CheckNames(string outputColumnName, string inputColumnName, string? energyColumnName)
    {
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        ArgumentException.ThrowIfNullOrEmpty(inputColumnName);
        if (energyColumnName is "" || energyColumnName == outputColumnName)
        {
            throw new ArgumentException(
                $"Column of energies: expected a name other than '{outputColumnName}', or null for none, got '{energyColumnName}'.",
                nameof(energyColumnName));
        }

        ColumnNames.Check(input: null, energyColumnName is null ? [outputColumnName] : [outputColumnName, energyColumnName]);
    }

    /// <summary>Finds the feature column.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is missing, of another type, or of another size than the model's.</exception>
    public static FeatureColumn Find(DataViewSchema input, string name, BmVaeModel model, bool allowsMissing)
    {
        FeatureColumn column = FeatureColumn.In(input, name) with { AllowsMissing = allowsMissing };
        int size = model.Architecture.InputSize;
        return column.Size == size
            ? column
            : throw new ArgumentOutOfRangeException(
                nameof(input), $"Schema mismatch for input column '{name}': expected {size} values, as the model has, got {column.Size}.");
    }

    public override RowBatch CreateBatch(DataViewRow input, int capacity, IReadOnlySet<int> active) =>
        new Batch(input, features, change, capacity);

    private sealed class Batch(DataViewRow input, FeatureColumn features, FeatureChange change, int capacity) : RowBatch
    {
        private readonly FeatureReader _reader = new(input, features);
        private readonly ValueGetter<DataViewRowId> _idGetter = input.GetIdGetter();
        private readonly float[] _rows = new float[capacity * features.Size], _changed = new float[capacity * features.Size];
        private readonly float[] _energies = new float[capacity];
        private readonly ulong[] _ids = new ulong[capacity];

        public override void Read(int row)
        {
            _reader.Read(_rows.AsSpan(row * features.Size, features.Size));
            DataViewRowId id = default;
            _idGetter(ref id);
            _ids[row] = id.Low ^ (id.High * 0x9e3779b97f4a7c15); // an odd factor: different High, different number
        }

        public override void Compute(int count) => change(
            _rows.AsSpan(0, count * features.Size),
            _ids.AsSpan(0, count),
            _changed.AsSpan(0, count * features.Size),
            _energies.AsSpan(0, count));

        public override ReadOnlySpan<float> Values(int added, int row) => added == 0
            ? _changed.AsSpan(row * features.Size, features.Size)
            : _energies.AsSpan(row, 1);
    }
}

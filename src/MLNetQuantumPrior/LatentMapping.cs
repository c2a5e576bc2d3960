using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior;

/// <summary>The computation behind the transformer: which column it reads, which it adds, and the bits of a batch.</summary>
internal sealed record LatentMapping(BmVaeModel Model, string OutputColumnName, string InputColumnName)
{
    /// <summary>Finds the input in a schema and adds the output to it.</summary>
    public BoundLatentMapping Bind(DataViewSchema input)
    {
        FeatureColumn features = FeatureColumn.In(input, InputColumnName);
        if (features.Size != Model.Architecture.InputSize)
        {
            throw new ArgumentOutOfRangeException(
                nameof(input),
                $"Schema mismatch for input column '{InputColumnName}': expected Vector<Single, {Model.Architecture.InputSize}>, as in training, got {features.Column.Type}.");
        }

        var schema = new DataViewSchema.Builder();
        schema.AddColumns(input);
        schema.AddColumn(OutputColumnName, LatentColumn.Type(Model.Architecture.LatentSize));
        return new(this, input, schema.ToSchema(), features);
    }

    /// <summary>Encodes rows. <c>[rows, InputSize] -> [rows, LatentSize]</c>, each 0 or 1.</summary>
    public void Encode(ReadOnlySpan<float> features, Span<float> bits)
    {
        Model.Encode(features, bits);
        foreach (ref float bit in bits)
        {
            bit = bit > 0 ? 1 : 0;
        }
    }
}

/// <summary>A mapping bound to one input schema; the output schema is the input's columns at their own indices, then the latents.</summary>
internal sealed record BoundLatentMapping(LatentMapping Mapping, DataViewSchema InputSchema, DataViewSchema OutputSchema, FeatureColumn Features)
{
    /// <summary>Index of the column of latent bits.</summary>
    public int OutputIndex => InputSchema.Count;

    /// <summary>The input columns needed for a choice of output columns.</summary>
    public IEnumerable<DataViewSchema.Column> InputsFor(IEnumerable<DataViewSchema.Column> outputs)
    {
        var needed = new SortedSet<int>();
        foreach (DataViewSchema.Column column in outputs)
        {
            needed.Add(column.Index == OutputIndex ? Features.Column.Index : column.Index);
        }

        return needed.Select(index => InputSchema[index]);
    }

    /// <summary>Whether the latents themselves are asked for.</summary>
    public bool NeedsLatents(IEnumerable<DataViewSchema.Column> outputs) => outputs.Any(column => column.Index == OutputIndex);
}

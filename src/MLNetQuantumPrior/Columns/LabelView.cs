using Microsoft.ML;

namespace MLNetQuantumPrior;

/// <summary>Views of numbered rows with nothing but a label; without classes, with no column at all. They cost no memory.</summary>
internal static class LabelView
{
    /// <summary>Makes a view.</summary>
    /// <param name="rows">How many.</param>
    /// <param name="labelColumnName">Name of the label column.</param>
    /// <param name="label">What it holds; null for no such column.</param>
    /// <param name="classOf">The number of the class of a row, by its id.</param>
    /// <param name="firstId">Id of the first row.</param>
    /// <param name="constants">Columns with one value, which come after the label.</param>
    public static NumberedRows Of(
        long rows,
        string labelColumnName,
        GeneratedLabel? label,
        Func<long, int> classOf,
        long firstId = 0,
        params ImmutableArray<GivenColumn> constants)
    {
        var schema = new DataViewSchema.Builder();
        if (label is not null)
        {
            schema.AddColumn(labelColumnName, label.Type, label.Annotations);
        }

        foreach (GivenColumn constant in constants)
        {
            schema.AddColumn(constant.Name, constant.Value.Type, constant.Value.Annotations);
        }

        int first = label is null ? 0 : 1;
        return new(schema.ToSchema(), rows, Getter, firstId);

        Delegate Getter(DataViewSchema.Column column, Func<long> id) => column.Index < first
            ? label!.Getter(() => classOf(id()))
            : constants[column.Index - first].Value.Getter(() => id() >= 0 ? 0 : -1);
    }
}

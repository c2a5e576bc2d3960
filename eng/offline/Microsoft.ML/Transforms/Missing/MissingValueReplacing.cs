using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

public sealed class MissingValueReplacingEstimator : IEstimator<MissingValueReplacingTransformer>
{
    private readonly (string Output, string Input)[] _columns;
    private readonly ReplacementMode _mode;
    private readonly bool _bySlot;

    internal MissingValueReplacingEstimator((string Output, string Input)[] columns, ReplacementMode mode, bool bySlot)
    {
        _columns = columns;
        _mode = mode;
        _bySlot = bySlot;
    }

    public enum ReplacementMode : byte
    {
        DefaultValue = 0,
        Mean = 1,
        Minimum = 2,
        Maximum = 3,
    }

    public MissingValueReplacingTransformer Fit(IDataView input)
    {
        Contracts.CheckValue(input, nameof(input));
        DataViewSchema.Column[] sources = [.. _columns.Select(c => input.Schema.GetColumnOrNull(c.Input)
            ?? throw Contracts.ExceptSchemaMismatch(nameof(input), "input", c.Input))];
        foreach (DataViewSchema.Column source in sources)
            CheckType(source.Type.ItemType());
        if (_mode == ReplacementMode.DefaultValue)
            return new MissingValueReplacingTransformer(_columns, [.. sources.Select(s => MissingReplacement.Default(s.Type.ItemType()))]);
        using DataViewRowCursor cursor = input.GetRowCursor(sources);
        SlotStatistics[] statistics = [.. sources.Select(source =>
            SlotStatistics.Create(cursor, source, _bySlot && source.Type is not VectorDataViewType { IsKnownSize: false }))];
        while (cursor.MoveNext())
        {
            foreach (SlotStatistics column in statistics)
                column.Add();
        }
        return new MissingValueReplacingTransformer(_columns, [.. statistics.Select(s => s.Replacement(_mode))]);
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Contracts.CheckValue(inputSchema, nameof(inputSchema));
        return inputSchema.With(_columns.Select(pair =>
        {
            if (!inputSchema.TryFindColumn(pair.Input, out SchemaShape.Column source))
                throw Contracts.ExceptSchemaMismatch(nameof(inputSchema), "input", pair.Input);
            CheckType(source.ItemType);
            string[] kept = [AnnotationKinds.SlotNames, AnnotationKinds.IsNormalized];
            var annotations = new SchemaShape(source.Annotations.Where(a => kept.Contains(a.Name)));
            return new SchemaShape.Column(pair.Output, source.Kind, source.ItemType, false, annotations);
        }));
    }

    internal static void CheckType(DataViewType item) => Contracts.CheckParam(
        item == NumberDataViewType.Single || item == NumberDataViewType.Double, "inputSchema",
        $"Type '{item}' is not supported by NAReplaceTransform since it doesn't have an NA value");
}

public sealed class MissingValueReplacingTransformer : OneToOneTransformerBase, ILoadable
{
    private static readonly ModelFormat s_format =
        new("NAREP TF", 0x00010002, "NAReplaceTransform", ModelFormat.Transforms) { Oldest = 0x00010001 };

    private readonly MissingReplacement[] _replacements;

    internal MissingValueReplacingTransformer((string Output, string Input)[] columns, MissingReplacement[] replacements)
        : base(columns) => _replacements = replacements;

    static ICanSaveModel ILoadable.Load(ModelLoadContext context)
    {
        context.Header.Check(s_format);
        (string, string)[] columns = LoadColumns(context);
        return new MissingValueReplacingTransformer(columns, [.. columns.Select(_ => MissingReplacement.Read(context.Reader))]);
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetFormat(s_format);
        SaveColumns(ctx);
        foreach (MissingReplacement replacement in _replacements)
            replacement.Write(ctx.Writer);
    }

    private protected override BoundColumn BindColumn(DataViewSchema.Column source, int index)
    {
        MissingReplacement replacement = _replacements[index];
        replacement.CheckFits(source);
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.Add(source.Annotations, kind => kind is AnnotationKinds.SlotNames or AnnotationKinds.IsNormalized);
        return new BoundColumn(new(Columns[index].Output, source.Type, annotations.ToAnnotations()), row =>
            replacement.MakeGetter(row, source));
    }
}

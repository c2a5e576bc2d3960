using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using static Microsoft.ML.SchemaShape.Column;

namespace Microsoft.ML.Transforms;

public sealed class MissingValueIndicatorEstimator : TrivialEstimator<MissingValueIndicatorTransformer>
{
    internal MissingValueIndicatorEstimator((string Output, string Input)[] columns) : base(new MissingValueIndicatorTransformer(columns))
    {
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Contracts.CheckValue(inputSchema, nameof(inputSchema));
        return inputSchema.With(Transformer.Columns.Select(pair =>
        {
            if (!inputSchema.TryFindColumn(pair.Input, out SchemaShape.Column source)
                || !(source.IsKey || MissingValues.CanBeIn(source.ItemType)))
                throw Contracts.ExceptSchemaMismatch(nameof(inputSchema), "input", pair.Input);
            var annotations = new List<SchemaShape.Column>();
            if (source.Annotations.TryFindColumn(AnnotationKinds.SlotNames, out SchemaShape.Column slotNames))
                annotations.Add(slotNames);
            annotations.Add(new(AnnotationKinds.IsNormalized, VectorKind.Scalar, BooleanDataViewType.Instance, false));
            return new SchemaShape.Column(pair.Output, source.Kind, BooleanDataViewType.Instance, false, new SchemaShape(annotations));
        }));
    }
}

public sealed class MissingValueIndicatorTransformer : OneToOneTransformerBase, ILoadable
{
    private static readonly ModelFormat s_format = new("NAIND TF", 0x00010001, "NaIndicatorTransform", ModelFormat.Transforms);

    internal MissingValueIndicatorTransformer((string Output, string Input)[] columns) : base(columns)
    {
    }

    static ICanSaveModel ILoadable.Load(ModelLoadContext context)
    {
        context.Header.Check(s_format);
        return new MissingValueIndicatorTransformer(LoadColumns(context));
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetFormat(s_format);
        SaveColumns(ctx);
    }

    private protected override BoundColumn BindColumn(DataViewSchema.Column source, int index)
    {
        DataViewType item = source.Type.ItemType();
        Contracts.Check(MissingValues.CanBeIn(item), $"Column '{source.Name}': expected a type with missing values, got {source.Type}");
        DataViewType type = source.Type is VectorDataViewType vector
            ? new VectorDataViewType(BooleanDataViewType.Instance, vector.Dimensions)
            : BooleanDataViewType.Instance;
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.Add(source.Annotations, kind => kind == AnnotationKinds.SlotNames);
        annotations.AddPrimitiveValue(AnnotationKinds.IsNormalized, BooleanDataViewType.Instance, true);
        return new BoundColumn(new(Columns[index].Output, type, annotations.ToAnnotations()), row =>
            (Delegate)GenericCall.Invoke(MakeGetter<float>, item.RawType, row, source));
    }

    private static Delegate MakeGetter<T>(DataViewRow row, DataViewSchema.Column source)
    {
        Func<T, bool> isMissing = MissingValues.Test<T>(source.Type.ItemType());
        if (source.Type is not VectorDataViewType)
        {
            ValueGetter<T> getter = row.GetGetter<T>(source);
            T value = default;
            return (ValueGetter<bool>)((ref bool destination) =>
            {
                getter(ref value);
                destination = isMissing(value);
            });
        }
        ValueGetter<VBuffer<T>> vectorGetter = row.GetGetter<VBuffer<T>>(source);
        VBuffer<T> values = default;
        return (ValueGetter<VBuffer<bool>>)((ref VBuffer<bool> destination) =>
        {
            vectorGetter(ref values);
            VBufferEditor<bool> editor = VBufferEditor.Create(ref destination, values.Length);
            foreach ((int slot, T value) in values.Items(all: true))
                editor.Values[slot] = isMissing(value);
            destination = editor.Commit();
        });
    }
}

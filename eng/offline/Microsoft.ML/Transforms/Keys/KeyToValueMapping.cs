using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

public sealed class KeyToValueMappingEstimator : TrivialEstimator<KeyToValueMappingTransformer>
{
    internal KeyToValueMappingEstimator(params (string Output, string Input)[] columns) : base(new KeyToValueMappingTransformer(columns))
    {
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Contracts.CheckValue(inputSchema, nameof(inputSchema));
        return inputSchema.With(Transformer.Columns.Select(pair => OutputShape(inputSchema, pair.Output, pair.Input)));
    }

    private static SchemaShape.Column OutputShape(SchemaShape inputSchema, string output, string input)
    {
        if (!inputSchema.TryFindColumn(input, out SchemaShape.Column source))
            throw Contracts.ExceptSchemaMismatch(nameof(inputSchema), "input", input);
        if (!source.IsKey)
            throw Contracts.ExceptSchemaMismatch(nameof(inputSchema), "input", input, "KeyType", source.GetTypeString());
        bool hasValues = source.Annotations.TryFindColumn(AnnotationKinds.KeyValues, out SchemaShape.Column values);
        Contracts.CheckParam(hasValues, nameof(inputSchema), $"Input column '{input}' doesn't contain key values metadata");
        SchemaShape annotations = null;
        if (source.HasSlotNames() && source.Annotations.TryFindColumn(AnnotationKinds.SlotNames, out SchemaShape.Column slotNames))
            annotations = new SchemaShape([slotNames]);
        return new SchemaShape.Column(output, source.Kind, values.ItemType, values.IsKey, annotations);
    }
}

public sealed class KeyToValueMappingTransformer : OneToOneTransformerBase, ILoadable
{
    private static readonly ModelFormat s_format = new("KEY2VALT", 0x00010001, "KeyToValueTransform", ModelFormat.Data);

    internal KeyToValueMappingTransformer(params (string Output, string Input)[] columns) : base(columns)
    {
    }

    static ICanSaveModel ILoadable.Load(ModelLoadContext context)
    {
        context.Header.Check(s_format);
        return new KeyToValueMappingTransformer(LoadColumns(context));
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetFormat(s_format);
        SaveColumns(ctx);
    }

    private protected override BoundColumn BindColumn(DataViewSchema.Column source, int index)
    {
        var values = source.AnnotationType(AnnotationKinds.KeyValues) as VectorDataViewType;
        Contracts.Check(values != null, "Metadata KeyValues does not exist");
        var key = source.Type.ItemType() as KeyDataViewType;
        Contracts.Check((ulong)values.Size == key?.Count, "KeyValues metadata size does not match column type key count");
        DataViewType type = source.Type is VectorDataViewType vector
            ? new VectorDataViewType(values.ItemType, vector.Dimensions)
            : values.ItemType;
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.Add(source.Annotations, kind => kind == AnnotationKinds.SlotNames);
        Type[] types = [key.RawType, values.ItemType.RawType];
        return new BoundColumn(new(Columns[index].Output, type, annotations.ToAnnotations()),
            row => (Delegate)GenericCall.Invoke(MakeGetter<uint, int>, types, row, source));
    }

    private static Delegate MakeGetter<TKey, TValue>(DataViewRow row, DataViewSchema.Column source)
    {
        VBuffer<TValue> buffer = default;
        source.GetKeyValues(ref buffer);
        TValue[] values = [.. buffer.DenseValues()];
        TValue missing = Missing<TValue>();
        TValue ValueOf(TKey key)
        {
            ulong number = Convert.ToUInt64(key);
            return number > 0 && number <= (ulong)values.Length ? values[number - 1] : missing;
        }

        if (source.Type is not VectorDataViewType)
        {
            ValueGetter<TKey> getter = row.GetGetter<TKey>(source);
            TKey key = default;
            return (ValueGetter<TValue>)((ref TValue value) =>
            {
                getter(ref key);
                value = ValueOf(key);
            });
        }
        ValueGetter<VBuffer<TKey>> vectorGetter = row.GetGetter<VBuffer<TKey>>(source);
        VBuffer<TKey> keys = default;
        return (ValueGetter<VBuffer<TValue>>)((ref VBuffer<TValue> dst) =>
        {
            vectorGetter(ref keys);
            var editor = VBufferEditor.Create(ref dst, keys.Length);
            foreach ((int slot, TKey key) in keys.Items(all: true))
                editor.Values[slot] = ValueOf(key);
            dst = editor.Commit();
        });
    }

    /// <summary>What a missing key becomes: NaN where there is one, else the default.</summary>
    private static T Missing<T>() => default(T) switch
    {
        float => (T)(object)float.NaN,
        double => (T)(object)double.NaN,
        _ => default,
    };
}

using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using static Microsoft.ML.SchemaShape.Column;

namespace Microsoft.ML.Transforms;

public sealed class KeyToVectorMappingEstimator : TrivialEstimator<KeyToVectorMappingTransformer>
{
    internal KeyToVectorMappingEstimator(KeyToVectorMappingTransformer transformer) : base(transformer)
    {
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Contracts.CheckValue(inputSchema, nameof(inputSchema));
        return inputSchema.With(Transformer.Columns.Select((pair, i) => OutputShape(inputSchema, pair.Output, pair.Input, i)));
    }

    private SchemaShape.Column OutputShape(SchemaShape inputSchema, string output, string input, int index)
    {
        if (!inputSchema.TryFindColumn(input, out SchemaShape.Column source) || !source.ItemType.IsStandardScalar())
            throw Contracts.ExceptSchemaMismatch(nameof(inputSchema), "input", input);
        bool counts = Transformer.Counts[index];
        bool isVariable = source.Kind == VectorKind.VariableVector;
        var annotations = new List<SchemaShape.Column>();
        if (source.Annotations.TryFindColumn(AnnotationKinds.KeyValues, out SchemaShape.Column values)
            && values.ItemType is TextDataViewType && ((counts && source.IsKey) || !isVariable))
            annotations.Add(new(AnnotationKinds.SlotNames, VectorKind.Vector, values.ItemType, false));
        if (!counts && !isVariable)
            annotations.Add(new(AnnotationKinds.CategoricalSlotRanges, VectorKind.Vector, NumberDataViewType.Int32, false));
        if (!counts || source.Kind == VectorKind.Scalar)
            annotations.Add(new(AnnotationKinds.IsNormalized, VectorKind.Scalar, BooleanDataViewType.Instance, false));
        VectorKind kind = isVariable && !counts ? VectorKind.VariableVector : VectorKind.Vector;
        return new SchemaShape.Column(output, kind, NumberDataViewType.Single, false, new SchemaShape(annotations));
    }
}

/// <summary>A key becomes a vector with a one at its place. Of a vector of keys, either one such vector behind the other is made, or the
/// sum of them.</summary>
public sealed class KeyToVectorMappingTransformer : OneToOneTransformerBase, ILoadable
{
    private static readonly ModelFormat s_format =
        new("KEY2VECT", 0x00010002, "KeyToVectorTransform", ModelFormat.Data) { Readable = 0x00010001 };

    internal KeyToVectorMappingTransformer((string Output, string Input)[] columns, bool[] counts) : base(columns) => Counts = counts;

    /// <summary>Per column, whether a vector of keys becomes the sum of their vectors.</summary>
    internal bool[] Counts { get; }

    static ICanSaveModel ILoadable.Load(ModelLoadContext context)
    {
        context.Header.Check(s_format);
        (string, string)[] columns = LoadColumns(context);
        return new KeyToVectorMappingTransformer(columns, [.. columns.Select(_ => context.Reader.ReadBoolean())]);
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetFormat(s_format);
        SaveColumns(ctx);
        foreach (bool counts in Counts)
            ctx.Writer.Write(counts);
    }

    private protected override BoundColumn BindColumn(DataViewSchema.Column source, int index)
    {
        if (source.Type.ItemType() is not KeyDataViewType key)
            throw Contracts.ExceptSchemaMismatch(
                "inputSchema", "input", source.Name, "key type of known cardinality", source.Type.ToString());
        int size = checked((int)key.Count);
        var vector = source.Type as VectorDataViewType;
        bool isOne = Counts[index] || vector == null || vector.Size == 1;
        var type = isOne
            ? new VectorDataViewType(NumberDataViewType.Single, size)
            : new VectorDataViewType(NumberDataViewType.Single, vector.Size, size);
        DataViewSchema.Annotations annotations = Annotations(source, type, Counts[index]);
        return new BoundColumn(new(Columns[index].Output, type, annotations), row =>
            (Delegate)GenericCall.Invoke(MakeGetter<uint>, key.RawType, row, source, size, Counts[index]));
    }

    private static DataViewSchema.Annotations Annotations(DataViewSchema.Column source, VectorDataViewType type, bool counts)
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        int values = source.Type is VectorDataViewType vector ? vector.Size : 1;
        int keys = checked((int)((KeyDataViewType)source.Type.ItemType()).Count);
        bool isOneSlotAKey = counts || source.Type is not VectorDataViewType;
        if (source.HasKeyValues(TextDataViewType.Instance) && type.IsKnownSize)
        {
            annotations.Add(AnnotationKinds.SlotNames, new VectorDataViewType(TextDataViewType.Instance, type.Dimensions),
                (ref VBuffer<ReadOnlyMemory<char>> dst) => dst = new VBuffer<ReadOnlyMemory<char>>(
                    type.Size, isOneSlotAKey ? KeyValues(source) : SlotNames(source, values)));
        }
        if (!counts && values > 0)
            annotations.AddCategoricalSlotRanges([.. Enumerable.Range(0, values).SelectMany(i => (int[])[i * keys, ((i + 1) * keys) - 1])]);
        if (!counts || source.Type is not VectorDataViewType)
            annotations.AddPrimitiveValue(AnnotationKinds.IsNormalized, BooleanDataViewType.Instance, true);
        return annotations.ToAnnotations();
    }

    private static ReadOnlyMemory<char>[] KeyValues(DataViewSchema.Column source)
    {
        VBuffer<ReadOnlyMemory<char>> keys = default;
        source.GetKeyValues(ref keys);
        return [.. keys.DenseValues()];
    }

    /// <summary>"slot.key", with "[0]" and so on for a slot without a name.</summary>
    private static ReadOnlyMemory<char>[] SlotNames(DataViewSchema.Column source, int slots)
    {
        VBuffer<ReadOnlyMemory<char>> names = new(slots, 0, null, null);
        if (source.HasSlotNames())
            source.GetSlotNames(ref names);
        ReadOnlyMemory<char>[] keys = KeyValues(source);
        return [.. names.Items(all: true).SelectMany(slot =>
            keys.Select(key => $"{(slot.Value.IsEmpty ? $"[{slot.Key}]" : slot.Value.ToString())}.{key}".AsMemory()))];
    }

    private static Delegate MakeGetter<T>(DataViewRow row, DataViewSchema.Column source, int size, bool counts)
    {
        if (source.Type is not VectorDataViewType)
        {
            ValueGetter<T> getter = row.GetGetter<T>(source);
            T key = default;
            return (ValueGetter<VBuffer<float>>)((ref VBuffer<float> destination) =>
            {
                getter(ref key);
                int place = Place(key, size);
                destination = place >= 0 ? new VBuffer<float>(size, 1, [1], [place]) : new VBuffer<float>(size, 0, [], []);
            });
        }
        ValueGetter<VBuffer<T>> vectorGetter = row.GetGetter<VBuffer<T>>(source);
        VBuffer<T> keys = default;
        return (ValueGetter<VBuffer<float>>)((ref VBuffer<float> destination) =>
        {
            vectorGetter(ref keys);
            VBufferEditor<float> editor = VBufferEditor.Create(ref destination, counts ? size : size * keys.Length);
            editor.Values.Clear();
            foreach ((int slot, T key) in keys.Items())
            {
                int place = Place(key, size);
                if (place >= 0)
                    editor.Values[counts ? place : (slot * size) + place]++;
            }
            destination = editor.Commit();
        });
    }

    /// <summary>Where the one stands; -1 for a missing key.</summary>
    private static int Place<T>(T key, int size)
    {
        ulong number = Convert.ToUInt64(key);
        return number <= (ulong)size ? (int)number - 1 : -1;
    }
}

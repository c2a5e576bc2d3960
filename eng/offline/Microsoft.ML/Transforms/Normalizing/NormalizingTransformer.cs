using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

public sealed class NormalizingTransformer : OneToOneTransformerBase, ILoadable
{
    private static readonly ModelFormat s_format =
        new("NORMALZR", 0x00010002, "Normalizer", ModelFormat.Data) { Readable = 0x00010001 };

    private readonly AffineMap[] _maps;

    internal NormalizingTransformer((string Output, string Input)[] columns, AffineMap[] maps) : base(columns) => _maps = maps;

    static ICanSaveModel ILoadable.Load(ModelLoadContext context)
    {
        context.Header.Check(s_format);
        (string, string)[] columns = LoadColumns(context);
        var maps = new AffineMap[columns.Length];
        for (int i = 0; i < maps.Length; i++)
        {
            DataViewType type = LoadType(context);
            context.LoadPart(FolderOf(i), part => maps[i] = AffineMap.Read(part, type));
        }
        return new NormalizingTransformer(columns, maps);
    }

    internal static void CheckType(DataViewSchema.Column source)
    {
        DataViewType item = source.Type.ItemType();
        bool fits = (item == NumberDataViewType.Single || item == NumberDataViewType.Double)
            && source.Type is not VectorDataViewType { IsKnownSize: false };
        if (!fits)
            throw Contracts.ExceptSchemaMismatch(
                "inputSchema", "input", source.Name, "scalar or known-size vector of Single", source.Type.ToString());
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetFormat(s_format);
        SaveColumns(ctx);
        for (int i = 0; i < _maps.Length; i++)
        {
            SaveType(ctx, _maps[i].Type);
            ctx.SaveModel(FolderOf(i), _maps[i].Save);
        }
    }

    private protected override BoundColumn BindColumn(DataViewSchema.Column source, int index)
    {
        CheckType(source);
        AffineMap map = _maps[index];
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.AddPrimitiveValue(AnnotationKinds.IsNormalized, BooleanDataViewType.Instance, true);
        annotations.Add(source.Annotations, kind => kind == AnnotationKinds.SlotNames);
        return new BoundColumn(new(Columns[index].Output, map.Type, annotations.ToAnnotations()), row => map.MakeGetter(row, source));
    }

    private static string FolderOf(int column) => $"Normalizer_{column:000}";

    private static void SaveType(ModelSaveContext ctx, DataViewType type)
    {
        var vector = type as VectorDataViewType;
        ctx.Writer.Write(vector != null);
        ctx.Writer.Write((byte)DataKinds.OfRaw(type.ItemType().RawType));
        if (vector == null)
            return;
        ctx.Writer.Write(vector.Dimensions.Length);
        foreach (int dimension in vector.Dimensions)
            ctx.Writer.Write(dimension);
    }

    private static DataViewType LoadType(ModelLoadContext context)
    {
        bool isVector = context.Reader.ReadBoolean();
        var kind = (DataKind)context.Reader.ReadByte();
        Contracts.CheckDecode(kind is DataKind.Single or DataKind.Double, "Corrupt normalizer");
        if (!isVector)
            return kind.ToType();
        int[] dimensions = [.. Enumerable.Range(0, context.LoadCount()).Select(_ => context.Reader.ReadInt32())];
        return new VectorDataViewType(kind.ToType(), dimensions);
    }
}

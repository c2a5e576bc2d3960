using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Image;

[assembly: LoadableClass<VectorToImageConvertingTransformer>("VectorToImageConverter")]

namespace Microsoft.ML.Transforms.Image;

public sealed class VectorToImageConvertingEstimator : TrivialEstimator<VectorToImageConvertingTransformer>
{
    internal VectorToImageConvertingEstimator(VectorToImageConvertingTransformer transformer) : base(transformer)
    {
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Contracts.CheckValue(inputSchema, nameof(inputSchema));
        return inputSchema.With(Transformer.Columns.Select(pair =>
        {
            if (!inputSchema.TryFindColumn(pair.Input, out SchemaShape.Column source))
                throw Contracts.ExceptSchemaMismatch(nameof(inputSchema), "input", pair.Input);
            if (source.Kind != SchemaShape.Column.VectorKind.Vector || !VectorToImageConvertingTransformer.CanConvert(source.ItemType))
                throw Contracts.ExceptSchemaMismatch(nameof(inputSchema), "input", pair.Input,
                    "known-size vector of type Single, Double or Byte", source.GetTypeString());
            return new SchemaShape.Column(pair.Output, SchemaShape.Column.VectorKind.Scalar, Transformer.Type, false);
        }));
    }
}

public sealed class VectorToImageConvertingTransformer : OneToOneTransformerBase, ILoadable
{
    private const byte Opaque = 255;

    private static readonly ModelFormat s_format =
        new("VECTOIMG", 0x00010003, "VectorToImageConverter", "Microsoft.ML.ImageAnalytics") { Readable = 0x00010002 };

    private readonly PixelLayout _layout;
    private readonly float _scale;
    private readonly float _offset;

    internal VectorToImageConvertingTransformer(string output, string input, ImageDataViewType type, PixelLayout layout, float scale,
        float offset) : base((output, input))
    {
        Contracts.CheckParam(float.IsFinite(offset), nameof(offset));
        Contracts.CheckParam(float.IsFinite(scale) && scale != 0, nameof(scale));
        Type = type;
        _layout = layout;
        _scale = scale;
        _offset = offset;
    }

    internal ImageDataViewType Type { get; }

    internal static bool CanConvert(DataViewType item) =>
        item == NumberDataViewType.Single || item == NumberDataViewType.Double || item == NumberDataViewType.Byte;

    static ICanSaveModel ILoadable.Load(ModelLoadContext context)
    {
        context.Header.Check(s_format);
        (string Output, string Input)[] columns = LoadColumns(context);
        Contracts.CheckDecode(columns.Length == 1, "Expected one column of images");
        var colors = (ImagePixelExtractingEstimator.ColorBits)context.Reader.ReadByte();
        var order = (ImagePixelExtractingEstimator.ColorsOrder)context.Reader.ReadByte();
        int width = context.Reader.ReadInt32(), height = context.Reader.ReadInt32();
        float offset = context.Reader.ReadSingle(), scale = context.Reader.ReadSingle();
        var layout = new PixelLayout(colors, order, context.Reader.ReadBoolean());
        bool hasUsualColors = context.Reader.ReadInt32() == Opaque
            & context.Reader.ReadInt32() == 0 & context.Reader.ReadInt32() == 0 & context.Reader.ReadInt32() == 0;
        Contracts.CheckDecode(hasUsualColors, "Expected black for the colours that are not there");
        return new VectorToImageConvertingTransformer(
            columns[0].Output, columns[0].Input, new ImageDataViewType(height, width), layout, scale, offset);
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetFormat(s_format);
        SaveColumns(ctx);
        ctx.Writer.Write((byte)_layout.Colors);
        ctx.Writer.Write((byte)_layout.Order);
        ctx.Writer.Write(Type.Width);
        ctx.Writer.Write(Type.Height);
        ctx.Writer.Write(_offset);
        ctx.Writer.Write(_scale);
        ctx.Writer.Write(_layout.Interleaved);
        foreach (int missing in (int[])[Opaque, 0, 0, 0])
            ctx.Writer.Write(missing);
    }

    private protected override BoundColumn BindColumn(DataViewSchema.Column source, int index)
    {
        var vector = source.Type as VectorDataViewType;
        int size = Type.Height * Type.Width * _layout.Planes;
        if (vector?.Size != size)
            throw Contracts.ExceptSchemaMismatch(
                "inputSchema", "input", source.Name, $"a vector of {size} numbers", source.Type.ToString());
        Contracts.Check(CanConvert(vector.ItemType), "We only support float, double or byte arrays");
        return new BoundColumn(new(Columns[index].Output, Type), row =>
            (Delegate)GenericCall.Invoke(MakeGetter<float>, vector.ItemType.RawType, row, source));
    }

    private ValueGetter<MLImage> MakeGetter<T>(DataViewRow row, DataViewSchema.Column source)
    {
        ValueGetter<VBuffer<T>> getter = row.GetGetter<VBuffer<T>>(source);
        VBuffer<T> vector = default;
        bool isScaled = typeof(T) != typeof(byte) && (_offset != 0 || _scale != 1);
        int pixels = Type.Height * Type.Width;
        return (ref MLImage image) =>
        {
            getter(ref vector);
            float[] values = [.. vector.DenseValues().Select(value => Convert.ToSingle(value))];
            var bgra = new byte[pixels * 4];
            for (int i = 0; i < pixels; i++)
            {
                for (int c = 0; c < 4; c++)
                    bgra[(i * 4) + c] = ByteOf("BGRA"[c], i, values);
            }
            image = MLImage.CreateFromPixels(Type.Width, Type.Height, MLPixelFormat.Bgra32, bgra);
            image.Tag = nameof(VectorToImageConvertingTransformer);
        };

        // As in ML.NET, scaling an image without alpha leaves it transparent.
        byte ByteOf(char color, int pixel, float[] values)
        {
            if (!_layout.Has(color))
                return color == 'A' && !isScaled ? Opaque : (byte)(color != 'A' && isScaled ? Math.Round(-_offset) : 0);
            float value = values[_layout.IndexOf(color, pixel, pixels)];
            return (byte)(isScaled ? Math.Round((value * _scale) - _offset) : value);
        }
    }
}

using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Image;

[assembly: LoadableClass<ImagePixelExtractingTransformer>("ImagePixelExtractor")]

namespace Microsoft.ML.Transforms.Image;

public sealed class ImagePixelExtractingEstimator : TrivialEstimator<ImagePixelExtractingTransformer>
{
    internal ImagePixelExtractingEstimator(ImagePixelExtractingTransformer transformer) : base(transformer)
    {
    }

    [Flags]
    public enum ColorBits : byte
    {
        Alpha = 1,
        Red = 2,
        Green = 4,
        Blue = 8,
        Rgb = Red | Green | Blue,
        All = Alpha | Red | Green | Blue,
    }

    public enum ColorsOrder : byte
    {
        ARGB = 1,
        ARBG = 2,
        ABRG = 3,
        ABGR = 4,
        AGRB = 5,
        AGBR = 6,
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Contracts.CheckValue(inputSchema, nameof(inputSchema));
        return inputSchema.With(Transformer.Columns.Select(pair =>
        {
            ImageDataViewType.CheckShape(inputSchema, pair.Input);
            return new SchemaShape.Column(pair.Output, SchemaShape.Column.VectorKind.Vector, Transformer.ItemType, false);
        }));
    }
}

public sealed class ImagePixelExtractingTransformer : OneToOneTransformerBase, ILoadable
{
    private static readonly ModelFormat s_format =
        new("IMGPXEXT", 0x00010003, "ImagePixelExtractor", "Microsoft.ML.ImageAnalytics") { Readable = 0x00010002 };

    private readonly PixelLayout _layout;
    private readonly float _offset;
    private readonly float _scale;
    private readonly bool _asFloats;

    internal ImagePixelExtractingTransformer(string output, string input, PixelLayout layout, float offset, float scale, bool asFloats)
        : base((output, input))
    {
        Contracts.CheckParam(float.IsFinite(offset), nameof(offset));
        Contracts.CheckParam(float.IsFinite(scale) && scale != 0, nameof(scale));
        _layout = layout;
        _offset = asFloats ? offset : 0;
        _scale = asFloats ? scale : 1;
        _asFloats = asFloats;
    }

    internal NumberDataViewType ItemType => _asFloats ? NumberDataViewType.Single : NumberDataViewType.Byte;

    static ICanSaveModel ILoadable.Load(ModelLoadContext context)
    {
        context.Header.Check(s_format);
        (string Output, string Input)[] columns = LoadColumns(context);
        Contracts.CheckDecode(columns.Length == 1, "Expected one column of pixels");
        var colors = (ImagePixelExtractingEstimator.ColorBits)context.Reader.ReadByte();
        var order = (ImagePixelExtractingEstimator.ColorsOrder)context.Reader.ReadByte();
        bool asFloats = context.Reader.ReadBoolean();
        float offset = context.Reader.ReadSingle(), scale = context.Reader.ReadSingle();
        var layout = new PixelLayout(colors, order, context.Reader.ReadBoolean());
        return new ImagePixelExtractingTransformer(columns[0].Output, columns[0].Input, layout, offset, scale, asFloats);
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetFormat(s_format);
        SaveColumns(ctx);
        ctx.Writer.Write((byte)_layout.Colors);
        ctx.Writer.Write((byte)_layout.Order);
        ctx.Writer.Write(_asFloats);
        ctx.Writer.Write(_offset);
        ctx.Writer.Write(_scale);
        ctx.Writer.Write(_layout.Interleaved);
    }

    private protected override BoundColumn BindColumn(DataViewSchema.Column source, int index)
    {
        ImageDataViewType image = ImageDataViewType.Check(source);
        if (image.Height <= 0 || image.Width <= 0)
            throw Contracts.ExceptSchemaMismatch("inputSchema", "input", source.Name, "known-size image", "unknown-size image");
        int[] dimensions = _layout.Interleaved
            ? [image.Height, image.Width, _layout.Planes]
            : [_layout.Planes, image.Height, image.Width];
        var type = new VectorDataViewType(ItemType, dimensions);
        return new BoundColumn(new(Columns[index].Output, type), row => _asFloats
            ? MakeGetter(row, source, image, value => (value - _offset) * _scale)
            : MakeGetter(row, source, image, value => value));
    }

    private ValueGetter<VBuffer<T>> MakeGetter<T>(DataViewRow row, DataViewSchema.Column source, ImageDataViewType type,
        Func<byte, T> valueOf)
    {
        ValueGetter<MLImage> getter = row.GetGetter<MLImage>(source);
        MLImage image = null;
        int pixels = type.Height * type.Width;
        return (ref VBuffer<T> destination) =>
        {
            getter(ref image);
            VBufferEditor<T> editor = VBufferEditor.Create(ref destination, pixels * _layout.Planes);
            if (image == null)
            {
                editor.Values.Clear();
                destination = editor.Commit();
                return;
            }
            Contracts.Check(image.Height == type.Height && image.Width == type.Width, $"Image of column '{source.Name}': expected " +
                $"{type.Width}x{type.Height}, got {image.Width}x{image.Height}");
            ReadOnlySpan<byte> bytes = image.Pixels;
            foreach ((char color, int at) in ((char, int)[])[('R', image.RedIndex), ('G', 1), ('B', 2 - image.RedIndex), ('A', 3)])
            {
                for (int i = 0; _layout.Has(color) && i < pixels; i++)
                    editor.Values[_layout.IndexOf(color, i, pixels)] = valueOf(bytes[(i * 4) + at]);
            }
            destination = editor.Commit();
        };
    }
}

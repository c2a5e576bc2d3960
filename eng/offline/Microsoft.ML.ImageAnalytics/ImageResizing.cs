using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Image;

[assembly: LoadableClass<ImageResizingTransformer>("ImageScalerTransform")]

namespace Microsoft.ML.Transforms.Image;

public sealed class ImageResizingEstimator : TrivialEstimator<ImageResizingTransformer>
{
    internal ImageResizingEstimator(ImageResizingTransformer transformer) : base(transformer)
    {
    }

    public enum ResizingKind : byte
    {
        IsoPad = 0,
        IsoCrop = 1,
        Fill = 2,
    }

    public enum Anchor : byte
    {
        Right = 0,
        Left = 1,
        Top = 2,
        Bottom = 3,
        Center = 4,
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Contracts.CheckValue(inputSchema, nameof(inputSchema));
        return inputSchema.With(Transformer.Columns.Select(pair =>
        {
            ImageDataViewType.CheckShape(inputSchema, pair.Input);
            return new SchemaShape.Column(pair.Output, SchemaShape.Column.VectorKind.Scalar, Transformer.Target.Type, false);
        }));
    }
}

public sealed class ImageResizingTransformer : OneToOneTransformerBase, ILoadable
{
    private static readonly ModelFormat s_format = new("IMGSCALF", 0x00010003, "ImageScalerTransform", "Microsoft.ML.ImageAnalytics");

    internal ImageResizingTransformer(string output, string input, ImageResampling target) : base((output, input)) => Target = target;

    internal ImageResampling Target { get; }

    static ICanSaveModel ILoadable.Load(ModelLoadContext context)
    {
        context.Header.Check(s_format);
        (string Output, string Input)[] columns = LoadColumns(context);
        Contracts.CheckDecode(columns.Length == 1, "Expected one resized column");
        int width = context.Reader.ReadInt32(), height = context.Reader.ReadInt32();
        var kind = (ImageResizingEstimator.ResizingKind)context.Reader.ReadByte();
        var anchor = (ImageResizingEstimator.Anchor)context.Reader.ReadByte();
        Contracts.CheckDecode(width > 0 && height > 0 && Enum.IsDefined(kind) && Enum.IsDefined(anchor), "Corrupt image size");
        return new ImageResizingTransformer(columns[0].Output, columns[0].Input, new ImageResampling(width, height, kind, anchor));
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetFormat(s_format);
        SaveColumns(ctx);
        ctx.Writer.Write(Target.Width);
        ctx.Writer.Write(Target.Height);
        ctx.Writer.Write((byte)Target.Kind);
        ctx.Writer.Write((byte)Target.Anchor);
    }

    private protected override BoundColumn BindColumn(DataViewSchema.Column source, int index)
    {
        ImageDataViewType.Check(source);
        return new BoundColumn(new(Columns[index].Output, Target.Type), row =>
        {
            ValueGetter<MLImage> getter = row.GetGetter<MLImage>(source);
            MLImage original = null;
            return (ValueGetter<MLImage>)((ref MLImage image) =>
            {
                image?.Dispose();
                image = null;
                getter(ref original);
                if (original == null)
                    return;
                image = Target.Resize(original);
                image.Tag = original.Tag;
            });
        });
    }
}

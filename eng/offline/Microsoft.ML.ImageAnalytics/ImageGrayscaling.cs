using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Image;

[assembly: LoadableClass<ImageGrayscalingTransformer>("ImageGrayscaleTransform")]

namespace Microsoft.ML.Transforms.Image;

public sealed class ImageGrayscalingEstimator : TrivialEstimator<ImageGrayscalingTransformer>
{
    internal ImageGrayscalingEstimator(ImageGrayscalingTransformer transformer) : base(transformer)
    {
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Contracts.CheckValue(inputSchema, nameof(inputSchema));
        return inputSchema.With(Transformer.Columns.Select(pair =>
        {
            SchemaShape.Column source = ImageDataViewType.CheckShape(inputSchema, pair.Input);
            return new SchemaShape.Column(pair.Output, source.Kind, source.ItemType, source.IsKey, source.Annotations);
        }));
    }
}

public sealed class ImageGrayscalingTransformer : OneToOneTransformerBase, ILoadable
{
    private const double Red = 0.3, Green = 0.59, Blue = 0.11;

    private static readonly ModelFormat s_format = new("IMGGRAYT", 0x00010001, "ImageGrayscaleTransform", "Microsoft.ML.ImageAnalytics");

    internal ImageGrayscalingTransformer(params (string Output, string Input)[] columns) : base(columns)
    {
    }

    static ICanSaveModel ILoadable.Load(ModelLoadContext context)
    {
        context.Header.Check(s_format);
        return new ImageGrayscalingTransformer(LoadColumns(context));
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetFormat(s_format);
        SaveColumns(ctx);
    }

    private protected override BoundColumn BindColumn(DataViewSchema.Column source, int index) =>
        new(new(Columns[index].Output, ImageDataViewType.Check(source)), row =>
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
                image = Grey(original);
                image.Tag = original.Tag;
            });
        });

    private static MLImage Grey(MLImage image)
    {
        byte[] pixels = image.Pixels.ToArray();
        for (int i = 0; i < pixels.Length; i += 4)
        {
            double grey = (Red * pixels[i + image.RedIndex]) + (Green * pixels[i + 1]) + (Blue * pixels[i + 2 - image.RedIndex]);
            pixels.AsSpan(i, 3).Fill((byte)Math.Round(grey));
        }
        return MLImage.CreateFromPixels(image.Width, image.Height, image.PixelFormat, pixels);
    }
}

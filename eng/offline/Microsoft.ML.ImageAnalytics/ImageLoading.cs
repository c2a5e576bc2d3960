using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Image;

[assembly: LoadableClass<ImageLoadingTransformer>("ImageLoaderTransform")]

namespace Microsoft.ML.Data;

public sealed class ImageLoadingEstimator : TrivialEstimator<ImageLoadingTransformer>
{
    internal ImageLoadingEstimator(ImageLoadingTransformer transformer) : base(transformer)
    {
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Contracts.CheckValue(inputSchema, nameof(inputSchema));
        return inputSchema.With(Transformer.Columns.Select(pair =>
        {
            if (!inputSchema.TryFindColumn(pair.Input, out SchemaShape.Column source))
                throw Contracts.ExceptSchemaMismatch(nameof(inputSchema), "input", pair.Input);
            if (source.ItemType is not TextDataViewType || source.Kind != SchemaShape.Column.VectorKind.Scalar)
                throw Contracts.ExceptSchemaMismatch(nameof(inputSchema), "input", pair.Input, "String", source.GetTypeString());
            return new SchemaShape.Column(pair.Output, SchemaShape.Column.VectorKind.Scalar, new ImageDataViewType(), false);
        }));
    }
}

public sealed class ImageLoadingTransformer : OneToOneTransformerBase, ILoadable
{
    private static readonly ModelFormat s_format = new("IMGLOADR", 0x00010003, "ImageLoaderTransform", "Microsoft.ML.ImageAnalytics");

    public readonly string ImageFolder;

    internal ImageLoadingTransformer(string imageFolder, params (string Output, string Input)[] columns) : base(columns) =>
        ImageFolder = imageFolder;

    /// <summary>A folder that is there; null for none.</summary>
    internal static string FullFolder(string imageFolder)
    {
        if (string.IsNullOrEmpty(imageFolder))
            return null;
        return Directory.Exists(imageFolder)
            ? Path.GetFullPath(imageFolder)
            : throw new ArgumentException($"Directory \"{imageFolder}\" does not exist.");
    }

    static ICanSaveModel ILoadable.Load(ModelLoadContext context)
    {
        context.Header.Check(s_format);
        (string, string)[] columns = LoadColumns(context);
        string folder = context.LoadStringOrNull();
        Contracts.CheckDecode(context.Reader.ReadBoolean(), "Expected images, got their bytes");
        return new ImageLoadingTransformer(folder, columns);
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetFormat(s_format);
        SaveColumns(ctx);
        ctx.SaveStringOrNull(ImageFolder);
        ctx.Writer.Write(true); // images, not their bytes
    }

    private protected override BoundColumn BindColumn(DataViewSchema.Column source, int index)
    {
        if (source.Type is not TextDataViewType)
            throw Contracts.ExceptSchemaMismatch("inputSchema", "input", source.Name, "String", source.Type.ToString());
        return new BoundColumn(new(Columns[index].Output, new ImageDataViewType()), row => MakeGetter(row, source));
    }

    private ValueGetter<MLImage> MakeGetter(DataViewRow row, DataViewSchema.Column source)
    {
        ValueGetter<ReadOnlyMemory<char>> getter = row.GetGetter<ReadOnlyMemory<char>>(source);
        ReadOnlyMemory<char> name = default;
        return (ref MLImage image) =>
        {
            image?.Dispose();
            image = null;
            getter(ref name);
            if (name.IsEmpty)
                return;
            string path = ImageFolder == null ? name.ToString() : Path.Combine(ImageFolder, name.ToString());
            image = MLImage.CreateFromStream(new MemoryStream(File.ReadAllBytes(path)));
            image.Tag = path;
        };
    }
}

using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms.Image;

/// <summary>An image, of one size or of any.</summary>
public sealed class ImageDataViewType : StructuredDataViewType
{
    public readonly int Height;
    public readonly int Width;

    public ImageDataViewType() : base(typeof(MLImage))
    {
    }

    public ImageDataViewType(int height, int width) : base(typeof(MLImage))
    {
        Contracts.CheckParam(height > 0, nameof(height), "Must be positive.");
        Contracts.CheckParam(width > 0, nameof(width), "Must be positive.");
        Contracts.CheckParam((long)height * width <= int.MaxValue / 4, nameof(height), "height * width is too large.");
        Height = height;
        Width = width;
    }

    public override bool Equals(DataViewType other) => other is ImageDataViewType image && (Height, Width) == (image.Height, image.Width);

    public override bool Equals(object other) => other is DataViewType type && Equals(type);

    public override int GetHashCode() => HashCode.Combine(Height, Width);

    public override string ToString() => Height == 0 && Width == 0 ? "Image" : $"Image<{Height}, {Width}>";

    /// <summary>The shape of a column of images made of columns of images.</summary>
    internal static SchemaShape.Column CheckShape(SchemaShape schema, string input)
    {
        if (!schema.TryFindColumn(input, out SchemaShape.Column source))
            throw Contracts.ExceptSchemaMismatch("inputSchema", "input", input);
        if (source.ItemType is not ImageDataViewType || source.Kind != SchemaShape.Column.VectorKind.Scalar)
            throw Contracts.ExceptSchemaMismatch("inputSchema", "input", input, "Image", source.GetTypeString());
        return source;
    }

    internal static ImageDataViewType Check(DataViewSchema.Column source) => source.Type as ImageDataViewType
        ?? throw Contracts.ExceptSchemaMismatch("inputSchema", "input", source.Name, "image", source.Type.ToString());
}

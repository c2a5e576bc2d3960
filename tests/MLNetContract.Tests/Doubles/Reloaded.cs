using Microsoft.ML;

namespace MLNetContract.Tests.Doubles;

/// <summary>A model as it comes back from a file, in a context of its own.</summary>
internal static class Reloaded
{
    public static ITransformer From(MLContext ml, ITransformer model, DataViewSchema schema) => From(ml, model, schema, out _);

    public static ITransformer From(MLContext ml, ITransformer model, DataViewSchema schema, out DataViewSchema loadedSchema)
    {
        using var stream = new MemoryStream();
        ml.Model.Save(model, schema, stream);
        stream.Position = 0;
        return new MLContext().Model.Load(stream, out loadedSchema);
    }
}

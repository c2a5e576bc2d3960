namespace Microsoft.ML;

public interface ICanSaveModel
{
    void Save(ModelSaveContext ctx);
}

/// <summary>Where a model is written to. The offline subset does not write models yet, so nothing creates one.</summary>
public sealed class ModelSaveContext : IDisposable
{
    internal ModelSaveContext()
    {
    }

    public void Dispose()
    {
    }

    internal static Exception NotSupported(object component) =>
        new NotSupportedException($"The offline subset of ML.NET cannot save a {component.GetType().Name}.");
}

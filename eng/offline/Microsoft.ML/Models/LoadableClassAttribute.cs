using System.Reflection;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>A class that can be read from a model file.</summary>
internal interface ILoadable
{
    static abstract ICanSaveModel Load(ModelLoadContext context);
}

/// <summary>Registers what reads the components of one loader name.</summary>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
internal abstract class LoadableClassAttribute(string loader) : Attribute
{
    public abstract ICanSaveModel Load(ModelLoadContext context);

    /// <summary>Looks here, and then in the assembly that the header names.</summary>
    public static LoadableClassAttribute Find(ModelHeader header) =>
        FindIn(typeof(LoadableClassAttribute).Assembly, header.Loader)
        ?? FindIn(System.Reflection.Assembly.Load(new AssemblyName(header.Assembly).Name), header.Loader)
        ?? throw Contracts.ExceptDecode($"Couldn't load model: no class is registered as '{header.Loader}'");

    private static LoadableClassAttribute FindIn(Assembly assembly, string loader) =>
        assembly.GetCustomAttributes<LoadableClassAttribute>().FirstOrDefault(attribute => attribute.Loader == loader);

    private string Loader => loader;
}

internal sealed class LoadableClassAttribute<T>(string loader) : LoadableClassAttribute(loader)
    where T : ILoadable
{
    public override ICanSaveModel Load(ModelLoadContext context) => T.Load(context);
}

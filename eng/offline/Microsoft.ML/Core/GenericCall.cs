using System.Reflection;

namespace Microsoft.ML.Runtime;

/// <summary>Calls a generic method with type arguments that are known only at run time.</summary>
internal static class GenericCall
{
    /// <param name="anyInstance">The method group closed over any type, such as <c>MakeGetter&lt;int&gt;</c>.</param>
    public static object Invoke(Delegate anyInstance, Type typeArgument, params object[] arguments) =>
        Invoke(anyInstance, [typeArgument], arguments);

    public static object Invoke(Delegate anyInstance, Type[] typeArguments, params object[] arguments) =>
        anyInstance.Method.GetGenericMethodDefinition().MakeGenericMethod(typeArguments)
            .Invoke(anyInstance.Target, BindingFlags.DoNotWrapExceptions, null, arguments, null);
}

#nullable disable // as the assemblies that it was made for
using System.Globalization;
using System.Reflection;

namespace MLNetContract.Tests.Surface;

/// <summary>A method, accessor or constructor as one line: name, parameters with names and defaults, result, modifiers.</summary>
internal static class MethodLine
{
    public static string Of(MethodBase method, Type type)
    {
        Type[] typeParameters = method.IsGenericMethodDefinition ? method.GetGenericArguments() : [];
        string generic = typeParameters.Length > 0 ? $"<{string.Join(", ", typeParameters.Select(TypeName.Of))}>" : "";
        string parameters = string.Join(", ", method.GetParameters().Select(Parameter));
        string result = method is MethodInfo m ? $" : {TypeName.Of(m.ReturnType)}" : "";
        string constraints = string.Concat(typeParameters.Select(TypeName.Constraint));
        return $"{method.Name}{generic}({parameters}){result}{Modifiers(method, type)}{constraints}";
    }

    private static string Parameter(ParameterInfo parameter)
    {
        string how = parameter.IsOut ? "out " : TypeName.IsReadOnly(parameter.CustomAttributes) ? "in " : "";
        string many = parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : "";
        string value = parameter.HasDefaultValue ? $" = {Default(parameter.RawDefaultValue)}" : "";
        return $"{many}{how}{TypeName.Of(parameter.ParameterType)} {parameter.Name}{value}";
    }

    private static string Default(object value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        char c => $"'\\u{(int)c:x4}'",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    private static string Modifiers(MethodBase method, Type type)
    {
        bool canOverride = method.IsVirtual && !method.IsFinal && !type.IsSealed;
        return (method.IsStatic ? " static" : "") + (method.IsPublic ? "" : " protected")
            + (canOverride ? method.IsAbstract ? " abstract" : " virtual" : "");
    }
}

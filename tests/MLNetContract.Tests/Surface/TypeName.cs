#nullable disable // as the assemblies that it was made for
using System.Reflection;

namespace MLNetContract.Tests.Surface;

/// <summary>Names of types in full, with type parameters by place: !0 of the type, !!0 of the method.</summary>
internal static class TypeName
{
    public static string Of(Type type)
    {
        if (type.IsGenericParameter)
            return (type.DeclaringMethod != null ? "!!" : "!") + type.GenericParameterPosition;
        if (type.IsByRef)
            return Of(type.GetElementType()) + "&";
        if (type.IsArray)
            return $"{Of(type.GetElementType())}[{new string(',', type.GetArrayRank() - 1)}]";
        string name = type.IsGenericType ? type.GetGenericTypeDefinition().FullName : type.FullName;
        Type[] arguments = type.GetGenericArguments();
        string withoutCount = string.Join(".", name.Split('+').Select(part => part.Split('`')[0]));
        return arguments.Length > 0 ? $"{withoutCount}<{string.Join(", ", arguments.Select(Of))}>" : withoutCount;
    }

    /// <summary>" where ..." of a type parameter; nothing for one without constraints or variance.</summary>
    public static string Constraint(Type parameter)
    {
        if (!parameter.IsGenericParameter)
            return "";
        GenericParameterAttributes attributes = parameter.GenericParameterAttributes;
        var parts = new List<string>();
        if (attributes.HasFlag(GenericParameterAttributes.Covariant))
            parts.Add("out");
        if (attributes.HasFlag(GenericParameterAttributes.Contravariant))
            parts.Add("in");
        if (attributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint))
            parts.Add("class");
        if (attributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint))
            parts.Add("struct");
        parts.AddRange(parameter.GetGenericParameterConstraints().Select(Of).Order(StringComparer.Ordinal));
        if (attributes.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint))
            parts.Add("new()");
        return parts.Count > 0 ? $" where {Of(parameter)}: {string.Join(", ", parts)}" : "";
    }

    /// <summary>Compilers put a copy of the attribute into assemblies for old frameworks, so that only its name tells.</summary>
    public static bool IsReadOnly(IEnumerable<CustomAttributeData> attributes) =>
        attributes.Any(a => a.AttributeType.FullName == "System.Runtime.CompilerServices.IsReadOnlyAttribute");
}

using System.Reflection;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>How the type of a field or property maps to a column: whether it is a vector, and the raw type of a value or item.</summary>
internal readonly record struct MemberType(bool IsVector, Type ItemType)
{
    public static MemberType Of(MemberInfo member) => Of(member.Name, TypeOf(member));

    public static MemberType Of(string name, Type type)
    {
        bool isVBuffer = type.IsGenericType && type.GetGenericTypeDefinition() == typeof(VBuffer<>);
        Type item = type.IsArray ? type.GetElementType() : isVBuffer ? type.GetGenericArguments()[0] : type;
        if (item == typeof(string))
            item = typeof(ReadOnlyMemory<char>);
        Contracts.CheckParam(PrimitiveTypes.TryFromRaw(item, out _), "rawType",
            $"Could not determine an IDataView type and registered custom types for member {name}");
        return new MemberType(type.IsArray || isVBuffer, item);
    }

    public static Type TypeOf(MemberInfo member) => member is FieldInfo field ? field.FieldType : ((PropertyInfo)member).PropertyType;
}

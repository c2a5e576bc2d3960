using System.Reflection;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A column of a data view and the field or property that it is read from or written to.</summary>
internal sealed record MemberColumn(string Name, DataViewType Type, MemberInfo Member, DataViewSchema.Annotations Annotations)
{
    public Type MemberType => Data.MemberType.TypeOf(Member);

    public static MemberColumn[] Of(Type userType, SchemaDefinition definition,
        SchemaDefinition.Direction direction = SchemaDefinition.Direction.Both) =>
        [.. (definition ?? SchemaDefinition.Create(userType, direction)).Select(column => Of(userType, column))];

    private static MemberColumn Of(Type userType, SchemaDefinition.Column column)
    {
        const string parameter = "userSchemaDefinition";
        MemberInfo member = (MemberInfo)userType.GetField(column.MemberName) ?? userType.GetProperty(column.MemberName);
        Contracts.CheckParam(member != null, parameter,
            $"No field or property with name '{column.MemberName}' found in type '{userType.FullName}'");
        MemberType found = Data.MemberType.Of(member);
        string name = string.IsNullOrEmpty(column.ColumnName) ? column.MemberName : column.ColumnName;
        DataViewType type = column.ColumnType;
        if (type == null)
        {
            PrimitiveDataViewType item = PrimitiveTypes.FromRaw(found.ItemType);
            type = found.IsVector ? new VectorDataViewType(item) : item;
        }
        bool isVector = type is VectorDataViewType;
        Contracts.CheckParam(isVector == found.IsVector, parameter, $"Column '{name}' is supposed to be {Shape(isVector)}, " +
            $"but type of associated field '{column.MemberName}' is {Shape(found.IsVector)}");
        Contracts.CheckParam(type.ItemType().RawType == found.ItemType, parameter,
            $"Column '{name}' is supposed to have item type {type.ItemType().RawType}, but associated field has type {found.ItemType}");
        return new MemberColumn(name, type, member, column.Annotations);
    }

    private static string Shape(bool isVector) => isVector ? "vector" : "scalar";
}

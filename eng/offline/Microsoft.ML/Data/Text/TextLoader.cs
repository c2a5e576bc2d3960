using System.Reflection;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

public sealed partial class TextLoader : IDataLoader<IMultiStreamSource>
{
    private readonly TextFormat _format;
    private readonly TextColumn[] _columns;
    private readonly DataViewSchema _schema;

    internal TextLoader(Options options, IMultiStreamSource dataSample)
    {
        _format = new TextFormat(options);
        Column[] columns = options.Columns is { Length: > 0 } ? options.Columns : [new("Label", DataKind.Single, 0), Rest("Features", 1)];
        var header = new TextHeader(_format, dataSample, options.InputSize);
        _columns = [.. columns.Select(column => new TextColumn(column, header))];
        _schema = DataViewSchema.From(_columns.Select(column => column.Detached));
    }

    public DataViewSchema GetOutputSchema() => _schema;

    public IDataView Load(IMultiStreamSource source) => new TextView(_schema, _columns, _format, source);

    void ICanSaveModel.Save(ModelSaveContext ctx) => throw ModelSaveContext.NotSupported(this);

    /// <summary>The columns that the members of a class stand for, by their attributes.</summary>
    internal static Column[] ColumnsOf(Type type)
    {
        const BindingFlags flags = BindingFlags.Public | BindingFlags.Instance;
        MemberInfo[] members = [.. type.GetFields(flags), .. type.GetProperties(flags).Where(p => p.GetGetMethod() != null)];
        Contracts.CheckParam(members.Length > 0, "TInput",
            $"Should define at least one public, readable field or property in {type.Name}.");
        return [.. members.Select(ColumnOf)];
    }

    private static Column ColumnOf(MemberInfo member)
    {
        var load = member.GetCustomAttribute<LoadColumnAttribute>();
        Contracts.Check(load != null, $"{(member is FieldInfo ? "Field" : "Property")} '{member.Name}' is missing the " +
            $"{nameof(LoadColumnAttribute)} attribute");
        DataKind kind = DataKinds.OfRaw(MemberType.Of(member).ItemType);
        Contracts.Check(kind > 0, $"{(member is FieldInfo ? "Field" : "Property")} {member.Name} is of unsupported type.");
        KeyCount keys = member.GetCustomAttribute<KeyTypeAttribute>() is { } key ? new KeyCount(key.Count) : null;
        return new Column(member.GetCustomAttribute<ColumnNameAttribute>()?.Name ?? member.Name, kind, load.Sources, keys);
    }

    private static Column Rest(string name, int min) => new(name, DataKind.Single, [new Range(min, null)]);
}

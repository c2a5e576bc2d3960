using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetQuantumPrior.Tests.MLNet;

/// <summary>
/// ML.NET keeps the constructor of <see cref="SchemaShape.Column"/> to itself, but a custom mapping from nothing makes one of any type,
/// which our estimators rely on.
/// </summary>
[TestClass]
public sealed class ShapeOfATypeTests
{
    [TestMethod]
    public void KnownVectors()
    {
        SchemaShape.Column column = Shape<VBuffer<float>>(new VectorDataViewType(NumberDataViewType.Single, 16));
        Assert.AreEqual((SchemaShape.Column.VectorKind.Vector, false), (column.Kind, column.IsKey));
        Assert.AreSame(NumberDataViewType.Single, column.ItemType);
    }

    [TestMethod]
    public void Scalars()
    {
        SchemaShape.Column column = Shape<bool>(BooleanDataViewType.Instance);
        Assert.AreEqual((SchemaShape.Column.VectorKind.Scalar, false), (column.Kind, column.IsKey));
        Assert.AreSame(TextDataViewType.Instance, Shape<ReadOnlyMemory<char>>(TextDataViewType.Instance).ItemType);
    }

    [TestMethod]
    public void Keys()
    {
        SchemaShape.Column column = Shape<uint>(new KeyDataViewType(typeof(uint), 10));
        Assert.AreEqual((SchemaShape.Column.VectorKind.Scalar, true), (column.Kind, column.IsKey));
        Assert.AreSame(NumberDataViewType.UInt32, column.ItemType);
    }

    [TestMethod]
    public void Annotations()
    {
        SchemaShape.Column column = Shape<VBuffer<float>>(
            new VectorDataViewType(NumberDataViewType.Single, 2),
            more => more.AddAnnotation(
                "SlotNames",
                new VBuffer<ReadOnlyMemory<char>>(2, ["a".AsMemory(), "b".AsMemory()]),
                new VectorDataViewType(TextDataViewType.Instance, 2)));

        SchemaShape.Column annotation = column.Annotations.Single();

        Assert.AreEqual(("SlotNames", SchemaShape.Column.VectorKind.Vector), (annotation.Name, annotation.Kind));
    }

    [TestMethod]
    public void TheColumnReplacesOneOfItsName()
    {
        SchemaShape before = Append<float>(Append<float>(new([]), "A", NumberDataViewType.Single), "B", NumberDataViewType.Single);

        SchemaShape after = Append<bool>(before, "A", BooleanDataViewType.Instance);

        Assert.AreEqual(2, after.Count);
        Assert.AreSame(BooleanDataViewType.Instance, after.Single(column => column.Name == "A").ItemType);
    }

    private static SchemaShape.Column Shape<T>(DataViewType type, Action<SchemaDefinition.Column>? more = null) =>
        Append<T>(new([]), "Column", type, more).Single();

    private static SchemaShape Append<T>(SchemaShape shape, string name, DataViewType type, Action<SchemaDefinition.Column>? more = null)
    {
        var definition = SchemaDefinition.Create(typeof(Box<T>));
        definition[0].ColumnName = name;
        definition[0].ColumnType = type;
        more?.Invoke(definition[0]);
        return new MLContext().Transforms.CustomMapping<Nothing, Box<T>>((_, _) => { }, null, null, definition).GetOutputSchema(shape);
    }

    private sealed class Nothing
    {
    }

    private sealed class Box<T>
    {
        public T? Value { get; set; }
    }
}

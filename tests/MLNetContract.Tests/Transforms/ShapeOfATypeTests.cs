using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetContract.Tests.Doubles;

namespace MLNetContract.Tests.Transforms;

/// <summary>A shape column cannot be made from outside, but a custom mapping from nothing makes one of any type, which our estimators
/// rely on.</summary>
[TestClass]
public sealed class ShapeOfATypeTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void KnownVectors()
    {
        SchemaShape.Column column = Shape<VBuffer<float>>(new VectorDataViewType(NumberDataViewType.Single, 16));
        Assert.AreEqual((SchemaShape.Column.VectorKind.Vector, false), (column.Kind, column.IsKey));
        Assert.AreSame(NumberDataViewType.Single, column.ItemType);
    }

    [TestMethod]
    public void VariableVectors()
    {
        SchemaShape.Column column = Shape<VBuffer<bool>>(new VectorDataViewType(BooleanDataViewType.Instance));
        Assert.AreEqual(SchemaShape.Column.VectorKind.VariableVector, column.Kind);
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
        column = Shape<VBuffer<uint>>(new VectorDataViewType(new KeyDataViewType(typeof(uint), 10), 3));
        Assert.AreEqual((SchemaShape.Column.VectorKind.Vector, true), (column.Kind, column.IsKey));
    }

    [TestMethod]
    public void Annotations()
    {
        SchemaShape.Column column = Shape<VBuffer<float>>(new VectorDataViewType(NumberDataViewType.Single, 2),
            c => c.AddAnnotation("SlotNames", new VBuffer<ReadOnlyMemory<char>>(2, ["a".AsMemory(), "b".AsMemory()]),
                new VectorDataViewType(TextDataViewType.Instance, 2)));
        SchemaShape.Column annotation = column.Annotations.Single();
        Assert.AreEqual(("SlotNames", SchemaShape.Column.VectorKind.Vector), (annotation.Name, annotation.Kind));
    }

    [TestMethod]
    public void TheColumnReplacesOneOfItsName()
    {
        SchemaShape before = ShapeProbe.Of(Numbered.View(_ml, 1));
        SchemaShape after = Append<bool>(before, "Features", BooleanDataViewType.Instance);
        Assert.AreEqual(before.Count, after.Count);
        Assert.AreSame(BooleanDataViewType.Instance, after.Single(c => c.Name == "Features").ItemType);
        Assert.AreEqual(before.Count + 1, Append<bool>(before, "New", BooleanDataViewType.Instance).Count);
    }

    private SchemaShape.Column Shape<T>(DataViewType type, Action<SchemaDefinition.Column> more = null) =>
        Append<T>(new SchemaShape([]), "Column", type, more).Single();

    private SchemaShape Append<T>(SchemaShape shape, string name, DataViewType type, Action<SchemaDefinition.Column> more = null)
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Box<T>));
        definition[0].ColumnName = name;
        definition[0].ColumnType = type;
        more?.Invoke(definition[0]);
        return _ml.Transforms.CustomMapping<Nothing, Box<T>>((_, _) => { }, null, null, definition).GetOutputSchema(shape);
    }

    private sealed class Nothing
    {
    }

    private sealed class Box<T>
    {
        public T V;
    }
}

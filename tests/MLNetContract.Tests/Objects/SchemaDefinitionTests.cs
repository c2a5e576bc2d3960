using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetContract.Tests.Doubles;

namespace MLNetContract.Tests.Objects;

[TestClass]
public sealed class SchemaDefinitionTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void NamesAndTypesCanBeChanged()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Numbered));
        Assert.AreEqual("Features", definition["Features"].MemberName);
        Assert.IsNull(definition["Nothing"]);
        definition["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 1, 3);
        definition["Number"].ColumnName = "Zahl";
        IDataView view = _ml.Data.LoadFromEnumerable([new Numbered { Number = 4 }], definition);
        Assert.AreEqual("Features: Vector<Single, 1, 3>", view.Schema["Features"].ToString());
        Assert.AreEqual(4, view.GetColumn<int>("Zahl").Single());
        Assert.IsNull(view.Schema.GetColumnOrNull("Number"));
    }

    [TestMethod]
    public void RemovedMembersAreNoColumns()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Numbered));
        definition.Remove(definition["Text"]);
        IDataView view = _ml.Data.LoadFromEnumerable([new Numbered()], definition);
        CollectionAssert.AreEqual(new[] { "Features", "Half", "Number" }, view.Schema.Select(c => c.Name).Order().ToArray());
    }

    [TestMethod]
    public void AnnotationsReachTheSchema()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Numbered));
        definition["Features"].AddAnnotation("SlotNames", new[] { "x", "y", "z" }, new VectorDataViewType(TextDataViewType.Instance, 3));
        definition["Features"].AddAnnotation("IsNormalized", true, BooleanDataViewType.Instance);
        definition["Features"].AddAnnotation("Weights", new VBuffer<int>(2, [3, 4]), new VectorDataViewType(NumberDataViewType.Int32, 2));
        definition["Features"].AddAnnotation("Unit", "metre", TextDataViewType.Instance);
        DataViewSchema.Column column = _ml.Data.LoadFromEnumerable([new Numbered()], definition).Schema["Features"];

        Assert.IsTrue(column.HasSlotNames());
        Assert.IsTrue(column.IsNormalized());
        VBuffer<ReadOnlyMemory<char>> names = default;
        column.GetSlotNames(ref names);
        Assert.AreEqual("x y z", string.Join(" ", names.DenseValues()));
        VBuffer<int> weights = default;
        column.Annotations.GetValue("Weights", ref weights);
        CollectionAssert.AreEqual(new[] { 3, 4 }, weights.DenseValues().ToArray());
        ReadOnlyMemory<char> unit = default;
        column.Annotations.GetValue("Unit", ref unit);
        Assert.AreEqual("metre", unit.ToString());

        var twice = Assert.ThrowsExactly<InvalidOperationException>(() =>
            definition["Features"].AddAnnotation("IsNormalized", false, BooleanDataViewType.Instance));
        Assert.AreEqual("Column already contains an annotation of this kind.", twice.Message);
    }

    [TestMethod]
    public void TypesThatDoNotFitTheMemberAreRefused()
    {
        SchemaDefinition scalar = SchemaDefinition.Create(typeof(Numbered));
        scalar["Features"].ColumnType = NumberDataViewType.Single;
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.LoadFromEnumerable([new Numbered()], scalar));
        StringAssert.Contains(error.Message,
            "Column 'Features' is supposed to be scalar, but type of associated field 'Features' is vector");

        SchemaDefinition item = SchemaDefinition.Create(typeof(Numbered));
        item["Number"].ColumnType = NumberDataViewType.Single;
        error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.LoadFromEnumerable([new Numbered()], item));
        StringAssert.Contains(error.Message,
            "Column 'Number' is supposed to have item type System.Single, but associated field has type System.Int32");
    }

    [TestMethod]
    public void ClassesWithMembersOfOtherTypesAreRefused()
    {
        var unknown = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => SchemaDefinition.Create(typeof(WithUri)));
        StringAssert.Contains(unknown.Message, "Could not determine an IDataView type and registered custom types for member Address");
        var twice = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => SchemaDefinition.Create(typeof(WithTwoOfAName)));
        StringAssert.Contains(twice.Message, "Duplicate column name 'A' detected, this is disallowed");
        var key = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => SchemaDefinition.Create(typeof(WithFloatKey)));
        StringAssert.Contains(key.Message,
            "Member Key marked with KeyType attribute, but does not appear to be a valid kind of data for a key type");
        var vector = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => SchemaDefinition.Create(typeof(WithScalarVector)));
        StringAssert.Contains(vector.Message, "Member X marked with VectorTypeAttribute, but does not appear to be a vector type");
    }

    private sealed class WithUri
    {
        public Uri Address;
    }

    private sealed class WithTwoOfAName
    {
        public int A;

        [ColumnName("A")]
        public int B;
    }

    private sealed class WithFloatKey
    {
        [KeyType(3)]
        public float Key;
    }

    private sealed class WithScalarVector
    {
        [VectorType(3)]
        public float X;
    }
}

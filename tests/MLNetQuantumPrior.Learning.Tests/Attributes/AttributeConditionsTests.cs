namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class AttributeConditionsTests
{
    [TestMethod]
    public void ValuesAreFoundByTextNumberOrTruth()
    {
        CollectionAssert.AreEqual(new[] { 0f, 1f }, Weights(1, Given.Is("Thick", true)));
        CollectionAssert.AreEqual(new[] { 0f, 1f }, Weights(1, Given.Is("Thick", "True")));
        CollectionAssert.AreEqual(new[] { 0f, 1f }, Weights(1, Given.Is("Thick", "true")));
        CollectionAssert.AreEqual(new[] { 1f, 0f }, Weights(1, Given.Not("Thick", true)));
        CollectionAssert.AreEqual(new[] { 0f, 1f, 0f }, Weights(2, Given.Is("Size", 2)));
        CollectionAssert.AreEqual(new[] { 0f, 1f, 0f }, Weights(2, Given.Is("Size", "2.0")));
        CollectionAssert.AreEqual(new[] { 1f, 0f, 1f }, Weights(2, Given.Not("Size", 2)));
        CollectionAssert.AreEqual(new[] { 1f, 1f, 0f }, Weights(2, Given.AnyOf("Size", "1", "2")));
        CollectionAssert.AreEqual(new[] { 0f, 1f, 1f }, Weights(2, Given.AtLeast("Size", 1.5)));
        CollectionAssert.AreEqual(new[] { 0f, 0f, 1f }, Weights(3, Given.Is("Width", 7)));
        CollectionAssert.AreEqual(new[] { 0f, 0f, 1f }, Weights(3, Given.Is("Width", "5 to 10")));
        CollectionAssert.AreEqual(new[] { 0.5f, 1f, 0.2f }, Weights(3, Given.Between("Width", 2, 6)));
        CollectionAssert.AreEqual(new[] { 0f, 1f, 0.2f }, Weights(3, Given.Between("Width", 2, 6), Given.Not("Width", 1)));
    }

    [TestMethod]
    public void SaysWhatIsWrongWithACondition()
    {
        Refused("Given 'Age' 3: expected an attribute of the model, 'Kind', 'Thick', 'Size', 'Width', got 'Age'.", Given.Is("Age", 3));
        Refused("Attribute 'Kind': expected one of 'a', 'b'; got 'c'.", Given.Is("Kind", "c"));
        Refused("Attribute 'Kind': expected one of 'a', 'b'; got 'True'.", Given.Is("Kind", true));
        Refused("Attribute 'Kind': expected one of 'a', 'b'; got an interval of numbers.", Given.AtLeast("Kind", 3));
        Refused("Attribute 'Width': expected one of '0 to 4', '4 to 5', '5 to 10'; got '11'.", Given.Is("Width", 11));
        Refused(
            "Attribute 'Width': expected what training rows have, of '0 to 4', '4 to 5', '5 to 10'; got 'Width' from 11 to",
            Given.AtLeast("Width", 11));
        Refused("Attribute 'Kind': expected values, numbers or intervals of numbers; got 'Kind' missing.", Given.Missing("Kind"));
        Refused("Attribute 'Kind': expected values, numbers or intervals of numbers; got 'Kind' not missing.", Given.NotMissing("Kind"));
        Refused(
            "Attribute 'Size': expected values, numbers or intervals of numbers; got 'Size' 2020-01-02T00:00:00.",
            Given.Is("Size", new DateTime(2020, 1, 2)));
        Refused(
            "Attribute 'Size': expected what training rows have, of '1', '2', '5'; got 'Size' 1; 'Size' 2 with strength 2.",
            Given.All(Given.Is("Size", 1), Given.Is("Size", 2).WithStrength(2)));
        Refused("Attribute 'Kind': expected one of 'a', 'b'; got 'c'.", Given.Any(Given.Is("Thick", true), Given.Is("Kind", "c")));

        static void Refused(string message, Given given) => Assert.StartsWith(
            message,
            Assert.ThrowsExactly<ArgumentException>(() => AttributeConditions.Of(SmallAttributes.Attributes, [given])).Message);
    }

    // Amounts of which many are 0: the 0 is a value, and the range that starts there has the others.
    [TestMethod]
    public void ANumberThatIsAValueIsNotInTheRangesBesideIt()
    {
        var amount = new BoltzmannAttribute(
            "Amount",
            [
                new("-5 to 0") { Range = new(-5, 0) }, new("0") { Range = new(0, 0) },
                new("0 to 10") { Range = new(0, 10) }, new("10 to 20") { Range = new(10, 20) },
            ]);

        CollectionAssert.AreEqual(
            new[] { 0, 1, 2, 2, 3, -1 },
            new[] { -1, 0, 0.1, 10, 11, 21 }.Select(number => AttributeWeights.IndexOf(amount, number)).ToArray());
        CollectionAssert.AreEqual(new[] { 0, 1f, 0, 0 }, AttributeWeights.Of(amount, [Given.Is("Amount", 0)]));
        CollectionAssert.AreEqual(new[] { 1, 0f, 1, 1 }, AttributeWeights.Of(amount, [Given.Not("Amount", 0)]));
        CollectionAssert.AreEqual(new[] { 1, 1f, 0, 0 }, AttributeWeights.Of(amount, [Given.AtMost("Amount", 0)]));
        CollectionAssert.AreEqual(new[] { 0, 1f, 0.5f, 0 }, AttributeWeights.Of(amount, [Given.Between("Amount", 0, 5)]));
        Assert.AreEqual(-1, AttributeWeights.IndexOf(amount, "1,5"), "a decimal comma is no separator of thousands");
    }

    [TestMethod]
    public void EqualConditionsHaveOneKey()
    {
        Assert.AreEqual(
            Key(Given.Is("Size", 2), Given.Is("Thick", true)), Key(Given.All(Given.Is("Thick", "True"), Given.Is("Size", "2"))));
        Assert.AreNotEqual(Key(Given.Is("Size", 2)), Key(Given.Is("Size", 2).WithStrength(2)));
        Assert.AreNotEqual(
            Key(Given.Any(Given.Is("Size", 2), Given.Is("Thick", true))), Key(Given.All(Given.Is("Size", 2), Given.Is("Thick", true))));

        static string Key(params Given[] given) => AttributeConditions.Of(SmallAttributes.Attributes, given).Key;
    }

    [TestMethod]
    public void GivenSaysWhatItIs()
    {
        Assert.AreEqual(
            "('Kind' a or ('Size' not 2 and 'Thick' True) with strength 1.5)",
            Given.Any(Given.Is("Kind", "a"), Given.All(Given.Not("Size", 2), Given.Is("Thick", true)).WithStrength(1.5)).ToString());
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Given.Is("Kind", "a").WithStrength(-1));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Given.Is("Kind", "a").WithStrength(double.NaN));
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => Given.Any()).Message, "expected at least one condition, got none");
    }

    private static float[] Weights(int attribute, params Given[] given) =>
        AttributeConditions.Of(SmallAttributes.Attributes, given).WeightsOf(attribute)!;
}

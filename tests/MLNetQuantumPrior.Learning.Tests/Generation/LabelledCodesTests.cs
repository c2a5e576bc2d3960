namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class LabelledCodesTests
{
    [TestMethod]
    public void KnowTheRowsOfEachClass()
    {
        var codes = new LabelledCodes(["a", "b"], spins: 2, new float[10], [1, -1, 0, 1, 1]);

        Assert.AreEqual((5, 2), (codes.Rows, codes.Spins));
        CollectionAssert.AreEqual(new[] { 2 }, codes.RowsOfClasses[0]);
        CollectionAssert.AreEqual(new[] { 0, 3, 4 }, codes.RowsOfClasses[1]);
    }

    [TestMethod]
    public void RefuseWhatDoesNotFit()
    {
        Refused("Logits: expected 4 values, 2 rows of 2 spins, got 3.", () => new(["a"], 2, new float[3], [0, 0]));
        Refused("Label of row 1: expected a class from 0 to 1, or -1 for none, got 2.", () => new(["a", "b"], 2, new float[4], [0, 2]));
        Refused("Label of row 0: expected a class from 0 to 1, or -1 for none, got -2.", () => new(["a", "b"], 2, new float[4], [-2, 0]));
        Refused("Logit 1 of row 1: expected a finite number, got NaN.", () => new(["a"], 2, [0, 0, 0, float.NaN], [0, 0]));
        Refused("Names of classes: expected at least one and none twice, got a, a.", () => new(["a", "a"], 2, [], []));
        Refused("Names of classes: expected at least one and none twice, got none.", () => new([], 2, [], []));
        Refused("Class 'b': expected at least one row, got none.", () => new(["a", "b"], 1, [0], [0]));

        static void Refused(string message, Func<LabelledCodes> make) =>
            Assert.StartsWith(message, Assert.ThrowsExactly<ArgumentException>(make).Message);
    }
}

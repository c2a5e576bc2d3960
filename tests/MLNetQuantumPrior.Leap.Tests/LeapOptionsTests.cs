namespace MLNetQuantumPrior.Leap.Tests;

[TestClass]
public sealed class LeapOptionsTests
{
    [TestMethod]
    public void TheTextOfOptionsHasNoSecret()
    {
        string text = new LeapOptions { Token = "SECRET-1", Proxy = "http://u:SECRET-2@p/", Solver = "A" }.ToString();
        StringAssert.Contains(text, "Solver = A");
        Assert.IsFalse(text.Contains("SECRET", StringComparison.Ordinal), text);
    }
}

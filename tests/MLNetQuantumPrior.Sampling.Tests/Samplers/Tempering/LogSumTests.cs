namespace MLNetQuantumPrior.Sampling.Tests;

[TestClass]
public sealed class LogSumTests
{
    [TestMethod]
    [DataRow(0.0)]
    [DataRow(1e6)]
    [DataRow(-1e6)]
    public void IsTheLogarithmOfTheSumOfExponentialsInAnyOrder(double offset)
    {
        double[] numbers = [1, -2, 3.5, 3.5, -700, 0];
        double expected = offset + Math.Log(numbers.Sum(Math.Exp));

        Assert.AreEqual(expected, Sum(numbers), 1e-9);
        Assert.AreEqual(expected, Sum(numbers.Order()), 1e-9);
        Assert.AreEqual(expected, Sum(numbers.OrderDescending()), 1e-9);

        double Sum(IEnumerable<double> terms)
        {
            LogSum sum = new();
            foreach (double term in terms)
            {
                sum.Add(offset + term);
            }

            return sum.Value;
        }
    }

    [TestMethod]
    public void OfNothingIsMinusInfinity() => Assert.AreEqual(double.NegativeInfinity, new LogSum().Value);
}

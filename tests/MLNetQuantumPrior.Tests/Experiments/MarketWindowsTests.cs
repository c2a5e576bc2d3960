using MLNetQuantumPrior.Experiments;

namespace MLNetQuantumPrior.Tests.Experiments;

/// <summary>Windows of market days, on days that are made so that what they hold is known.</summary>
[TestClass]
public sealed class MarketWindowsTests
{
    private const int Count = 400;
    private static readonly double OneDay = 0.01 * Math.Sqrt(252 * 20 / 19.0); // returns of +-0.01 by turns, of twenty days

    [TestMethod]
    public void AWindowHoldsItsDaysInOrder()
    {
        MarketWindows windows = MarketWindows.Of(Days(day => Math.Exp(day * 0.001)), isScaled: false);
        Assert.HasCount(Count - 252 - 20, windows.Features);
        Assert.HasCount(MarketWindows.Slots, windows.Features[0]);
        for (int k = 0; k < MarketWindows.Days; k++)
        {
            int day = 252 - MarketWindows.Days + 1 + k;
            Assert.AreEqual(0.001, windows.Features[0][3 * k], 1e-6);
            Assert.AreEqual(Math.Log(1.02), windows.Features[0][(3 * k) + 1], 1e-6);
            Assert.AreEqual(Math.Log((1000.0 + day) / (999 + day)), windows.Features[0][(3 * k) + 2], 1e-6);
        }

        Assert.AreEqual(0, windows.Volatility[0], 1e-9);
        Assert.AreEqual(0, windows.Drawdown[0], 1e-9);
    }

    [TestMethod]
    public void VolatilityIsAYearsAndThatAheadIsOfLaterDays()
    {
        const int Calm = 320;
        MarketWindows windows = MarketWindows.Of(
            Days(day => day < Calm || day % 2 == 0 ? 1 : Math.Exp(0.01)), isScaled: false);
        int before = Calm - 1 - 252; // the window that ends on the last calm day
        Assert.AreEqual(0, windows.Volatility[before], 1e-9);
        Assert.AreEqual(OneDay, windows.Ahead[before], 0.03 * OneDay);
        Assert.AreEqual(OneDay, windows.Volatility[before + 20], 0.03 * OneDay);
    }

    [TestMethod]
    public void ADrawdownIsMeasuredFromTheHighestOfAYear()
    {
        MarketWindows windows = MarketWindows.Of(Days(day => day < 300 ? 2 : 1.5), isScaled: false);
        Assert.AreEqual(0, windows.Drawdown[300 - 1 - 252], 1e-9);
        Assert.AreEqual(0.25, windows.Drawdown[300 - 252], 1e-9);
    }

    [TestMethod]
    public void ScaledWindowsDoNotDependOnTheSizeOfMoves()
    {
        MarketWindows small = Scaled(0.01), large = Scaled(0.03);
        for (int slot = 0; slot < MarketWindows.Slots; slot += 3)
        {
            Assert.AreEqual(small.Features[5][slot], large.Features[5][slot], 1e-4);
        }

        MarketWindows Scaled(double move) => MarketWindows.Of(Days(day => Math.Exp(move * Math.Sin(day))), isScaled: true);
    }

    [TestMethod]
    public void YearsAreThoseOfLastDays()
    {
        MarketWindows windows = MarketWindows.Of(Days(_ => 1), isScaled: false).Within(2001, 2001);
        Assert.IsTrue(windows.Years.All(year => year == 2001));
        Assert.HasCount(windows.Years.Length, windows.Features);
        Assert.IsNotEmpty(windows.Features);
    }

    [TestMethod]
    public void AFileIsReadAndADayOutOfOrderIsNamed()
    {
        string path = Path.GetTempFileName();
        try
        {
            string[] lines = ["date,open,high,low,close,adjclose,volume", "2000-01-03,1,4,0.5,3,3,70", "2000-01-04,1,2,1,2,2,80"];
            File.WriteAllLines(path, lines);
            Assert.AreEqual(new MarketDay(new(2000, 1, 3), 4, 0.5, 3, 70), MarketDay.Read(path)[0]);
            File.WriteAllLines(path, [lines[0], lines[2], lines[1]]);
            StringAssert.Contains(Assert.ThrowsExactly<InvalidDataException>(() => MarketDay.Read(path)).Message, "line 3");
            File.WriteAllLines(path, [lines[0], "2000-01-03,1,4,0.5,3,3,x"]);
            StringAssert.Contains(Assert.ThrowsExactly<InvalidDataException>(() => MarketDay.Read(path)).Message, "line 2");
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static ImmutableArray<MarketDay> Days(Func<int, double> close) =>
    [
        .. Enumerable.Range(0, Count).Select(day => new MarketDay(
            new DateOnly(2000, 1, 1).AddDays(day), close(day) * 1.02, close(day), close(day), 1000 + day)),
    ];
}

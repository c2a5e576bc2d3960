namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class FirstCentresTests
{
    [TestMethod]
    public void ChancesGrowWithTheSquaredDistance()
    {
        // Points 0, 1 and 3 of a line: the first is any; after 0 the others have chances 1 : 9, after 1 they
        // have 1 : 4, after 3 they have 9 : 4.
        const int Draws = 20_000;
        int[,] counts = new int[3, 3];
        var random = new UniformStream(1, 2);
        for (int draw = 0; draw < Draws; draw++)
        {
            int[] rows = FirstCentres.Choose([0, 1, 3], columns: 1, count: 2, random);
            counts[rows[0], rows[1]]++;
        }

        double[,] expected = { { 0, 0.1, 0.9 }, { 0.2, 0, 0.8 }, { 9 / 13.0, 4 / 13.0, 0 } };
        for (int first = 0; first < 3; first++)
        {
            for (int second = 0; second < 3; second++)
            {
                double chance = expected[first, second] / 3;
                Assert.AreEqual(chance, counts[first, second] / (double)Draws, 4 * Math.Sqrt(chance / Draws), $"{first}, {second}");
            }
        }
    }

    [TestMethod]
    public void RowsAreDifferentWhileThereAreOthers()
    {
        float[] rows = [1, 2, 1, 2, 5, 6, 1, 2, 7, 8];
        for (ulong stream = 0; stream < 50; stream++)
        {
            int[] chosen = FirstCentres.Choose(rows, columns: 2, count: 3, new(1, stream));
            Assert.AreEqual(3, chosen.Select(row => rows[2 * row]).Distinct().Count());
        }
    }
}

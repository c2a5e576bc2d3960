namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class RowDistortionTests
{
    private const int Rows = 40, Columns = 49;

    private static readonly FeatureMatrix Data = Toy.Noise(Rows, Columns, 2).Data;
    private static readonly ClassifierOptions Distorting =
        new() { Augmentation = new(7, 7), InputDropout = .2, MaxDegreeOfParallelism = 1 };

    [TestMethod]
    public void PlainOptionsGiveTheRowsThemselves()
    {
        float[] batch = Fill(new(), seed: 1, epoch: 3, 5, 2, 5);

        Bits.AssertSame([.. Data[5], .. Data[2], .. Data[5]], batch);
    }

    [TestMethod]
    public void ARowIsDistortedTheSameInAnyBatchOnAnyNumberOfThreads()
    {
        int[] all = [.. Enumerable.Range(0, Rows)];
        float[] together = Fill(Distorting, seed: 1, epoch: 3, all);

        Bits.AssertSame(together, Fill(Distorting with { MaxDegreeOfParallelism = 4 }, seed: 1, epoch: 3, all));
        foreach (int row in all)
        {
            Bits.AssertSame(together.AsSpan(row * Columns, Columns), Fill(Distorting, seed: 1, epoch: 3, row));
        }
    }

    [TestMethod]
    public void SeedEpochAndRowDecide()
    {
        // All rows alike, so that they can differ by their distortion only.
        var same = new FeatureMatrix(Columns, [.. Enumerable.Repeat(Data[0].ToArray(), 3).SelectMany(row => row)]);
        float[][] rows =
        [
            Fill(Distorting, same, seed: 1, epoch: 0, 0),
            Fill(Distorting, same, seed: 1, epoch: 0, 1),
            Fill(Distorting, same, seed: 1, epoch: 1, 0),
            Fill(Distorting, same, seed: 2, epoch: 0, 0),
        ];
        for (int a = 0; a < rows.Length; a++)
        {
            for (int b = 0; b < a; b++)
            {
                Assert.IsFalse(rows[a].AsSpan().SequenceEqual(rows[b]), $"{a} and {b}");
            }
        }
    }

    [TestMethod]
    public void DropoutTakesItsShareAndKeepsTheMean()
    {
        const double Dropout = .3;
        const int Count = 20_000;
        var ones = new FeatureMatrix(Count, [.. Enumerable.Repeat(1f, Count)]);

        float[] values = Fill(new() { InputDropout = Dropout }, ones, seed: 1, epoch: 0, 0);

        // A share of independent drops has the standard error sqrt(p (1 - p) / n).
        Assert.AreEqual(Dropout, values.Count(value => value == 0) / (double)Count, 4 * Math.Sqrt(Dropout * (1 - Dropout) / Count));
        Assert.IsTrue(values.All(value => value == 0 || value == (float)(1 / (1 - Dropout))));
    }

    private static float[] Fill(ClassifierOptions options, ulong seed, int epoch, params int[] rows) =>
        Fill(options, Data, seed, epoch, rows);

    private static float[] Fill(ClassifierOptions options, FeatureMatrix data, ulong seed, int epoch, params int[] rows)
    {
        float[] batch = new float[rows.Length * data.Columns];
        new RowDistortion(data, options, seed).Fill(epoch, rows, batch);
        return batch;
    }
}

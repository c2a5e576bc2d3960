using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetQuantumPrior.Tests;

/// <summary>A made-up table with a column of every type that a synthesizer takes.</summary>
internal static class MadeTable
{
    public static readonly string[] Regions = ["north", "south", "east", "west"];

    public sealed class Loan
    {
        public int Number { get; set; }

        public string Name { get; set; } = "";

        public float Age { get; set; }

        public double Income { get; set; }

        public byte Children { get; set; }

        public long Account { get; set; }

        public short Score { get; set; }

        public bool Owns { get; set; }

        public string? Home { get; set; }

        public string Region { get; set; } = "";

        public DateTime Since { get; set; }

        public float Debt { get; set; } // sometimes missing

        [VectorType(2)]
        public float[] Position { get; set; } = [];

        public bool Repaid { get; set; }
    }

    /// <summary>Rows in which age, income, home and debt depend on each other.</summary>
    public static Loan[] Rows(int count, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(k =>
        {
            int age = random.Next(20, 70);
            double income = Math.Round(15_000 + (800 * age) + (random.NextDouble() * 20_000), 2);
            bool owns = random.Next(age) >= 20;
            return new Loan
            {
                Number = 1000 + k, Name = $"person {k}", Age = age, Income = income,
                Children = (byte)random.Next(4), Account = 9_007_199_254_740_993 + (1000L * random.Next(500)),
                Score = (short)(random.Next(3) * 100), Owns = owns, Home = random.Next(10) == 0 ? null : owns ? "own" : "rent",
                Region = Regions[random.Next(4)], Since = new DateTime(2020, 1, 1).AddDays(random.Next(1000)),
                Debt = owns && random.Next(3) > 0 ? float.NaN : (float)Math.Round(random.NextDouble() * age, 1),
                Position = [random.Next(100) / 4f, (float)random.NextDouble()],
                Repaid = income + random.Next(20_000) > 60_000,
            };
        })];
    }

    /// <summary>The table, its region a key.</summary>
    public static IDataView View(MLContext ml, int count, int seed = 1)
    {
        IDataView rows = ml.Data.LoadFromEnumerable(Rows(count, seed));
        return ml.Transforms.Conversion.MapValueToKey("Region").Fit(rows).Transform(rows);
    }

    /// <summary>Options for a fit that takes a moment: what it learns does not matter.</summary>
    public static SynthesizerOptions Quick => new()
    {
        Seed = 1, LatentSize = 8, Training = new() { Steps = 100 }, Engine = new Learning.SimdEngine { MaxDegreeOfParallelism = 1 },
    };
}

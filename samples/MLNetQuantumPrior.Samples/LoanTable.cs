using Microsoft.ML;

namespace MLNetQuantumPrior.Samples;

/// <summary>Made-up loans: numbers, categories, missing cells, and few that were not repaid.</summary>
internal static class LoanTable
{
    public static IDataView Load(MLContext ml, int count, int seed) => ml.Data.LoadFromEnumerable(Rows(count, seed));

    private static IEnumerable<Loan> Rows(int count, int seed)
    {
        var random = new Random(seed);
        for (int k = 0; k < count; k++)
        {
            int age = random.Next(20, 70), months = 12 * random.Next(1, 6);
            double income = Math.Round(1200 + (30 * age) + (1500 * random.NextDouble() * random.NextDouble()));
            string home = random.Next(age) < 20 ? "rent" : random.Next(4) == 0 ? "family" : "own";
            double rate = Math.Round(income * (0.1 + (0.4 * random.NextDouble())));
            double risk = (rate / income) - (0.004 * age) + (home == "rent" ? 0.1 : 0) + (0.1 * random.NextDouble());
            yield return new()
            {
                Age = age, Home = home, Months = months, Rate = (float)rate, Amount = (float)rate * months,
                Income = random.Next(10) == 0 ? float.NaN : (float)income, Repaid = risk < 0.4,
            };
        }
    }

    internal sealed class Loan
    {
        public float Age { get; set; }

        public string Home { get; set; } = "";

        public float Income { get; set; } // NaN where nobody asked

        public int Months { get; set; }

        public float Rate { get; set; }

        public float Amount { get; set; } // months times rate

        public bool Repaid { get; set; }
    }
}

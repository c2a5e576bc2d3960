using System.Globalization;

namespace MLNetQuantumPrior.Tool.Tests;

/// <summary>A made-up table with columns of all types, some of which depend on each other.</summary>
internal static class MadeLoans
{
    public static string Csv(int rows, int seed = 1)
    {
        var random = new Random(seed);
        return "Id;Age;Income;Home;Debt;Since;Zip;Owns;Repaid\n" + string.Concat(Enumerable.Range(1, rows).Select(row =>
        {
            int age = random.Next(20, 70);
            double income = 15_000 + (800 * age) + random.Next(20_000);
            bool owns = random.Next(age) >= 20;
            string debt = random.Next(5) == 0 ? "" : $"{random.Next(0, 20) * 500}";
            DateTime since = new DateTime(2010, 1, 1).AddDays(random.Next(3000));
            bool repaid = income + random.Next(20_000) > 50_000;
            string money = (income / 7).ToString("F2", CultureInfo.InvariantCulture).Replace('.', ',');
            string day = since.ToString("dd.MM.yyyy", CultureInfo.InvariantCulture);
            return $"{row};{age};{money};{(owns ? "own" : "rent")};{debt};{day};" +
                $"0{random.Next(3)}12;{(owns ? "true" : "false")};{(repaid ? "yes" : "no")}\n";
        }));
    }
}

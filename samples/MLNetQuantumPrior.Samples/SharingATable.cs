using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetQuantumPrior.Samples;

/// <summary>A synthetic copy of a table to hand out, as a file, and the same rows from the file of the synthesizer.</summary>
internal static class SharingATable
{
    public static void Run()
    {
        var ml = new MLContext(seed: 1);
        IDataView table = ml.Data.Cache(LoanTable.Load(ml, 2000, seed: 1));
        TableSynthesizer synthesizer = ml.Data.FitSynthesizer(table, new()
        {
            Target = "Repaid", Constraints = [Constraint.LessOrEqual("Rate", "Income")], Seed = 1,
        });
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            IDataView rows = synthesizer.Generate(2000);
            string copy = Path.Combine(folder, "loans.csv"), file = Path.Combine(folder, "loans.synthesizer");
            using (FileStream stream = File.Create(copy))
            {
                ml.Data.SaveAsText(rows, stream, separatorChar: ',', schema: false);
            }

            Console.WriteLine(string.Join(" ", rows.Schema.Select(column => $"{column.Name}:{column.Type}")));
            LoanTable.Loan[] loans = [.. ml.Data.CreateEnumerable<LoanTable.Loan>(rows, reuseRowObject: false)];
            Console.WriteLine($"the amount is months times rate: {loans.All(loan => loan.Amount == loan.Months * loan.Rate)}");
            Console.WriteLine($"the rate is at most the income: {loans.All(loan => !(loan.Rate > loan.Income))}");

            synthesizer.Save(file);
            var again = TableSynthesizer.Load(file);
            bool areSame = rows.GetColumn<float>("Rate").SequenceEqual(again.Generate(2000).GetColumn<float>("Rate"));
            Console.WriteLine($"the file makes the same rows: {areSame}");

            IDataView young = synthesizer.Generate(1000, [Given.Is("Home", "rent"), Given.AtMost("Age", 30)], out GivenReport report);
            Console.WriteLine(
                $"tenants up to 30: {report.Probability:P1} of all, their mean rate {young.GetColumn<float>("Rate").Average():F0}");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        // Output:
        // Age:Single Home:String Income:Single Months:Int32 Rate:Single Amount:Single Repaid:Boolean
        // the amount is months times rate: True
        // the rate is at most the income: True
        // the file makes the same rows: True
        // tenants up to 30: 17.4 % of all, their mean rate 698
    }
}

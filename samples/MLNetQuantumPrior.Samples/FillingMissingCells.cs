using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetQuantumPrior.Samples;

/// <summary>Missing cells filled by what the rest of their row says, beside the mean.</summary>
internal static class FillingMissingCells
{
    public static void Run()
    {
        var ml = new MLContext(seed: 1);
        IDataView table = ml.Data.Cache(LoanTable.Load(ml, 2000, seed: 1));
        TableSynthesizer synthesizer = ml.Data.FitSynthesizer(table, new() { Seed = 1 });

        IDataView full = synthesizer.Impute(table);

        float[] before = [.. table.GetColumn<float>("Income")], after = [.. full.GetColumn<float>("Income")];
        Console.WriteLine($"missing incomes: {before.Count(float.IsNaN)} before, {after.Count(float.IsNaN)} after");
        Console.WriteLine($"others stay: {before.Zip(after).All(pair => float.IsNaN(pair.First) || pair.First == pair.Second)}");

        // Output:
    }
}

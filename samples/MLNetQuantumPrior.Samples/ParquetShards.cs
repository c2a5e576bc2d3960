using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetQuantumPrior.Samples;

/// <summary>A synthetic table as Parquet files that several processes can make together, each its range of row ids.</summary>
internal static class ParquetShards
{
    public static void Run()
    {
        var ml = new MLContext(seed: 1);
        TableSynthesizer synthesizer = ml.Data.FitSynthesizer(LoanTable.Load(ml, 2000, seed: 1), new() { Seed = 1 });
        string place = Directory.CreateTempSubdirectory().FullName;
        string folder = Path.Combine(place, "shards"), file = Path.Combine(place, "some.parquet"), codes = Path.Combine(place, "codes");
        try
        {
            // Two processes would do this at the same time, on any machines that share the folder.
            synthesizer.GenerateShards(folder, 500, 1000, rowsPerShard: 100);
            synthesizer.GenerateShards(folder, 0, 500, rowsPerShard: 100);

            // The last step makes what is missing, here nothing, and writes the manifest of all.
            ShardManifest all = synthesizer.GenerateShards(folder, 0, 1000, rowsPerShard: 100);
            Shard first = all.Shards[0];
            Console.WriteLine($"{all.Rows} rows in {all.Shards.Length} shards, the first one {first.Rows} rows from id {first.FromId}");

            IDataView read = ml.Data.LoadFromParquet(folder);
            bool areSame = read.GetColumn<float>("Rate").SequenceEqual(synthesizer.Generate(1000).GetColumn<float>("Rate"));
            Console.WriteLine($"the rows are those of the whole table: {areSame}");

            ml.Data.SaveAsParquet(synthesizer.GenerateRange(300, 500), file);
            Console.WriteLine($"a file of its own: {ml.Data.LoadFromParquet(file).GetRowCount()} rows");

            // The autoencoder beneath, whose features are slots of the columns.
            using LatentGeneratorTransformer generator = new(synthesizer.Model, new() { Seed = 1 });
            generator.GenerateShards(codes, 0, 200, rowsPerShard: 100);
            Console.WriteLine($"its features: {ml.Data.LoadFromParquet(codes).GetRowCount()} rows");
        }
        finally
        {
            Directory.Delete(place, recursive: true);
        }

        // Output:
        // 1000 rows in 10 shards, the first one 100 rows from id 0
        // the rows are those of the whole table: True
        // a file of its own: 200 rows
        // its features: 200 rows
    }
}

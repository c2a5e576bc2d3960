using MLNetQuantumPrior.Learning.Tests;
using MLNetQuantumPrior.Tests;

namespace MLNetQuantumPrior.Experiments;

/// <summary>Many changes to files of every kind, each read or refused in little time and memory.</summary>
internal static class FileMutations
{
    private const int Copies = 10_000;

    /// <returns>Whether nothing went wrong.</returns>
    public static bool Run()
    {
        string folder = Directory.CreateTempSubdirectory("mutations").FullName;
        try
        {
            bool isFine = true;
            foreach (MutatedFile file in MutatedFiles.In(folder).Concat(MutatedModelZips.All()))
            {
                MutationSummary summary = file.Run(Copies, seed: 2);
                Console.WriteLine(summary);
                foreach (string fault in summary.Faults.Take(10))
                {
                    Console.WriteLine($"  {fault}");
                }

                isFine &= summary.Faults.IsEmpty;
            }

            return isFine;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}

using MLNetQuantumPrior.Demo;

namespace MLNetQuantumPrior.Experiments;

/// <summary>What docs/dqa.md and docs/leap.md say of D-Wave's machines, measured without one.</summary>
internal static class LeapEvaluation
{
    /// <summary>Writes leap.json, or leap-quick.json, and a picture.</summary>
    /// <param name="folder">Receives them.</param>
    /// <param name="seeds">Seeds 1 to this.</param>
    /// <param name="isQuick">Few steps and no models of 16 spins, to see that everything runs.</param>
    public static void Run(string folder, int seeds, bool isQuick)
    {
        Directory.CreateDirectory(folder);
        ResultRow[] rows =
        [
            .. MeasuredTemperature.Run(seeds),
            .. StubTraining.Run(seeds, isQuick),
            .. CliqueSizes.Run(seeds),
            .. GradientBias.Run(folder, seeds, isQuick),
        ];
        Results.Of("tests/MLNetQuantumPrior.Experiments", rows).Write(Path.Combine(folder, isQuick ? "leap-quick.json" : "leap.json"));
    }
}

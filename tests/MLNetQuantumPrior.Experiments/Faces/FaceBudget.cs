namespace MLNetQuantumPrior.Experiments;

/// <summary>How much of everything.</summary>
/// <param name="TrainingFaces">Faces to train on.</param>
/// <param name="Steps">Steps of a training; null for the default.</param>
/// <param name="JudgeFaces">Faces that the judges are trained on.</param>
/// <param name="JudgeEpochs">Passes over these.</param>
/// <param name="TestFaces">Faces that judges and models are measured on.</param>
/// <param name="GeneratedFaces">Faces of each way to generate some.</param>
/// <param name="EditedFaces">Faces of each way to edit some.</param>
internal sealed record FaceBudget(
    int TrainingFaces, int? Steps, int JudgeFaces, int JudgeEpochs, int TestFaces, int GeneratedFaces, int EditedFaces)
{
    public static FaceBudget Full { get; } = new(20_000, null, 8000, 30, 4000, 1000, 300);

    public static FaceBudget Quick { get; } = new(300, 20, 300, 5, 100, 60, 20);
}

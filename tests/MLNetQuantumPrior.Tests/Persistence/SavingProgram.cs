using Microsoft.ML;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Tests;

/// <summary>
/// A process that saves two models by turns over the same files until it is killed: .bmvae files on one thread, ML.NET's on another.
/// </summary>
internal static class SavingProgram
{
    public const string Model = "model.bmvae", Zip = "model.zip";

    /// <summary>Written when both files have been saved.</summary>
    public const string Ready = "ready";

    /// <summary>Files of the two models.</summary>
    public static readonly string[] Sources = ["0.bmvae", "1.bmvae"];

    /// <summary>The argument before the folder that makes this program of the tests the one that saves.</summary>
    public const string Argument = "--save-until-killed";

    public static void Run(string folder)
    {
        BmVaeModel[] models = [.. Sources.Select(source => BmVaeModel.Load(Path.Combine(folder, source)))];
        BmVaeTransformer[] transformers = [.. models.Select(model => new BmVaeTransformer(model, "Latent", "Features"))];
        var ml = new MLContext();
        using var saved = new CountdownEvent(2);
        Start(turn => models[turn].Save(Path.Combine(folder, Model)));
        Start(turn => ml.Model.SaveBmVae(transformers[turn], inputSchema: null, Path.Combine(folder, Zip)));
        saved.Wait();
        Console.WriteLine(Ready);
        Thread.Sleep(TimeSpan.FromMinutes(5)); // where nobody kills it

        void Start(Action<int> save) => new Thread(() =>
        {
            save(0);
            saved.Signal();
            for (int turn = 1; ; turn = 1 - turn)
            {
                save(turn);
            }
        }) { IsBackground = true }.Start();
    }
}

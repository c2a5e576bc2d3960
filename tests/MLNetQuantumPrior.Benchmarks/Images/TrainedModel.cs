using System.Collections.Immutable;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Benchmarks;

/// <summary>A training that is done; its model is in a file.</summary>
internal sealed record TrainedModel(string File, double Seconds, double ProcessorSeconds, ImmutableArray<double> Reconstruction)
{
    /// <summary>Trains, unless it was done before.</summary>
    /// <param name="done">Where models are kept.</param>
    /// <param name="name">Name of the model.</param>
    /// <param name="recipe">How.</param>
    /// <param name="images">What the name stands for together with the number of images.</param>
    public static TrainedModel Of(FinishedWork done, string name, Recipe recipe, FeatureMatrix images) =>
        done.Of(name, new { recipe, images = images.Rows }, () =>
        {
            var clock = new ProcessorClock();
            BmVaeModel model = recipe.Train(images);
            (double seconds, double processorSeconds) = (clock.WallSeconds, clock.ProcessorSeconds);
            model.Save(done.PathOf(name + ".bmvae"));
            return new TrainedModel(
                name + ".bmvae", seconds, processorSeconds, [.. model.Training!.Epochs.Select(epoch => epoch.Reconstruction)]);
        });

    public BmVaeModel Load(FinishedWork done) => BmVaeModel.Load(done.PathOf(File));

    public override string ToString() => FormattableString.Invariant($"{Seconds:F0} s, {ProcessorSeconds:F0} s of a processor");
}

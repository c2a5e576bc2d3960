using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Experiments;

/// <summary>A way to draw images of given classes from a trained model.</summary>
/// <param name="Name">As in the results.</param>
/// <param name="Generate">Makes as many images of each class.</param>
internal sealed record ConditionalWay(string Name, Func<ConditionalWay.Model, GeneratedImages> Generate)
{
    /// <summary>What a way starts from.</summary>
    /// <param name="Vae">The model.</param>
    /// <param name="Classes">What was learned of its classes.</param>
    /// <param name="Train">Training images.</param>
    /// <param name="ImagesPerClass">How many to make.</param>
    /// <param name="Seed">Seed of the drawing.</param>
    internal sealed record Model(BmVaeModel Vae, Func<BoltzmannClasses> Classes, LabeledImages Train, int ImagesPerClass, ulong Seed);

    public static IReadOnlyList<ConditionalWay> OfMachines { get; } =
    [
        new("encoded and decoded", EncodedAndDecoded),
        Machines("fields, strength 2", new() { Condition = GenerationCondition.Fields, Strength = 2 }),
        Machines("class priors", new()),
        Machines("class priors, acceptance", new() { Acceptance = true }),
        Machines("class priors at beta 0.94, acceptance", new() { Beta = 0.94, Acceptance = true }),
        Machines("class priors at beta 0.8, acceptance", new() { Beta = 0.8, Acceptance = true, Sweeps = 300 }),
    ];

    public static IReadOnlyList<ConditionalWay> OfGaussians { get; } =
    [
        new("encoded and decoded", EncodedAndDecoded), Gaussians("one Gaussian", 1), Gaussians("ten Gaussians a class", 10),
        Gaussians("twenty Gaussians a class", 20),
    ];

    private static ConditionalWay Machines(string name, GenerationOptions options) => new(name, model =>
    {
        int[] labels = GeneratedImages.Balanced(model.ImagesPerClass);
        ulong[] ids = [.. labels.Select((_, row) => (ulong)row)];
        var generator = new LatentGenerator(
            model.Vae.Prior,
            model.Classes(),
            options with
            {
                Mode = GenerationMode.Conditional, Seed = model.Seed, PoolSize = model.ImagesPerClass, MaxDegreeOfParallelism = 1,
            },
            new PopulationAnnealingSampler { MaxDegreeOfParallelism = 1 });
        return new(model.Vae.Decode(generator.Draw(labels, ids).Spins), labels);
    });

    private static ConditionalWay Gaussians(string name, int components) => new(name, model =>
    {
        int[] labels = GeneratedImages.Balanced(model.ImagesPerClass);
        ulong[] ids = [.. labels.Select((_, row) => (ulong)row)];
        var trainer = new GaussianClassTrainer(components, maxDegreeOfParallelism: 1);
        BmVaeModel classes = model.Vae.With(trainer.Train(
            model.Vae, model.Train.Images, model.Train.Labels, LabeledImages.ClassNames, model.Seed));
        float[] latents = new GaussianGenerator(classes, new() { Mode = GenerationMode.Conditional, Seed = model.Seed }).Draw(labels, ids);
        float[] pixels = new float[labels.Length * model.Train.Images.Columns];
        model.Vae.Decode(latents, pixels);
        return new(pixels, labels);
    });

    /// <summary>What the decoder makes of real images: no way to generate, but the best that drawing latents could do.</summary>
    private static GeneratedImages EncodedAndDecoded(Model model)
    {
        GeneratedImages real = GeneratedImages.Real(model.Train, model.ImagesPerClass);
        float[] latents = new float[real.Labels.Length * model.Vae.Architecture.LatentSize];
        model.Vae.Encode(real.Pixels, latents);
        if (model.Vae.Kind != PriorKind.Gaussian)
        {
            foreach (ref float latent in latents.AsSpan())
            {
                latent = latent > 0 ? 1 : 0;
            }
        }

        float[] pixels = new float[real.Pixels.Length];
        model.Vae.Decode(latents, pixels);
        return real with { Pixels = pixels };
    }
}

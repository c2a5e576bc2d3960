using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Samples;

/// <summary>Training, generation and an Ising problem with MLNetQuantumPrior.Learning and .Sampling alone.</summary>
internal static class WithoutMLNet
{
    public static void Run()
    {
        // A model: rows of features, networks, a graph of latents, a sampler for the negative phase.
        Picture[] pictures = Picture.Draw(1000);
        var rows = new FeatureMatrix(Picture.Pixels, [.. pictures.SelectMany(picture => picture.Features)]);
        var sampler = new BlockGibbsSampler { Sweeps = 2 };
        var trainer = new BmVaeTrainer(new SimdEngine(), sampler, new() { Epochs = 30, BatchSize = 50 });
        BmVaeModel model = trainer.Train(
            rows, VaeArchitecture.Mlp(Picture.Pixels, [64], latents: 8), SpinGraph.Complete(8), seed: 1);

        // New rows: draw spins of the prior, decode them.
        SampleSet draws = new PopulationAnnealingSampler().Sample(model.Prior, new SampleRequest(Reads: 1000, Seed: 1));
        float[] images = model.Decode(draws.Spins);
        int clear = images.Chunk(Picture.Pixels).Count(image => Math.Abs(Light(image, left: true) - Light(image, left: false)) > 5);
        Console.WriteLine($"generated pictures with one half lit: {clear / 1000.0:F2}");

        // An Ising problem: three spins that repel each other cannot all have their way.
        var triangle = new IsingModel(SpinGraph.Complete(3), fields: [0, 0, 0], couplings: [1, 1, 1]);
        SampleSet lowest = new SimulatedAnnealingSampler().Sample(triangle, new SampleRequest(Reads: 10, Seed: 1));
        Console.WriteLine($"lowest energy of the triangle: {lowest.Energies.Min()}");

        // Output:
        // generated pictures with one half lit: 1.00
        // lowest energy of the triangle: -1
    }

    private static float Light(float[] image, bool left) =>
        Enumerable.Range(0, Picture.Pixels).Where(p => (p % Picture.Side < Picture.Side / 2) == left).Sum(p => image[p]);
}

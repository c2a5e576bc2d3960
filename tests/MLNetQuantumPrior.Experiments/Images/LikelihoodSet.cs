using MLNetQuantumPrior.Demo;

namespace MLNetQuantumPrior.Experiments;

/// <summary>Images, and the settings that the evaluation's tuning chose for each prior on them.</summary>
/// <param name="Name">As in the results.</param>
/// <param name="Images">The files.</param>
/// <param name="Recipes">By method; the number of epochs and the seed are set later.</param>
internal sealed record LikelihoodSet(string Name, ImageDataset Images, IReadOnlyList<(string Method, Recipe Recipe)> Recipes)
{
    private static readonly LikelihoodSet[] All =
    [
        new("mnist", ImageDataset.Mnist,
        [
            ("boltzmann", Tuned(Candidate.Complete, 256, 2e-3, 0.7)),
            ("gaussian", Tuned(Candidate.Gaussian, 32, 2e-3, 1)),
            ("rbm", Tuned(Candidate.Rbm, 256, 2e-3, 0.7)),
        ]),
        new("fashion", ImageDataset.FashionMnist,
        [
            ("boltzmann", Tuned(Candidate.Complete, 128, 2e-3, 0.7)),
            ("gaussian", Tuned(Candidate.Gaussian, 32, 4e-3, 0.7)),
            ("rbm", Tuned(Candidate.Rbm, 128, 2e-3, 0.7)),
        ]),
    ];

    /// <summary>The sets of these names; all for none.</summary>
    /// <exception cref="InvalidDataException">There is none of a name.</exception>
    public static IReadOnlyList<LikelihoodSet> Named(IReadOnlyList<string> names) =>
        names.Except(All.Select(set => set.Name)).FirstOrDefault() is { } unknown
            ? throw new InvalidDataException(
                $"Option '--sets': expected some of {string.Join(", ", All.Select(set => set.Name))}, got {unknown}.")
            : [.. All.Where(set => names.Count == 0 || names.Contains(set.Name))];

    private static Recipe Tuned(Candidate prior, int latents, double learningRate, double klWeight) =>
        new(prior.Name, latents, learningRate, klWeight, Epochs: 0, Seed: 0);
}

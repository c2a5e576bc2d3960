namespace MLNetQuantumPrior.Learning;

/// <summary>Why a row is strange to a model, or is not.</summary>
/// <param name="Terms">What the outlier measures of the row are made of.</param>
/// <param name="Slots">The features, the strangest first: their nats add up to the reconstruction and what lies beyond the range.</param>
/// <param name="Prior">
/// What the prior holds against the code, the most first; nats add up to the prior energy, and what is below 0 speaks for the code.
/// </param>
/// <param name="Ordinary">
/// The closest ordinary row, in the units of the training data: the code goes down the prior's energy, flipping the spin that lowers it
/// most, until no flip does, and is decoded. A Gaussian code is drawn in to the radius within which most of the prior lies.
/// </param>
public sealed record OutlierExplanation(
    OutlierTerms Terms, ImmutableArray<SlotShare> Slots, ImmutableArray<PriorShare> Prior, ImmutableArray<float> Ordinary);

/// <summary>The share of a feature in an outlier score.</summary>
/// <param name="Slot">Number of the feature.</param>
/// <param name="Name">Its name; empty where the training data had none.</param>
/// <param name="Value">What the row has.</param>
/// <param name="Expected">What the decoder expects given the row's code, in the units of the training data.</param>
/// <param name="Nats">By how much -log p(x|z) exceeds that of an exact reproduction, and what lies beyond the range.</param>
public readonly record struct SlotShare(int Slot, string Name, float Value, float Expected, double Nats);

/// <summary>The share of a coupling, or of a field, in the prior energy of a code.</summary>
/// <param name="First">Number of the latent.</param>
/// <param name="Second">Number of the latent that it is coupled with; null for a field.</param>
/// <param name="Nats">J m m or h m of the means m; of a Gaussian latent, half its mean square.</param>
public readonly record struct PriorShare(int First, int? Second, double Nats);

using System.Collections.Immutable;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>What was learned of the classes of a model's training data, for generation.</summary>
/// <param name="Items">The classes, in the order of their numbers.</param>
public sealed record BoltzmannClasses(ImmutableArray<BoltzmannClass> Items)
{
    /// <summary>No classes.</summary>
    public static BoltzmannClasses None { get; } = new([]);

    /// <summary>Which class a code is of: from bits, 0 or 1, to one probability a class. Null where none was trained.</summary>
    public Classifier? Classifier { get; init; }

    /// <summary>
    /// A machine of codes and labels together: the spins of the shared prior, then one per class, of which the row's own is up and the
    /// others are down. Null where none was fitted.
    /// </summary>
    public IsingModel? LabelledPrior { get; init; }
}

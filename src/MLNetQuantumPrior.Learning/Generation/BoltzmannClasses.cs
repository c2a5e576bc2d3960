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

/// <summary>What was learned of one class, for generation.</summary>
/// <param name="Name">The class's label.</param>
/// <param name="Fields">One per spin: added to the fields of the shared prior, they make its mean spins those of the class's codes.</param>
/// <param name="Machines">
/// The class's own Boltzmann machines, at least one. The class is their mixture, each as likely as its share of the class's rows.
/// </param>
public sealed record BoltzmannClass(string Name, ImmutableArray<float> Fields, ImmutableArray<ClassMachine> Machines)
{
    /// <summary>Rows of the training data in this class.</summary>
    public long Rows => Machines.Sum(machine => machine.Rows);
}

/// <summary>A Boltzmann machine of some of a class's codes.</summary>
/// <param name="Rows">Rows of the training data whose codes it was fitted to, at least 1.</param>
/// <param name="Prior">The machine, on the graph of the shared prior.</param>
public sealed record ClassMachine(long Rows, IsingModel Prior);

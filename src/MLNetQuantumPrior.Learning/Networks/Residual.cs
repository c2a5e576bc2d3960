using System.Text;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// A residual block (He et al. 2016): y = inner(x) + shortcut(x). The shortcut is x itself where it has no layers, and else such as a
/// <see cref="Conv2d"/> of one pixel that brings x to the shape of the inner layers' result.
/// </summary>
/// <remarks>Parameters: those of the inner layers, in order, then those of the shortcut's.</remarks>
public sealed record Residual : Layer
{
    /// <summary>Makes a block.</summary>
    /// <param name="inner">The layers beside the shortcut, at least one.</param>
    /// <param name="shortcut">The layers of the shortcut; none for x itself.</param>
    /// <exception cref="ArgumentException">There is no inner layer, or a layer is a network that is code.</exception>
    public Residual(ImmutableArray<Layer> inner, ImmutableArray<Layer> shortcut = default)
    {
        (Inner, Shortcut) = (inner.IsDefault ? [] : inner, shortcut.IsDefault ? [] : shortcut);
        if (Inner.IsEmpty || Inner.Concat(Shortcut).Any(layer => layer is null or CustomNetwork))
        {
            throw new ArgumentException(
                "Residual: expected at least one inner layer, and layers that are data, got others.", nameof(inner));
        }
    }

    /// <summary>The layers beside the shortcut.</summary>
    public ImmutableArray<Layer> Inner { get; }

    /// <summary>The layers of the shortcut; none for x itself.</summary>
    public ImmutableArray<Layer> Shortcut { get; }

    internal override ImmutableArray<LayerTensor> Tensors => [.. Named("inner", Inner), .. Named("shortcut", Shortcut)];

    /// <summary>Two blocks are equal when their layers are.</summary>
    public bool Equals(Residual? other) => other is not null && Inner.SequenceEqual(other.Inner) && Shortcut.SequenceEqual(other.Shortcut);

    /// <inheritdoc/>
    public override int GetHashCode() => Inner.Concat(Shortcut).Aggregate(Inner.Length, HashCode.Combine);

    internal override RowShape OutputShape(RowShape input)
    {
        RowShape inner = After(Inner, input), shortcut = After(Shortcut, input);
        return inner == shortcut ? inner : throw Expected($"a shortcut to {inner}", shortcut);

        static RowShape After(ImmutableArray<Layer> layers, RowShape shape) =>
            layers.Aggregate(shape, (before, layer) => layer.OutputShape(before));
    }

    /// <inheritdoc/>
    protected override bool PrintMembers(StringBuilder builder)
    {
        builder.Append("Inner = [").AppendJoin(", ", Inner).Append("], Shortcut = [").AppendJoin(", ", Shortcut).Append(']');
        return true;
    }

    private static IEnumerable<LayerTensor> Named(string branch, ImmutableArray<Layer> layers) =>
        layers.SelectMany((layer, k) => layer.Tensors.Select(tensor => tensor with { Name = $"{branch}.{k}.{tensor.Name}" }));
}

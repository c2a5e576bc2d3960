using System.Runtime.InteropServices;

namespace MLNetQuantumPrior.Learning;

/// <summary>What a <see cref="PortableGenerator"/> drew. A row that it was asked for and that there is not is NaN throughout.</summary>
public sealed class PortableDraws
{
    /// <summary>Takes ownership of the arrays.</summary>
    internal PortableDraws(int latents, float[] bits, float[] energies)
    {
        Latents = latents;
        Bits = ImmutableCollectionsMarshal.AsImmutableArray(bits);
        Energies = ImmutableCollectionsMarshal.AsImmutableArray(energies);
    }

    /// <summary>Number of rows.</summary>
    public int Rows => Energies.Length;

    /// <summary>Bits of a row.</summary>
    public int Latents { get; }

    /// <summary>0 or 1 each, row after row, as <see cref="BmVaeModel.Decode(ReadOnlySpan{float}, Span{float})"/> takes them.</summary>
    public ImmutableArray<float> Bits { get; }

    /// <summary>Energy of each row under the shared prior.</summary>
    public ImmutableArray<float> Energies { get; }

    /// <summary>Bits of one row.</summary>
    public ReadOnlySpan<float> this[int row] => Bits.AsSpan(row * Latents, Latents);

    /// <summary>Whether there is such a row as was asked for.</summary>
    public bool IsDrawn(int row) => !float.IsNaN(Energies[row]);
}

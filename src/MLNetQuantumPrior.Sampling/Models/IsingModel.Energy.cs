using System.Numerics;

namespace MLNetQuantumPrior.Sampling;

/// <content>Energies.</content>
public sealed partial class IsingModel
{
    /// <summary>E(s) of one configuration.</summary>
    /// <param name="spins">-1 or +1 for each spin.</param>
    /// <returns>The energy, summed in double precision.</returns>
    /// <exception cref="ArgumentException">The number of spins is not the model's.</exception>
    public double Energy(ReadOnlySpan<sbyte> spins)
    {
        if (spins.Length != SpinCount)
        {
            throw new ArgumentException($"Configuration: expected {SpinCount} spins, got {spins.Length}.", nameof(spins));
        }

        return Offset + (IsSingle ? Sum(Fields.AsSpan(), Couplings.AsSpan(), spins) : Sum(_fields.AsSpan(), _couplings.AsSpan(), spins));
    }

    /// <summary>What kernels know of <see cref="Energy"/>: single precision, without the offset.</summary>
    internal double KernelEnergy(ReadOnlySpan<sbyte> spins) => Sum(Fields.AsSpan(), Couplings.AsSpan(), spins);

    /// <summary>E(s) of many configurations, with the same bits as <see cref="Energy"/>.</summary>
    /// <param name="configurations">One configuration a row.</param>
    /// <param name="maxDegreeOfParallelism">Most threads; 0 for one a core. The energies do not depend on it.</param>
    /// <returns>One energy a row.</returns>
    /// <exception cref="ArgumentException">The number of spins is not the model's.</exception>
    public ImmutableArray<double> Energies(SpinMatrix configurations, int maxDegreeOfParallelism = 0)
    {
        ArgumentNullException.ThrowIfNull(configurations);
        ArgumentOutOfRangeException.ThrowIfNegative(maxDegreeOfParallelism);
        if (configurations.Columns != SpinCount)
        {
            throw new ArgumentException(
                $"Configurations: expected {SpinCount} spins, got {configurations.Columns}.", nameof(configurations));
        }

        return ModelEnergies.Of(this, configurations, maxDegreeOfParallelism == 0 ? Environment.ProcessorCount : maxDegreeOfParallelism);
    }

    /// <summary>
    /// Row by row, sum_i s_i (h_i + sum_(j > i) J_ij s_j), as the vector kernels do, so that both give the same bits. Four rows are summed
    /// side by side, as far as the shortest goes: one sum alone waits for each of its additions.
    /// </summary>
    private double Sum<T>(ReadOnlySpan<T> fields, ReadOnlySpan<T> couplings, ReadOnlySpan<sbyte> spins)
        where T : struct, INumber<T>
    {
        double energy = 0;
        ReadOnlySpan<SpinEdge> edges = Graph.Edges.AsSpan();
        ReadOnlySpan<int> start = Graph.UpperRows.Start;
        int i = 0;
        for (; i <= spins.Length - 4; i += 4)
        {
            (int k0, int k1, int k2, int k3) = (start[i], start[i + 1], start[i + 2], start[i + 3]);
            int shortest = Math.Min(Math.Min(k1 - k0, k2 - k1), Math.Min(k3 - k2, start[i + 4] - k3));
            double row0 = double.CreateTruncating(fields[i]);
            double row1 = double.CreateTruncating(fields[i + 1]);
            double row2 = double.CreateTruncating(fields[i + 2]);
            double row3 = double.CreateTruncating(fields[i + 3]);
            for (int k = 0; k < shortest; k++)
            {
                row0 += double.CreateTruncating(couplings[k0 + k]) * spins[edges[k0 + k].J];
                row1 += double.CreateTruncating(couplings[k1 + k]) * spins[edges[k1 + k].J];
                row2 += double.CreateTruncating(couplings[k2 + k]) * spins[edges[k2 + k].J];
                row3 += double.CreateTruncating(couplings[k3 + k]) * spins[edges[k3 + k].J];
            }

            energy += spins[i] * Rest(row0, k0 + shortest, k1, couplings, spins);
            energy += spins[i + 1] * Rest(row1, k1 + shortest, k2, couplings, spins);
            energy += spins[i + 2] * Rest(row2, k2 + shortest, k3, couplings, spins);
            energy += spins[i + 3] * Rest(row3, k3 + shortest, start[i + 4], couplings, spins);
        }

        for (; i < spins.Length; i++)
        {
            energy += spins[i] * Rest(double.CreateTruncating(fields[i]), start[i], start[i + 1], couplings, spins);
        }

        return energy;
    }

    private double Rest<T>(double row, int first, int end, ReadOnlySpan<T> couplings, ReadOnlySpan<sbyte> spins)
        where T : struct, INumber<T>
    {
        ReadOnlySpan<SpinEdge> edges = Graph.Edges.AsSpan();
        for (int k = first; k < end; k++)
        {
            row += double.CreateTruncating(couplings[k]) * spins[edges[k].J];
        }

        return row;
    }
}

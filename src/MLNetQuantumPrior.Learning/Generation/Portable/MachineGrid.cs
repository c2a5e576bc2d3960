using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Boltzmann machines of bits in whole steps of one grid, the finest whose sums single precision holds. With spins s = 2 x - 1, the
/// log-odds -2 h_i - 2 sum_j J_ij s_j of bit i are a bias c_i and weights a_ij = -4 J_ij.
/// </summary>
internal sealed class MachineGrid
{
    /// <summary>Steps of the finest grid in 1, as a power of 2: a finer one would lie below the noise of what was learned.</summary>
    private const int Finest = 17;

    /// <summary>Steps of 1/8 still leave couplings and energies what they are; coarser ones would not.</summary>
    private const int Coarsest = 3;

    private MachineGrid(int exponent, ImmutableArray<int[]> weights, ImmutableArray<int> weightsOf, ImmutableArray<int[]> biases) =>
        (Exponent, Weights, WeightsOf, Biases) = (exponent, weights, weightsOf, biases);

    /// <summary>A grid step is 2 to minus this.</summary>
    public int Exponent { get; }

    /// <inheritdoc cref="PortableTables.Weights"/>
    public ImmutableArray<int[]> Weights { get; }

    /// <inheritdoc cref="PortableTables.WeightsOf"/>
    public ImmutableArray<int> WeightsOf { get; }

    /// <inheritdoc cref="PortableTables.Biases"/>
    public ImmutableArray<int[]> Biases { get; }

    /// <summary>Rounds machines to a grid.</summary>
    /// <param name="machines">Machines of equally many spins.</param>
    /// <param name="largestWeight">Most grid steps of a weight.</param>
    /// <exception cref="ArgumentException">Fields or couplings are so large that the grid would be too coarse for others.</exception>
    public static MachineGrid Of(ImmutableArray<IsingModel> machines, int largestWeight)
    {
        var different = new List<IsingModel>(); // by couplings
        int[] weightsOf = [.. machines.Select(machine =>
        {
            int known = different.FindIndex(other => HaveEqualCouplings(machine, other));
            if (known < 0)
            {
                different.Add(machine);
            }

            return known < 0 ? different.Count - 1 : known;
        })];
        for (int exponent = Finest; exponent >= Coarsest; exponent--)
        {
            double steps = Math.ScaleB(1, exponent);
            if (different.Any(machine => machine.Couplings.Any(coupling => Math.Abs(4 * coupling * steps) > largestWeight)))
            {
                continue;
            }

            ImmutableArray<int[]> weights = [.. different.Select(machine => WeightsAt(machine, steps))];
            ImmutableArray<int[]> biases = [.. machines.Select((machine, k) => BiasesAt(machine, weights[weightsOf[k]], steps))];
            if (biases.Select((own, k) => LargestSum(weights[weightsOf[k]], own)).Max() < PortableTables.LargestSum)
            {
                return new(exponent, weights, [.. weightsOf], biases);
            }
        }

        throw new ArgumentException(
            $"Boltzmann machines: expected couplings up to {largestWeight >> (Coarsest + 2)}, and fields and couplings of a spin that " +
            $"sum to less than {PortableTables.LargestSum >> (Coarsest + 2)} or so, got larger ones.");
    }

    /// <summary>Twice the energy of all bits 0, in grid steps, as <see cref="PortableEnergy.Constant"/> has it.</summary>
    /// <param name="machine">Number of the machine.</param>
    /// <param name="offset">What all energies include.</param>
    public long EnergyConstant(int machine, double offset)
    {
        // Sum_i c_i + sum_(i < j) a_ij / 2, from h_i = -(c_i + sum_j a_ij / 2) / 2 and J_ij = -a_ij / 4.
        double pairs = Weights[WeightsOf[machine]].Sum(weight => (double)weight) / 2;
        return (long)Math.Round(
            Biases[machine].Sum(bias => (double)bias) + (pairs / 2) + Math.Clamp(Math.ScaleB(offset, Exponent + 1), -1e18, 1e18));
    }

    /// <summary>The largest sum of a bias and the sizes of its weights.</summary>
    public static long LargestSum(ReadOnlySpan<int> weights, ReadOnlySpan<int> biases)
    {
        long largest = 0;
        for (int i = 0; i < biases.Length; i++)
        {
            long sum = Math.Abs((long)biases[i]);
            foreach (int weight in weights.Slice(i * biases.Length, biases.Length))
            {
                sum += Math.Abs((long)weight);
            }

            largest = Math.Max(largest, sum);
        }

        return largest;
    }

    private static bool HaveEqualCouplings(IsingModel machine, IsingModel other) =>
        machine.Couplings.SequenceEqual(other.Couplings) && machine.Graph.Edges.SequenceEqual(other.Graph.Edges);

    private static int[] WeightsAt(IsingModel machine, double steps)
    {
        int n = machine.SpinCount;
        int[] weights = new int[checked(n * n)];
        for (int k = 0; k < machine.Couplings.Length; k++)
        {
            (int i, int j) = machine.Graph.Edges[k];
            weights[(i * n) + j] = weights[(j * n) + i] = (int)Math.Round(-4 * steps * machine.Coupling(k));
        }

        return weights;
    }

    /// <summary>
    /// Biases for which the log-odds are right on average over bits: what rounding changes in weights counts for spins, not for bits.
    /// </summary>
    private static int[] BiasesAt(IsingModel machine, int[] weights, double steps)
    {
        int n = machine.SpinCount;
        int[] biases = new int[n];
        for (int i = 0; i < n; i++)
        {
            double sum = 0;
            foreach (int weight in weights.AsSpan(i * n, n))
            {
                sum += weight;
            }

            biases[i] = (int)Math.Clamp(
                Math.Round((-2 * steps * machine.Field(i)) - (sum / 2)), -PortableTables.LargestSum, PortableTables.LargestSum);
        }

        return biases;
    }
}

namespace MLNetQuantumPrior.Sampling;

public sealed partial class ExactEnumeration
{
    /// <summary>Inverts the cumulative distribution: one configuration for each uniform number of [0, 1).</summary>
    internal void Draw(ReadOnlySpan<double> uniforms, Span<sbyte> spins, CancellationToken cancel)
    {
        double[] targets = new double[uniforms.Length];
        int[] reads = new int[uniforms.Length];
        for (int r = 0; r < reads.Length; r++)
        {
            (targets[r], reads[r]) = (uniforms[r] * _sum, r);
        }

        // In ascending order, each block is rebuilt at most once, however many draws fall into it.
        Array.Sort(targets, reads);
        double[] cumulative = new double[_blocks.Size];
        double before = 0;
        int next = 0;
        for (int block = 0; block < _blocks.Count && next < reads.Length; block++)
        {
            bool last = block == _blocks.Count - 1;
            if (last || targets[next] < before + _blockSums[block])
            {
                cancel.ThrowIfCancellationRequested();
                FillWeights(block, cumulative);
                for (int index = 1; index < cumulative.Length; index++)
                {
                    cumulative[index] += cumulative[index - 1];
                }

                for (; next < reads.Length && (last || targets[next] < before + _blockSums[block]); next++)
                {
                    int state = (block * cumulative.Length) + Invert(cumulative, targets[next] - before);
                    Decode(state, spins.Slice(reads[next] * Model.SpinCount, Model.SpinCount));
                }
            }

            before += _blockSums[block];
        }
    }

    /// <summary>
    /// The first index whose cumulative sum exceeds the target; where rounding leaves none, the last state of positive weight.
    /// </summary>
    private static int Invert(ReadOnlySpan<double> cumulative, double target)
    {
        int found = FirstAbove(cumulative, target);
        return found < cumulative.Length ? found : FirstAbove(cumulative, Math.BitDecrement(cumulative[^1]));
    }

    private static int FirstAbove(ReadOnlySpan<double> cumulative, double target)
    {
        (int low, int high) = (0, cumulative.Length);
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = cumulative[middle] > target ? (low, middle) : (middle + 1, high);
        }

        return low;
    }
}

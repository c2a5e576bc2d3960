namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// The 2^n complex amplitudes of n spins during an anneal; bit i of an index is set where s_i = +1. Each amplitude is computed by the same
/// operations in the same order however the work is spread.
/// </summary>
internal sealed class StateVector
{
    private const int LowSpins = 11; // 2^11 complex doubles are 32 KiB: they stay in a first-level cache while all low spins turn
    private const int CacheLine = 8; // doubles
    private const int LogBlocksOfAThread = 2; // some 50 microseconds: fewer would not pay for a second thread

    private readonly int _low;
    private readonly int _columnWidth;
    private readonly int _threads;
    private readonly double[] _energies;
    private readonly double[] _real;
    private readonly double[] _imaginary;

    public StateVector(IsingModel model, int threads, CancellationToken cancel)
    {
        _low = Math.Min(model.SpinCount, LowSpins);
        _energies = new double[1 << model.SpinCount];
        _real = new double[_energies.Length];
        _imaginary = new double[_energies.Length];
        _columnWidth = Math.Max(CacheLine, (1 << (2 * _low)) >> model.SpinCount);
        _threads = Math.Clamp(_energies.Length >> (_low + LogBlocksOfAThread), 1, threads);
        var blocks = new EnergyBlocks(model);
        for (int block = 0; block < blocks.Count; block++)
        {
            cancel.ThrowIfCancellationRequested();
            blocks.Fill(block, _energies.AsSpan(block * blocks.Size, blocks.Size));
        }
    }

    /// <summary>Anneals from the ground state of the transverse field and measures: all 2^n probabilities.</summary>
    public double[] Anneal(AnnealingSchedule schedule, int steps, CancellationToken cancel)
    {
        Array.Fill(_real, 1 / Math.Sqrt(_real.Length));
        Array.Clear(_imaginary);
        foreach (AnnealStage stage in AnnealSplitting.Stages(schedule, steps))
        {
            cancel.ThrowIfCancellationRequested();
            Share(_real.Length >> _low, (first, end) => Blocks(stage, first, end));
            if (_real.Length >> _low > 1)
            {
                Share((1 << _low) / _columnWidth, (first, end) => Columns(stage, first, end));
            }
        }

        double[] probabilities = new double[_real.Length];
        double sum = 0;
        for (int k = 0; k < probabilities.Length; k++)
        {
            probabilities[k] = (_real[k] * _real[k]) + (_imaginary[k] * _imaginary[k]);
            sum += probabilities[k];
        }

        // Every stage is unitary: the sum is off 1 by rounding alone.
        foreach (ref double p in probabilities.AsSpan())
        {
            p /= sum;
        }

        return probabilities;
    }

    /// <summary>All phases, and the turns of the low spins.</summary>
    private void Blocks(AnnealStage stage, int first, int end)
    {
        int size = 1 << _low;
        for (int block = first; block < end; block++)
        {
            Span<double> real = _real.AsSpan(block * size, size);
            Span<double> imaginary = _imaginary.AsSpan(block * size, size);
            SpinRotation.Phase(real, imaginary, _energies.AsSpan(block * size, size), stage.Phase);
            SpinRotation.Turn(real, imaginary, firstStride: 1, stage.Angle);
        }
    }

    /// <summary>
    /// The turns of the high spins: some neighbouring amplitudes of every block at a time, brought together because their distance is a
    /// power of two, which would crowd them into a few lines of the cache.
    /// </summary>
    private void Columns(AnnealStage stage, int first, int end)
    {
        (int rows, int width) = (_real.Length >> _low, _columnWidth);
        double[] real = new double[rows * width];
        double[] imaginary = new double[rows * width];
        for (int column = first; column < end; column++)
        {
            for (int row = 0; row < rows; row++)
            {
                int from = (row << _low) + (column * width);
                _real.AsSpan(from, width).CopyTo(real.AsSpan(row * width));
                _imaginary.AsSpan(from, width).CopyTo(imaginary.AsSpan(row * width));
            }

            SpinRotation.Turn(real, imaginary, width, stage.Angle);
            for (int row = 0; row < rows; row++)
            {
                int to = (row << _low) + (column * width);
                real.AsSpan(row * width, width).CopyTo(_real.AsSpan(to));
                imaginary.AsSpan(row * width, width).CopyTo(_imaginary.AsSpan(to));
            }
        }
    }

    private void Share(int count, Action<int, int> run)
    {
        if (_threads == 1)
        {
            run(0, count);
            return;
        }

        Parallel.For(0, _threads, t => run((int)((long)count * t / _threads), (int)((long)count * (t + 1) / _threads)));
    }
}

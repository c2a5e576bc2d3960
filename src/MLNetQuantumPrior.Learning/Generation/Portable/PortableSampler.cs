namespace MLNetQuantumPrior.Learning;

/// <summary>Draws one row from tables: what the graph of a generator file does, one row after the other.</summary>
/// <param name="tables">The tables.</param>
/// <param name="cancel">Ends a draw with an <see cref="OperationCanceledException"/>.</param>
internal sealed class PortableSampler(PortableTables tables, CancellationToken cancel)
{
    private readonly float[] _proposal = new float[tables.Bits];
    private readonly int[] _sums = new int[tables.Bits];

    /// <summary>Whether there is such a row.</summary>
    public static bool IsKnown(PortableTables tables, PortableRow row)
    {
        bool isClass = tables.Classes == 0 || (row.Class >= 0 && row.Class <= tables.Classes - 1 && MathF.Floor(row.Class) == row.Class);
        return isClass && row.Sweeps is >= 0 and <= PortableGenerator.MaxSweeps && row.Beta is >= 0 and <= float.MaxValue;
    }

    /// <summary>Draws a row.</summary>
    /// <param name="row">A row that there is.</param>
    /// <param name="bits">Receives its bits.</param>
    /// <returns>Its energy.</returns>
    public float Draw(PortableRow row, Span<float> bits)
    {
        int set = tables.Classes == 0 ? 0 : (int)row.Class;
        ulong key = PortableRandom.Key(row.Seed, row.Id, tables.Classes == 0 ? 0 : set + 1);
        float beta = MathF.Min(row.Beta, PortableTables.LargestBeta);
        double best = -1;
        for (int round = 0; round < tables.Rounds; round++)
        {
            uint choices = Propose(set, round, (int)row.Sweeps, beta, key);
            if (tables.Classifier is not { } classifier)
            {
                _proposal.CopyTo(bits);
                break;
            }

            long[] weights = classifier.WeightsOf(_proposal);
            long own = weights[set], all = weights.Sum();
            double probability = (double)own / all;
            bool isKept = (((choices & 0xffff) * 2L) + 1) * all < own * 2L * PortableTables.Uniforms;
            if (isKept || probability > best)
            {
                best = probability;
                _proposal.CopyTo(bits);
            }

            if (isKept)
            {
                break;
            }
        }

        return Energy(bits);
    }

    /// <summary>A draw of a round.</summary>
    /// <returns>The random bits of its choices, of which the lower half is not used.</returns>
    private uint Propose(int set, int round, int sweeps, float beta, ulong key)
    {
        ulong counter = PortableRandom.Counter(round, sweep: 0);
        uint choices = PortableRandom.Word(counter, key);
        int machine = tables.FirstMachine[set], columns = tables.ShareColumns;
        foreach (int share in tables.Shares.AsSpan(set * columns, columns))
        {
            machine += choices >> 16 >= share ? 1 : 0;
        }

        ulong start = ((ulong)PortableRandom.Word(counter + 1, key) * (ulong)tables.StartCount[machine]) >> 32;
        ReadOnlySpan<byte> packed = tables.Starts.AsSpan((tables.FirstStart[machine] + (int)start) * tables.StartBytes, tables.StartBytes);
        for (int i = 0; i < _proposal.Length; i++)
        {
            _proposal[i] = (packed[i / 8] >> (i % 8)) & 1;
        }

        PortableSweeps.Run(tables, machine, round, sweeps, beta, key, _proposal, _sums, cancel);
        return choices;
    }

    private float Energy(ReadOnlySpan<float> bits)
    {
        PortableEnergy energy = tables.Energy;
        _sums.AsSpan().Clear();
        PortableSweeps.AddRows(tables.Weights[energy.Weights], bits, _sums);
        long sum = 0;
        for (int i = 0; i < bits.Length; i++)
        {
            sum += bits[i] != 0 ? (2L * energy.Biases[i]) + _sums[i] : 0;
        }

        return (energy.Constant - sum) * energy.Step;
    }
}

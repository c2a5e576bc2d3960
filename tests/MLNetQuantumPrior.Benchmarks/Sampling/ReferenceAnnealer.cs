using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Benchmarks;

/// <summary>
/// A plain simulated annealer as C++ libraries write it: one chain after the other, spins in order, the energy of every flip kept
/// and mended at each accepted flip, Metropolis acceptance that asks for a random number only where it matters. What rates are
/// compared with, measured in the same run.
/// </summary>
internal sealed class ReferenceAnnealer
{
    private readonly int[] _start; // of each spin's neighbours
    private readonly int[] _neighbour;
    private readonly float[] _coupling;
    private readonly float[] _field;
    private readonly sbyte[] _spin;
    private readonly float[] _flipEnergy;
    private ulong _a = 0x9e3779b97f4a7c15, _b = 0xbf58476d1ce4e5b9;

    public ReferenceAnnealer(IsingModel model)
    {
        var rows = new List<(int Other, float Coupling)>[model.SpinCount];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = [];
        }

        for (int k = 0; k < model.Couplings.Length; k++)
        {
            (int i, int j) = model.Graph.Edges[k];
            rows[i].Add((j, model.Couplings[k]));
            rows[j].Add((i, model.Couplings[k]));
        }

        _start = new int[rows.Length + 1];
        for (int i = 0; i < rows.Length; i++)
        {
            _start[i + 1] = _start[i] + rows[i].Count;
        }

        _neighbour = [.. rows.SelectMany(row => row.Select(pair => pair.Other))];
        _coupling = [.. rows.SelectMany(row => row.Select(pair => pair.Coupling))];
        _field = [.. model.Fields];
        _spin = new sbyte[rows.Length];
        _flipEnergy = new float[rows.Length];
    }

    /// <summary>One read: beta rises geometrically over the sweeps. Returns the energy it ends at, up to its own rounding.</summary>
    public double Anneal(int sweeps, double firstBeta, double lastBeta)
    {
        for (int i = 0; i < _spin.Length; i++)
        {
            _spin[i] = (sbyte)((Next() & 1) == 0 ? -1 : 1);
        }

        for (int i = 0; i < _spin.Length; i++)
        {
            _flipEnergy[i] = -2 * _spin[i] * LocalField(i);
        }

        double ratio = sweeps > 1 ? Math.Pow(lastBeta / firstBeta, 1.0 / (sweeps - 1)) : 1, beta = firstBeta;
        for (int sweep = 0; sweep < sweeps; sweep++, beta *= ratio)
        {
            Sweep((float)beta);
        }

        double energy = 0;
        for (int i = 0; i < _spin.Length; i++)
        {
            energy += _spin[i] * 0.5 * (_field[i] + LocalField(i));
        }

        return energy;
    }

    private void Sweep(float beta)
    {
        float hopeless = 44.36142f / beta; // exp(-44.36) is below 2^-64: no random number of 64 bits accepts it
        sbyte[] spin = _spin;
        float[] flipEnergy = _flipEnergy;
        for (int i = 0; i < spin.Length; i++)
        {
            float cost = flipEnergy[i];
            if (cost >= hopeless || (cost > 0 && (Next() >> 40) * (1f / (1 << 24)) >= MathF.Exp(-cost * beta)))
            {
                continue;
            }

            int was = spin[i];
            spin[i] = (sbyte)-was;
            flipEnergy[i] = -cost;
            ReadOnlySpan<int> neighbours = _neighbour.AsSpan(_start[i].._start[i + 1]);
            ReadOnlySpan<float> couplings = _coupling.AsSpan(_start[i], neighbours.Length);
            for (int k = 0; k < neighbours.Length; k++)
            {
                int other = neighbours[k];
                flipEnergy[other] += 4 * couplings[k] * was * spin[other];
            }
        }
    }

    private float LocalField(int i)
    {
        float field = _field[i];
        for (int k = _start[i]; k < _start[i + 1]; k++)
        {
            field += _coupling[k] * _spin[_neighbour[k]];
        }

        return field;
    }

    /// <summary>xorshift128+, as the C++ libraries use it.</summary>
    private ulong Next()
    {
        (ulong x, ulong y) = (_a, _b);
        _a = y;
        x ^= x << 23;
        _b = x ^ y ^ (x >> 17) ^ (y >> 26);
        return _b + y;
    }
}

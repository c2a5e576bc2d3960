using System.Numerics;
using System.Runtime.InteropServices;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>Edge by edge, rows in SIMD lanes: values are transposed to [spins, rows] first.</summary>
internal sealed class SparsePairSums(SpinGraph graph) : PairSums(graph)
{
    private readonly SpinEdge[] _edges = [.. graph.Edges];
    private float[] _values = [];
    private float[] _fields = [];

    public override void Fields(ReadOnlySpan<float> couplings, ReadOnlySpan<float> values, Span<float> fields)
    {
        int rows = values.Length / SpinCount;
        int width = Transpose(values, rows);
        Array.Clear(_fields, 0, SpinCount * width);
        for (int k = 0; k < _edges.Length; k++)
        {
            (int i, int j) = _edges[k];
            Vector<float> coupling = new(couplings[k]);
            Span<Vector<float>> fieldI = Lanes(_fields, i, width), fieldJ = Lanes(_fields, j, width);
            Span<Vector<float>> valueI = Lanes(_values, i, width), valueJ = Lanes(_values, j, width);
            for (int r = 0; r < fieldI.Length; r++)
            {
                fieldI[r] += coupling * valueJ[r];
                fieldJ[r] += coupling * valueI[r];
            }
        }

        for (int row = 0; row < rows; row++)
        {
            for (int i = 0; i < SpinCount; i++)
            {
                fields[(row * SpinCount) + i] = _fields[(i * width) + row];
            }
        }
    }

    public override void Energies(ReadOnlySpan<float> h, ReadOnlySpan<float> couplings, ReadOnlySpan<float> values, Span<float> energies)
    {
        int rows = values.Length / SpinCount;
        int width = Transpose(values, rows);
        Span<Vector<float>> sums = Lanes(_fields, 0, width), field = Lanes(_fields, 1, width);
        sums.Clear();
        for (int i = 0, k = 0; i < h.Length; i++)
        {
            field.Fill(new(h[i]));
            for (; k < _edges.Length && _edges[k].I == i; k++) // edges are in the order of I
            {
                Vector<float> coupling = new(couplings[k]);
                Span<Vector<float>> other = Lanes(_values, _edges[k].J, width);
                for (int r = 0; r < field.Length; r++)
                {
                    field[r] += coupling * other[r];
                }
            }

            Span<Vector<float>> own = Lanes(_values, i, width);
            for (int r = 0; r < sums.Length; r++)
            {
                sums[r] += own[r] * field[r];
            }
        }

        _fields.AsSpan(0, rows).CopyTo(energies);
    }

    public override void Correlations(ReadOnlySpan<float> values, Span<float> correlations)
    {
        int rows = values.Length / SpinCount;
        int width = Transpose(values, rows);
        for (int k = 0; k < _edges.Length; k++)
        {
            (int i, int j) = _edges[k];
            Span<Vector<float>> valueI = Lanes(_values, i, width), valueJ = Lanes(_values, j, width);
            Vector<float> sum = Vector<float>.Zero;
            for (int r = 0; r < valueI.Length; r++)
            {
                sum += valueI[r] * valueJ[r];
            }

            correlations[k] = Vector.Sum(sum) / rows;
        }
    }

    /// <summary>Rows padded with zeros to whole vectors; returns the padded number of rows.</summary>
    private int Transpose(ReadOnlySpan<float> values, int rows)
    {
        int width = (rows + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;
        if (_values.Length < SpinCount * width)
        {
            _values = new float[SpinCount * width];
            _fields = new float[(SpinCount + 1) * width]; // one more for the energies of a single spin
        }

        for (int i = 0; i < SpinCount; i++)
        {
            _values.AsSpan((i * width) + rows, width - rows).Clear();
        }

        for (int row = 0; row < rows; row++)
        {
            for (int i = 0; i < SpinCount; i++)
            {
                _values[(i * width) + row] = values[(row * SpinCount) + i];
            }
        }

        return width;
    }

    private static Span<Vector<float>> Lanes(float[] matrix, int row, int width) =>
        MemoryMarshal.Cast<float, Vector<float>>(matrix.AsSpan(row * width, width));
}

using System.Buffers;

namespace MLNetQuantumPrior.Learning;

/// <summary>Layers ready to be computed. Immutable, so safe to use from several threads at once.</summary>
internal sealed class LayerStack
{
    /// <summary>
    /// Enough rows to use each packed panel of weights often, few enough that a layer's values stay in a second-level cache.
    /// </summary>
    private const int MaxRowsAtOnce = 128;

    /// <summary>Values of a layer at once, 4 MiB, where rows are images of many channels.</summary>
    private const int MaxValuesAtOnce = 1 << 20;

    private readonly int _widest;
    private readonly int _rowsAtOnce;

    public LayerStack(ImmutableArray<Layer> layers, int inputs)
    {
        Inputs = inputs;
        Passes = LayerPass.All(layers, RowShape.Flat(inputs));
        ParameterCount = Passes.Sum(pass => pass.ParameterCount);
        Outputs = Passes.IsEmpty ? inputs : Passes[^1].Outputs;
        _widest = Passes.Select(pass => pass.Outputs).DefaultIfEmpty().Max();
        _rowsAtOnce = Math.Clamp(MaxValuesAtOnce / Math.Max(_widest, 1), 1, MaxRowsAtOnce);
    }

    /// <summary>Layers in the order of the data; a pass may be of two.</summary>
    public ImmutableArray<LayerPass> Passes { get; }

    public int Inputs { get; }

    public int Outputs { get; }

    public int ParameterCount { get; }

    /// <summary>
    /// Computes all layers. <c>[rows, Inputs] -> [rows, Outputs]</c>
    /// A row's result is bitwise the same whatever rows come with it and however many threads work.
    /// </summary>
    /// <param name="parameters">This network's part of the flat vector of all parameters.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="input">Rows, one after the other.</param>
    /// <param name="output">Receives the result; must not overlap the input.</param>
    /// <param name="threads">Threads to use at most, the caller among them.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public void Forward(ReadOnlySpan<float> parameters, int rows, ReadOnlySpan<float> input, Span<float> output, int threads = 1)
    {
        Check("Parameters", parameters.Length, ParameterCount);
        Check("Input", input.Length, (long)rows * Inputs);
        Check("Output", output.Length, (long)rows * Outputs);
        float[] scratch = ArrayPool<float>.Shared.Rent(2 * Math.Min(rows, _rowsAtOnce) * _widest);
        for (int row = 0; row < rows; row += _rowsAtOnce)
        {
            int count = Math.Min(_rowsAtOnce, rows - row);
            Forward(parameters, count, input.Slice(row * Inputs, count * Inputs), output.Slice(row * Outputs, count * Outputs));
        }

        ArrayPool<float>.Shared.Return(scratch);

        void Forward(ReadOnlySpan<float> parameters, int rows, ReadOnlySpan<float> input, Span<float> output)
        {
            Span<float> even = scratch.AsSpan(0, rows * _widest);
            Span<float> odd = scratch.AsSpan(rows * _widest, rows * _widest);
            for (int k = 0; k < Passes.Length; k++)
            {
                LayerPass pass = Passes[k];
                Span<float> result = k == Passes.Length - 1 ? output : (k % 2 == 0 ? even : odd)[..(rows * pass.Outputs)];
                pass.Forward(parameters[..pass.ParameterCount], rows, input, result, threads);
                parameters = parameters[pass.ParameterCount..];
                input = result;
            }
        }
    }

    private static void Check(string what, int actual, long expected)
    {
        if (actual != expected)
        {
            throw new ArgumentException($"{what} of a network: expected {expected} values, got {actual}.");
        }
    }
}

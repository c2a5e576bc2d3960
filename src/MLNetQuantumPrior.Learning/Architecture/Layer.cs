namespace MLNetQuantumPrior.Learning;

/// <summary>One layer of a network, as data: engines and the ONNX writer interpret it.</summary>
public abstract record Layer
{
    private protected Layer()
    {
    }

    /// <summary>Number of values a row has after this layer when it had <paramref name="inputs"/> before.</summary>
    /// <exception cref="ArgumentException">The layer cannot take rows of that size.</exception>
    internal abstract int OutputSize(int inputs);
}

/// <summary>A fully connected layer, y = x W + b. <c>[batch, Inputs] -> [batch, Outputs]</c></summary>
/// <remarks>
/// Parameters, in this order: W of shape [Inputs, Outputs], row-major, then b of shape [Outputs].
/// Both start uniform in (-a, a) with a = 1 / sqrt(Inputs); W is then multiplied by <see cref="Gain"/>.
/// </remarks>
/// <param name="Inputs">Values of a row before the layer, at least 1.</param>
/// <param name="Outputs">Values of a row after the layer, at least 1.</param>
public sealed record Dense(int Inputs, int Outputs) : Layer
{
    /// <summary>Factor on the initial weights, above 0. Default 1.</summary>
    public double Gain { get; init; } = 1;

    internal override int OutputSize(int inputs) => inputs == Inputs && Inputs >= 1 && Outputs >= 1
        ? Outputs
        : throw new ArgumentException($"Layer {this}: expected rows of {Inputs} values and positive sizes, got rows of {inputs}.");
}

/// <summary>A function applied to each value on its own. <c>[batch, n] -> [batch, n]</c></summary>
/// <param name="Function">Which.</param>
public sealed record Activation(ActivationFunction Function) : Layer
{
    internal override int OutputSize(int inputs) => inputs;
}

/// <summary>The functions of <see cref="Activation"/>.</summary>
public enum ActivationFunction
{
    /// <summary>max(0, x).</summary>
    Relu,

    /// <summary>x for x above 0, else x / 100.</summary>
    LeakyRelu,

    /// <summary>tanh x.</summary>
    Tanh,
}

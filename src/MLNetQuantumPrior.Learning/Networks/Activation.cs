namespace MLNetQuantumPrior.Learning;

/// <summary>A function applied to each value on its own. <c>[batch, n] -> [batch, n]</c></summary>
/// <param name="Function">Which.</param>
public sealed record Activation(ActivationFunction Function) : Layer
{
    internal override RowShape OutputShape(RowShape input) => input;
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

    /// <summary>1 / (1 + exp(-x)).</summary>
    Sigmoid,

    /// <summary>x / (1 + exp(-x)).</summary>
    Silu,
}

using System.Collections.Immutable;

namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>The oracle: the same network and loss in plain double precision, row by row, with gradients by central differences.</summary>
internal sealed class DoubleNetwork(VaeArchitecture architecture, IEnumerable<float> parameters)
{
    private const double Step = 1e-6;

    private readonly double[] _parameters = [.. parameters.Select(value => (double)value)];

    public double[] Encode(IEnumerable<double> row) => Forward("encoder", architecture.Encoder, row);

    public double[] Decode(IEnumerable<double> row) => Forward("decoder", architecture.Decoder, row);

    /// <summary>Reconstruction loss and penalty of <see cref="LogisticBottleneck"/>, means over rows.</summary>
    public (double Reconstruction, double Penalty) Loss(float[] features)
    {
        (double reconstruction, double penalty, int rows) = (0, 0, 0);
        foreach (float[] row in features.Chunk(architecture.InputSize))
        {
            double[] logits = Encode(row.Select(x => (double)x));
            double[] outputs = Decode(logits.Select(LogisticBottleneck.Sigmoid));
            penalty += logits.Sum(l => LogisticBottleneck.Weight / 2 * l * l);
            reconstruction += outputs.Zip(row, (o, x) => Math.Log(1 + Math.Exp(-Math.Abs(o))) + Math.Max(o, 0) - x * o).Sum();
            rows++;
        }

        return (reconstruction / rows, penalty / rows);
    }

    public double[] Gradients(float[] features)
    {
        var gradients = new double[_parameters.Length];
        for (int k = 0; k < gradients.Length; k++)
        {
            double value = _parameters[k];
            gradients[k] = (TotalLoss(value + Step) - TotalLoss(value - Step)) / (2 * Step);
            _parameters[k] = value;

            double TotalLoss(double changed)
            {
                _parameters[k] = changed;
                (double reconstruction, double penalty) = Loss(features);
                return reconstruction + penalty;
            }
        }

        return gradients;
    }

    private double[] Forward(string network, ImmutableArray<Layer> layers, IEnumerable<double> row)
    {
        double[] x = [.. row];
        for (int k = 0; k < layers.Length; k++)
        {
            x = layers[k] switch
            {
                Dense dense => Multiply(x, dense.Outputs, Block($"{network}.{k}.weight"), Block($"{network}.{k}.bias")),
                Activation { Function: ActivationFunction.Relu } => [.. x.Select(v => Math.Max(v, 0))],
                Activation { Function: ActivationFunction.LeakyRelu } => [.. x.Select(v => v > 0 ? v : v / 100)],
                Activation { Function: ActivationFunction.Tanh } => [.. x.Select(Math.Tanh)],
                _ => throw new NotSupportedException($"{layers[k]}"),
            };
        }

        return x;
    }

    private ArraySegment<double> Block(string name)
    {
        ParameterBlock block = architecture.Parameters.Single(block => block.Name == name);
        return new(_parameters, block.Offset, block.Length);
    }

    private static double[] Multiply(double[] x, int outputs, ArraySegment<double> weights, ArraySegment<double> biases)
    {
        double[] y = [.. biases];
        for (int i = 0; i < x.Length; i++)
        {
            for (int j = 0; j < outputs; j++)
            {
                y[j] += x[i] * weights[i * outputs + j];
            }
        }

        return y;
    }
}

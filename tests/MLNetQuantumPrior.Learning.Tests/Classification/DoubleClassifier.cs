namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>The oracle: a classifier and its loss in plain double precision, row by row, with gradients by central differences.</summary>
internal sealed class DoubleClassifier(ClassifierArchitecture architecture, IEnumerable<float> parameters)
{
    private const double Step = 1e-6;

    public double[] Parameters { get; } = [.. parameters.Select(value => (double)value)];

    public double[] Logits(IEnumerable<float> row) => Forward(row, architecture.Layers.Length);

    /// <summary>What the last layer takes.</summary>
    public double[] Hidden(IEnumerable<float> row) => Forward(row, architecture.Layers.Length - 1);

    public double[] Probabilities(IEnumerable<float> row)
    {
        double[] logits = Logits(row);
        double sum = logits.Sum(Math.Exp);
        return [.. logits.Select(logit => Math.Exp(logit) / sum)];
    }

    /// <summary>-log p(label), mean over rows.</summary>
    public double Loss(float[] features, int[] labels) =>
        features.Chunk(architecture.InputSize).Zip(labels, (row, label) => -Math.Log(Probabilities(row)[label])).Average();

    public double[] Gradients(float[] features, int[] labels)
    {
        var gradients = new double[Parameters.Length];
        for (int k = 0; k < gradients.Length; k++)
        {
            double value = Parameters[k];
            Parameters[k] = value + Step;
            double above = Loss(features, labels);
            Parameters[k] = value - Step;
            gradients[k] = (above - Loss(features, labels)) / (2 * Step);
            Parameters[k] = value;
        }

        return gradients;
    }

    private double[] Forward(IEnumerable<float> row, int layers)
    {
        double[] x = [.. row.Select(value => (double)value)];
        int offset = 0;
        foreach (Layer layer in architecture.Layers.Take(layers))
        {
            switch (layer)
            {
                case Dense dense:
                    int biases = offset + (dense.Inputs * dense.Outputs);
                    x = [.. Enumerable.Range(0, dense.Outputs).Select(j =>
                        Parameters[biases + j] + x.Select((value, i) => value * Parameters[offset + (i * dense.Outputs) + j]).Sum())];
                    offset = biases + dense.Outputs;
                    break;
                case Activation { Function: ActivationFunction.Relu }:
                    x = [.. x.Select(value => Math.Max(value, 0))];
                    break;
                case Activation { Function: ActivationFunction.Tanh }:
                    x = [.. x.Select(Math.Tanh)];
                    break;
                default:
                    throw new NotSupportedException($"{layer}");
            }
        }

        return x;
    }
}

namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>The oracle: the same network and loss in plain double precision, with gradients by central differences.</summary>
internal sealed class DoubleNetwork(VaeArchitecture architecture, IEnumerable<float> parameters)
{
    private const double Step = 1e-6;

    private readonly double[] _parameters = [.. parameters.Select(value => (double)value)];

    public double[] Encode(IEnumerable<double> row) => Encode([[.. row]], inTraining: false)[0];

    public double[] Decode(IEnumerable<double> row) => Decode([[.. row]], inTraining: false)[0];

    /// <summary>Reconstruction loss and penalty of <see cref="LogisticBottleneck"/> in training, means over rows.</summary>
    public (double Reconstruction, double Penalty) Loss(float[] features)
    {
        double[][] rows = [.. features.Chunk(architecture.InputSize).Select(row => row.Select(x => (double)x).ToArray())];
        double[][] logits = Encode(rows, inTraining: true);
        double[][] latents = [.. logits.Select(row => LogisticBottleneck.Latents(row, architecture.LatentSize))];
        double[][] outputs = Decode(latents, inTraining: true);
        double penalty = logits.Sum(row => row.Sum(l => LogisticBottleneck.Weight / 2 * l * l));
        double[] learned = _parameters[^architecture.Likelihood.LearnedVariances..];
        double reconstruction = outputs.Zip(rows)
            .Sum(pair => PlainLikelihood.Nats(architecture.Likelihood, pair.First, pair.Second, learned));
        return (reconstruction / rows.Length, penalty / rows.Length);
    }

    public double[] Gradients(float[] features)
    {
        var gradients = new double[_parameters.Length];
        foreach (ParameterBlock block in architecture.Parameters.Where(block => block.IsTrained))
        {
            for (int k = block.Offset; k < block.End; k++)
            {
                gradients[k] = Gradient(k, features);
            }
        }

        return gradients;
    }

    private double Gradient(int k, float[] features)
    {
        double value = _parameters[k];
        double gradient = (TotalLoss(value + Step) - TotalLoss(value - Step)) / (2 * Step);
        _parameters[k] = value;
        return gradient;

        double TotalLoss(double changed)
        {
            _parameters[k] = changed;
            (double reconstruction, double penalty) = Loss(features);
            return reconstruction + penalty;
        }
    }

    private double[][] Encode(double[][] rows, bool inTraining) =>
        Forward("encoder", architecture.Encoder, RowShape.Flat(architecture.InputSize), rows, inTraining);

    private double[][] Decode(double[][] rows, bool inTraining) =>
        Forward("decoder", architecture.Decoder, RowShape.Flat(architecture.LatentSize), rows, inTraining);

    private double[][] Forward(string network, ImmutableArray<Layer> layers, RowShape shape, double[][] rows, bool inTraining)
    {
        for (int k = 0; k < layers.Length; k++)
        {
            if (layers[k] is Residual block)
            {
                double[][] inner = Forward($"{network}.{k}.inner", block.Inner, shape, rows, inTraining);
                double[][] shortcut = Forward($"{network}.{k}.shortcut", block.Shortcut, shape, rows, inTraining);
                rows = [.. inner.Zip(shortcut, (a, b) => a.Zip(b, (x, y) => x + y).ToArray())];
                shape = block.OutputShape(shape);
                continue;
            }

            double[][] tensors = Tensors($"{network}.{k}.");
            if (inTraining && layers[k] is BatchNorm norm)
            {
                (tensors[2], tensors[3]) = Statistics(norm, rows);
            }

            rows = [.. rows.Select(row => PlainLayers.Forward(layers[k], shape, row, tensors))];
            shape = layers[k].OutputShape(shape);
        }

        return rows;
    }

    /// <summary>Mean and variance of each channel over rows and pixels.</summary>
    public static (double[] Means, double[] Variances) Statistics(BatchNorm layer, double[][] rows)
    {
        int pixels = rows[0].Length / layer.Channels;
        double[] means = new double[layer.Channels], variances = new double[layer.Channels];
        for (int c = 0; c < layer.Channels; c++)
        {
            double[] values = [.. rows.SelectMany(row => row.Skip(c * pixels).Take(pixels))];
            double mean = means[c] = values.Average();
            variances[c] = values.Average(value => (value - mean) * (value - mean));
        }

        return (means, variances);
    }

    private double[][] Tensors(string layer) =>
    [
        .. architecture.Parameters
            .Where(block => block.Name.StartsWith(layer, StringComparison.Ordinal)).Select(block => _parameters[block.Offset..block.End]),
    ];
}

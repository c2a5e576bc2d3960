namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>Layers from their definitions, in double arithmetic, one row at a time. Images are channel after channel.</summary>
internal static class PlainLayers
{
    /// <summary>The layer's values in inference.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="input">What a row is before it.</param>
    /// <param name="x">The row.</param>
    /// <param name="tensors">The layer's parameters, in order.</param>
    public static double[] Forward(Layer layer, RowShape input, double[] x, double[][] tensors) => layer switch
    {
        Dense dense => Multiply(dense, x, tensors[0], tensors[1]),
        Conv2d conv => Convolve(conv, input, x, tensors[0], tensors[1]),
        ConvTranspose2d conv => ConvolveTransposed(conv, input, x, tensors[0], tensors[1]),
        BatchNorm norm => Normalize(norm, x, tensors[0], tensors[1], tensors[2], tensors[3]),
        Residual block => [.. Branch(block.Inner, input, x, tensors)
            .Zip(Branch(block.Shortcut, input, x, tensors[block.Inner.Sum(inner => inner.Tensors.Length)..]), (a, b) => a + b)],
        Activation activation => [.. x.Select(value => Apply(activation.Function, value))],
        Reshape or Flatten => x,
        _ => throw new NotSupportedException($"{layer}"),
    };

    public static double Apply(ActivationFunction function, double x) => function switch
    {
        ActivationFunction.Relu => Math.Max(x, 0),
        ActivationFunction.LeakyRelu => x > 0 ? x : x / 100,
        ActivationFunction.Tanh => Math.Tanh(x),
        ActivationFunction.Sigmoid => 1 / (1 + Math.Exp(-x)),
        ActivationFunction.Silu => x / (1 + Math.Exp(-x)),
        _ => throw new NotSupportedException($"{function}"),
    };

    public static double[] Normalize(BatchNorm layer, double[] x, double[] scale, double[] shift, double[] mean, double[] variance)
    {
        int pixels = x.Length / layer.Channels;
        return [.. x.Select((value, i) =>
        {
            int c = i / pixels;
            return ((value - mean[c]) / Math.Sqrt(variance[c] + 1e-5) * scale[c]) + shift[c];
        })];
    }

    private static double[] Branch(ImmutableArray<Layer> layers, RowShape shape, double[] x, double[][] tensors)
    {
        foreach (Layer layer in layers)
        {
            x = Forward(layer, shape, x, tensors);
            shape = layer.OutputShape(shape);
            tensors = tensors[layer.Tensors.Length..];
        }

        return x;
    }

    private static double[] Multiply(Dense layer, double[] x, double[] weights, double[] biases)
    {
        double[] y = [.. biases];
        for (int i = 0; i < x.Length; i++)
        {
            for (int j = 0; j < layer.Outputs; j++)
            {
                y[j] += x[i] * weights[(i * layer.Outputs) + j];
            }
        }

        return y;
    }

    private static double[] Convolve(Conv2d layer, RowShape input, double[] x, double[] weights, double[] biases)
    {
        RowShape output = layer.OutputShape(input);
        double[] y = new double[output.Size];
        for (int o = 0; o < output.Channels; o++)
        {
            for (int i = 0; i < output.Height; i++)
            {
                for (int j = 0; j < output.Width; j++)
                {
                    double sum = biases[o];
                    for (int c = 0; c < input.Channels; c++)
                    {
                        for (int u = 0; u < layer.Kernel; u++)
                        {
                            for (int v = 0; v < layer.Kernel; v++)
                            {
                                int row = (i * layer.Stride) + u - layer.Padding, column = (j * layer.Stride) + v - layer.Padding;
                                if (row >= 0 && row < input.Height && column >= 0 && column < input.Width)
                                {
                                    double weight = weights[(((((o * input.Channels) + c) * layer.Kernel) + u) * layer.Kernel) + v];
                                    sum += weight * x[(((c * input.Height) + row) * input.Width) + column];
                                }
                            }
                        }
                    }

                    y[(((o * output.Height) + i) * output.Width) + j] = sum;
                }
            }
        }

        return y;
    }

    private static double[] ConvolveTransposed(ConvTranspose2d layer, RowShape input, double[] x, double[] weights, double[] biases)
    {
        RowShape output = layer.OutputShape(input);
        double[] y = [.. Enumerable.Range(0, output.Size).Select(k => biases[k / output.Pixels])];
        for (int c = 0; c < input.Channels; c++)
        {
            for (int i = 0; i < input.Height; i++)
            {
                for (int j = 0; j < input.Width; j++)
                {
                    double value = x[(((c * input.Height) + i) * input.Width) + j];
                    for (int o = 0; o < output.Channels; o++)
                    {
                        for (int u = 0; u < layer.Kernel; u++)
                        {
                            for (int v = 0; v < layer.Kernel; v++)
                            {
                                int row = (i * layer.Stride) + u - layer.Padding, column = (j * layer.Stride) + v - layer.Padding;
                                if (row >= 0 && row < output.Height && column >= 0 && column < output.Width)
                                {
                                    double weight = weights[(((((c * output.Channels) + o) * layer.Kernel) + u) * layer.Kernel) + v];
                                    y[(((o * output.Height) + row) * output.Width) + column] += weight * value;
                                }
                            }
                        }
                    }
                }
            }
        }

        return y;
    }
}

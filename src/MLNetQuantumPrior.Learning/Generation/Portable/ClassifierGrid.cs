namespace MLNetQuantumPrior.Learning;

/// <summary>Rounds a classifier to whole numbers.</summary>
internal static class ClassifierGrid
{
    /// <summary>Sums stay below this, which double precision counts to.</summary>
    public const double LargestSum = 1L << 53;

    private const int Finest = 24;

    /// <summary>Coarser weights than 1/256 would tell other classes.</summary>
    private const int Coarsest = 8;

    /// <exception cref="ArgumentException">It has layers that whole numbers do not do, or is too large.</exception>
    /// <param name="classifier">The classifier.</param>
    /// <param name="largestWeight">Most steps of a weight.</param>
    public static PortableClassifier Of(Classifier classifier, int largestWeight)
    {
        ImmutableArray<Layer> layers = classifier.Architecture.Layers;
        for (int k = 0; k < layers.Length; k++)
        {
            if (k % 2 == 0 ? layers[k] is not Dense : layers[k] is not Activation { Function: ActivationFunction.Relu })
            {
                throw new ArgumentException(
                    $"Classifier of codes: expected dense layers with ReLU between them, got {layers[k]} as layer {k}. " +
                    $"Export without '{nameof(GenerationOptions.Acceptance)}'.");
            }
        }

        var made = ImmutableArray.CreateBuilder<PortableLayer>();
        ReadOnlySpan<float> parameters = classifier.Parameters;
        double[] largest = [.. Enumerable.Repeat(1.0, classifier.Architecture.InputSize)]; // of each value, in its steps
        int inputExponent = 0;
        foreach (Dense dense in layers.OfType<Dense>())
        {
            ReadOnlySpan<float> weights = parameters[..(dense.Inputs * dense.Outputs)];
            ReadOnlySpan<float> biases = parameters.Slice(weights.Length, dense.Outputs);
            parameters = parameters[(weights.Length + biases.Length)..];
            made.Add(OfLayer(dense, weights, biases, inputExponent, largestWeight, ref largest));
            inputExponent = PortableClassifier.ActivationExponent;
        }

        return new(made.ToImmutable());
    }

    /// <summary>The largest sizes that the sums of a layer, and of its terms in any order, can have.</summary>
    public static double[] Largest(PortableLayer layer, ReadOnlySpan<double> inputs)
    {
        double[] sums = Array.ConvertAll(layer.Biases, bias => Math.Abs((double)bias));
        for (int i = 0; i < layer.Inputs; i++)
        {
            for (int j = 0; j < layer.Outputs; j++)
            {
                sums[j] += inputs[i] * Math.Abs((double)layer.Weights[(i * layer.Outputs) + j]);
            }
        }

        return sums;
    }

    private static PortableLayer OfLayer(
        Dense dense, ReadOnlySpan<float> weights, ReadOnlySpan<float> biases, int inputExponent, int largestWeight, ref double[] largest)
    {
        for (int exponent = Finest; exponent >= Coarsest; exponent--)
        {
            double steps = Math.ScaleB(1, exponent), outputSteps = Math.ScaleB(1, exponent + inputExponent);
            if (weights.ContainsAnyExceptInRange((float)(-largestWeight / steps), (float)(largestWeight / steps)))
            {
                continue;
            }

            int[] wholeWeights = new int[weights.Length];
            for (int k = 0; k < weights.Length; k++)
            {
                wholeWeights[k] = (int)Math.Clamp(Math.Round(weights[k] * steps), -largestWeight, largestWeight);
            }

            long[] wholeBiases = new long[biases.Length];
            for (int k = 0; k < biases.Length; k++)
            {
                wholeBiases[k] = (long)Math.Clamp(Math.Round(biases[k] * outputSteps), -LargestSum, LargestSum);
            }

            var layer = new PortableLayer(
                dense.Inputs, dense.Outputs, wholeWeights, wholeBiases,
                Math.ScaleB(1, PortableClassifier.ActivationExponent - exponent - inputExponent));
            double[] sums = Largest(layer, largest);
            if (sums.Max() < LargestSum / 2) // differences of logits as well
            {
                largest = Array.ConvertAll(sums, sum => Math.Ceiling(sum * layer.Step));
                return layer;
            }
        }

        throw new ArgumentException(
            $"Classifier of codes: expected weights of moderate size, got some too large for whole numbers in {dense}. " +
            $"Export without '{nameof(GenerationOptions.Acceptance)}'.");
    }
}

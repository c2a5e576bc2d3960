using Microsoft.ML.Data;
using Microsoft.ML.Trainers;

namespace MLNetContract.Tests.Trainers;

/// <summary>The oracle: softmax regression in double precision, written as on paper.</summary>
internal sealed class SoftmaxRegression
{
    public SoftmaxRegression(MaximumEntropyModelParameters model)
    {
        VBuffer<float>[] weights = null;
        model.GetWeights(ref weights, out int classes);
        Weights = [.. weights.Take(classes).Select(w => w.DenseValues().Select(v => (double)v).ToArray())];
        Biases = [.. model.GetBiases().Select(b => (double)b)];
    }

    public double[][] Weights { get; }

    public double[] Biases { get; }

    public double[] Probabilities(float[] features)
    {
        double[] scores = [.. Weights.Select((w, c) => Biases[c] + w.Zip(features, (a, b) => a * b).Sum())];
        double max = scores.Max();
        double sum = scores.Sum(s => Math.Exp(s - max));
        return [.. scores.Select(s => Math.Exp(s - max) / sum)];
    }

    /// <summary>Gradient of the sum of weighted log-losses, without any regularisation: [class][feature], the bias last.</summary>
    public double[][] Gradient(IEnumerable<Row> rows)
    {
        double[][] gradient = [.. Weights.Select(w => new double[w.Length + 1])];
        foreach (Row row in rows)
        {
            double[] p = Probabilities(row.Features);
            for (int c = 0; c < p.Length; c++)
            {
                double residual = row.Weight * (p[c] - (row.Label == c ? 1 : 0));
                for (int j = 0; j < row.Features.Length; j++)
                    gradient[c][j] += residual * row.Features[j];
                gradient[c][^1] += residual;
            }
        }
        return gradient;
    }
}

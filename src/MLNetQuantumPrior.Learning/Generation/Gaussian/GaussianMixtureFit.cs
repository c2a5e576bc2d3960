namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Maximum likelihood of a mixture of normal distributions, by expectation and maximisation (Dempster, Laird, Rubin 1977) from
/// <see cref="FirstCentres"/>. One component is the sample's mean and covariance.
/// </summary>
internal sealed class GaussianMixtureFit
{
    private const int MaxRounds = 100;

    /// <summary>Nats a row: less gain in a round ends the fit.</summary>
    private const double LeastGain = 1e-3;

    /// <summary>Added to each variance, so that directions in which rows do not vary keep a density; latents vary by about 1.</summary>
    private const double Ridge = 1e-4;

    private readonly float[] _rows; // [rows, n]
    private readonly int _n, _count, _components;
    private readonly double[] _weights; // [components]
    private readonly double[][] _means; // [components][n]
    private readonly double[][] _roots; // [components][n (n + 1) / 2]
    private readonly double[] _shares;  // [rows, components]: how likely a row is of a component

    /// <param name="rows">Rows of latents. <c>[count, latents]</c></param>
    /// <param name="latents">Number of latents.</param>
    /// <param name="components">Components of the mixture, at most as many as rows.</param>
    /// <param name="random">Chooses the first centres.</param>
    public GaussianMixtureFit(float[] rows, int latents, int components, UniformStream random)
    {
        (_rows, _n, _count, _components) = (rows, latents, rows.Length / latents, components);
        _weights = new double[components];
        _means = [.. Enumerable.Range(0, components).Select(_ => new double[latents])];
        _roots = [.. Enumerable.Range(0, components).Select(_ => new double[GaussianComponent.TriangleLength(latents)])];
        _shares = new double[_count * components];
        ShareByCentres(FirstCentres.Choose(rows, latents, components, random));
    }

    /// <summary>Fits the mixture.</summary>
    public GaussianMixture Run(CancellationToken cancel)
    {
        Maximize();
        double likelihood = double.NegativeInfinity;
        for (int round = 0; round < MaxRounds && _components > 1; round++)
        {
            cancel.ThrowIfCancellationRequested();
            double next = Expect();
            if (next < likelihood + LeastGain)
            {
                break;
            }

            likelihood = next;
            Maximize();
        }

        double sum = _weights.Sum();
        return new([.. Enumerable.Range(0, _components).Where(k => _weights[k] > 0).Select(
            k => new GaussianComponent(_weights[k] / sum, Singles(_means[k]), Singles(_roots[k])))]);
    }

    private static ImmutableArray<float> Singles(double[] values) => [.. values.Select(value => (float)value)];

    private ReadOnlySpan<float> Row(int row) => _rows.AsSpan(row * _n, _n);

    private void ShareByCentres(int[] centres)
    {
        for (int row = 0; row < _count; row++)
        {
            int nearest = Enumerable.Range(0, _components).MinBy(k => FirstCentres.SquaredDistance(Row(row), Row(centres[k])));
            _shares[(row * _components) + nearest] = 1;
        }
    }

    /// <summary>Weights, means and covariances of the shared rows.</summary>
    private void Maximize()
    {
        double[] difference = new double[_n];
        for (int k = 0; k < _components; k++)
        {
            double total = 0;
            double[] mean = _means[k], root = _roots[k];
            Array.Clear(mean);
            Array.Clear(root);
            for (int row = 0; row < _count; row++)
            {
                double share = _shares[(row * _components) + k];
                ReadOnlySpan<float> z = Row(row);
                total += share;
                for (int i = 0; i < _n; i++)
                {
                    mean[i] += share * z[i];
                }
            }

            _weights[k] = total / _count;
            if (total == 0)
            {
                continue; // no row is nearest: it stays out
            }

            for (int i = 0; i < _n; i++)
            {
                mean[i] /= total;
            }

            for (int row = 0; row < _count; row++)
            {
                double share = _shares[(row * _components) + k] / total;
                if (share > 0)
                {
                    AddProducts(Row(row), mean, share, difference, root);
                }
            }

            for (int i = 0; i < _n; i++)
            {
                root[GaussianComponent.TriangleLength(i + 1) - 1] += Ridge;
            }

            CholeskyFactor.Factor(root, _n);
        }
    }

    private static void AddProducts(ReadOnlySpan<float> z, double[] mean, double share, double[] difference, double[] triangle)
    {
        int at = 0;
        for (int i = 0; i < difference.Length; i++)
        {
            difference[i] = z[i] - mean[i];
            double factor = share * difference[i];
            for (int j = 0; j <= i; j++)
            {
                triangle[at++] += factor * difference[j];
            }
        }
    }

    /// <summary>Shares of each row among the components.</summary>
    /// <returns>log p, mean over rows.</returns>
    private double Expect()
    {
        double[] y = new double[_n], logs = new double[_components];
        double[] constants = [.. Enumerable.Range(0, _components).Select(k => _weights[k] == 0
            ? double.NegativeInfinity
            : Math.Log(_weights[k]) - CholeskyFactor.LogDeterminant(_roots[k], _n) - (_n * Math.Log(Math.Tau) / 2))];
        double likelihood = 0;
        for (int row = 0; row < _count; row++)
        {
            ReadOnlySpan<float> z = Row(row);
            for (int k = 0; k < _components; k++)
            {
                logs[k] = constants[k];
                if (_weights[k] > 0)
                {
                    for (int i = 0; i < _n; i++)
                    {
                        y[i] = z[i] - _means[k][i];
                    }

                    CholeskyFactor.Solve(_roots[k], y);
                    foreach (double value in y)
                    {
                        logs[k] -= value * value / 2;
                    }
                }
            }

            double largest = logs.Max(), sum = 0;
            for (int k = 0; k < _components; k++)
            {
                logs[k] = Math.Exp(logs[k] - largest);
                sum += logs[k];
            }

            for (int k = 0; k < _components; k++)
            {
                _shares[(row * _components) + k] = logs[k] / sum;
            }

            likelihood += largest + Math.Log(sum);
        }

        return likelihood / _count;
    }
}

using System.Numerics;

namespace MLNetQuantumPrior.Sampling.Tests;

/// <summary>
/// The same anneal by other means: the Schroedinger equation i psi' = H(t) psi by the classical Runge-Kutta method, H applied term by term.
/// </summary>
internal static class SchroedingerReference
{
    public static double[] Probabilities(IsingModel model, Func<double, (double A, double B)> schedule, double duration, int steps)
    {
        int n = model.SpinCount;
        double[] energies = [.. TestModels.AllStates(n).Select(s => model.Energy(s))];
        Complex[] psi = [.. Enumerable.Repeat(new Complex(Math.Pow(2, -n / 2.0), 0), 1 << n)];
        double h = duration / steps;
        for (int step = 0; step < steps; step++)
        {
            double t = step * h;
            Complex[] k1 = Slope(t, psi);
            Complex[] k2 = Slope(t + (h / 2), Along(k1, h / 2));
            Complex[] k3 = Slope(t + (h / 2), Along(k2, h / 2));
            Complex[] k4 = Slope(t + h, Along(k3, h));
            for (int s = 0; s < psi.Length; s++)
            {
                psi[s] += h / 6 * (k1[s] + (2 * k2[s]) + (2 * k3[s]) + k4[s]);
            }
        }

        return [.. psi.Select(amplitude => (amplitude * Complex.Conjugate(amplitude)).Real)];

        Complex[] Along(Complex[] slope, double by) => [.. psi.Select((amplitude, s) => amplitude + (by * slope[s]))];

        Complex[] Slope(double t, Complex[] state)
        {
            (double a, double b) = schedule(t);
            var slope = new Complex[state.Length];
            for (int s = 0; s < state.Length; s++)
            {
                Complex energy = b * energies[s] * state[s];
                for (int i = 0; i < n; i++)
                {
                    energy -= a * state[s ^ (1 << i)];
                }

                slope[s] = -Complex.ImaginaryOne * energy;
            }

            return slope;
        }
    }
}

namespace MLNetQuantumPrior.Sampling.Tests;

[TestClass]
public sealed class SpinRotationTests
{
    [TestMethod]
    [DataRow(2, 1)]
    [DataRow(4, 1)]
    [DataRow(8, 1)]
    [DataRow(128, 1)]
    [DataRow(128, 4)]
    [DataRow(128, 8)]
    public void VectorFormsEqualThePlainOnes(int length, int firstStride)
    {
        (double[] real, double[] imaginary, double[] energies) = (Numbers(length, 1), Numbers(length, 2), Numbers(length, 3));
        (double[] plainReal, double[] plainImaginary) = ([.. real], [.. imaginary]);

        SpinRotation.Phase(real, imaginary, energies, 3.1);
        SpinRotation.Turn(real, imaginary, firstStride, 0.7);
        SpinRotation.PhaseScalar(plainReal, plainImaginary, energies, 3.1);
        SpinRotation.TurnScalar(plainReal, plainImaginary, firstStride, 0.7);

        for (int k = 0; k < length; k++)
        {
            Assert.AreEqual(plainReal[k], real[k], 1e-14, $"real part {k} of {length}");
            Assert.AreEqual(plainImaginary[k], imaginary[k], 1e-14, $"imaginary part {k} of {length}");
        }
    }

    // exp(i a sigma_x) = cos a + i sin a sigma_x on one spin, and twice a quarter turn on each of three spins is i^3 times reversing all.
    [TestMethod]
    public void TurnIsTheExponentialOfSigmaX()
    {
        (double[] real, double[] imaginary) = ([0.6, 0], [0, 0.8]);
        SpinRotation.TurnScalar(real, imaginary, firstStride: 1, angle: 0.3);
        Assert.AreEqual((0.6 * Math.Cos(0.3)) - (0.8 * Math.Sin(0.3)), real[0], 1e-15);
        Assert.AreEqual((0.8 * Math.Cos(0.3)) + (0.6 * Math.Sin(0.3)), imaginary[1], 1e-15);

        double[] state = Numbers(8, 4);
        (real, imaginary) = ([.. state], new double[8]);
        SpinRotation.TurnScalar(real, imaginary, firstStride: 1, Math.PI / 4);
        SpinRotation.TurnScalar(real, imaginary, firstStride: 1, Math.PI / 4);
        for (int k = 0; k < 8; k++)
        {
            Assert.AreEqual(0, real[k], 1e-15);
            Assert.AreEqual(-state[7 - k], imaginary[k], 1e-15);
        }
    }

    private static double[] Numbers(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextDouble()) - 1)];
    }
}

namespace MLNetQuantumPrior.Sampling;

/// <summary>The inverse of the standard normal distribution function, to about seven digits.</summary>
/// <remarks>Coefficients of PPND7 in Wichura, "Algorithm AS 241", Applied Statistics 37, 1988.</remarks>
internal static class NormalQuantile
{
    public static double Of(double probability)
    {
        double q = probability - 0.5;
        if (Math.Abs(q) <= 0.425)
        {
            double x = (0.425 * 0.425) - (q * q);
            return q * (((((((59.109374720 * x) + 159.29113202) * x) + 50.434271938) * x) + 3.3871327179)
                / ((((((67.187563600 * x) + 78.757757664) * x) + 17.895169469) * x) + 1));
        }

        double r = Math.Sqrt(-Math.Log(q < 0 ? probability : 1 - probability));
        return Math.Sign(q) * (r <= 5 ? Shoulder(r - 1.6) : Tail(r - 5));
    }

    private static double Shoulder(double x) =>
        ((((((0.17023821103 * x) + 1.3067284816) * x) + 2.7568153900) * x) + 1.4234372777)
        / ((((0.12021132975 * x) + 0.73700164250) * x) + 1);

    private static double Tail(double x) =>
        ((((((0.017337203997 * x) + 0.42868294337) * x) + 3.0812263860) * x) + 6.6579051150)
        / ((((0.012258202635 * x) + 0.24197894225) * x) + 1);
}

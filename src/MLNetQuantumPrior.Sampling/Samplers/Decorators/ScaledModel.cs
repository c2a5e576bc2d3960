namespace MLNetQuantumPrior.Sampling;

/// <summary>A model with all fields and all couplings multiplied by a number each, without an offset.</summary>
internal static class ScaledModel
{
    public static IsingModel Of(IsingModel model, double fieldFactor, double couplingFactor) => model.Derived(
        model.Graph, Scaled(model.ExactFields(), fieldFactor, "field"), Scaled(model.ExactCouplings(), couplingFactor, "coupling"));

    private static double[] Scaled(double[] values, double factor, string what)
    {
        for (int k = 0; k < values.Length; k++)
        {
            double scaled = factor * values[k];
            values[k] = float.IsFinite((float)scaled)
                ? scaled
                : throw new ArgumentException($"Scaled {what} {k}: expected a finite number, got {values[k]} x {factor}.");
        }

        return values;
    }
}

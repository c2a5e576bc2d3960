namespace MLNetQuantumPrior.Sampling;

/// <summary>A model with all fields and all couplings multiplied by a number each.</summary>
internal static class ScaledModel
{
    public static IsingModel Of(IsingModel model, double fieldFactor, double couplingFactor) => new(
        model.Graph, Scaled(model.Fields, fieldFactor, "field"), Scaled(model.Couplings, couplingFactor, "coupling"));

    private static float[] Scaled(ImmutableArray<float> values, double factor, string what)
    {
        float[] scaled = new float[values.Length];
        for (int k = 0; k < scaled.Length; k++)
        {
            scaled[k] = (float)(factor * values[k]);
            if (!float.IsFinite(scaled[k]))
            {
                throw new ArgumentException($"Scaled {what} {k}: expected a finite number, got {values[k]} x {factor}.");
            }
        }

        return scaled;
    }
}

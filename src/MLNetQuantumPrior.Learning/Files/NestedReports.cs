using System.Text.Json.Nodes;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Manifests in which the report of an epoch had objects of their own for the validation rows and for the chains of the prior.
/// </summary>
internal static class NestedReports
{
    /// <summary>Gives the reports the form of later releases.</summary>
    public static void Upgrade(JsonObject manifest)
    {
        if (manifest["training"] is not JsonObject training || training["epochs"] is not JsonArray epochs)
        {
            return;
        }

        foreach (JsonObject epoch in epochs.OfType<JsonObject>())
        {
            if (epoch["validation"] is JsonObject validation)
            {
                epoch["validationReconstruction"] = validation["reconstruction"]?.DeepClone();
                epoch["validationKl"] = validation["kl"]?.DeepClone();
            }

            if (epoch["boltzmann"] is JsonObject boltzmann && boltzmann["mixing"] is JsonObject mixing)
            {
                foreach (string name in (ReadOnlySpan<string>)["rHat", "autocorrelationTime", "effectiveShare", "rounds"])
                {
                    boltzmann[name] = mixing[name]?.DeepClone();
                }
            }
        }
    }
}

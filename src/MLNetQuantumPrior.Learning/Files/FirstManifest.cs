using System.Text.Json.Nodes;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Manifests of format version 1, in which the report of an epoch had no KL, and what it says of the prior in no place of its own.
/// </summary>
internal static class FirstManifest
{
    /// <summary>Gives the reports the form of later versions.</summary>
    public static void Upgrade(JsonObject manifest)
    {
        if (manifest["training"] is not JsonObject training || training["epochs"] is not JsonArray epochs)
        {
            return;
        }

        foreach (JsonObject epoch in epochs.OfType<JsonObject>())
        {
            epoch["kl"] = null;
            epoch["boltzmann"] = new JsonObject
            {
                ["entropy"] = epoch["entropy"]?.DeepClone(),
                ["posteriorEnergy"] = epoch["posteriorEnergy"]?.DeepClone(),
                ["modelEnergy"] = epoch["modelEnergy"]?.DeepClone(),
                ["logPartition"] = null,
            };
        }
    }
}

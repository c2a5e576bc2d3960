using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Experiments;

/// <summary>What attributes are compared with: a machine of its own for each combination of values, fitted to its rows.</summary>
internal static class DigitMachines
{
    /// <summary>Fits a machine to each condition's images, and a classifier of which of them a code is of.</summary>
    /// <param name="model">The model.</param>
    /// <param name="digits">Training images.</param>
    /// <param name="conditions">The combinations.</param>
    /// <param name="options">How to fit.</param>
    /// <param name="seed">Seed of all randomness.</param>
    public static BmVaeModel Fit(
        BmVaeModel model, MeasuredDigits digits, IReadOnlyList<DigitCondition> conditions, ClassFitOptions options, ulong seed)
    {
        int latents = model.Architecture.LatentSize;
        float[] logits = new float[digits.Count * latents];
        model.Encode(digits.Images.Images.Slice(0, digits.Count), logits);
        int[] labels = [.. Enumerable.Range(0, digits.Count).Select(row => IndexOf(digits, conditions, row))];
        ImmutableArray<string> names = [.. conditions.Select(condition => condition.ToString())];
        var trainer = new BoltzmannClassTrainer(new PopulationAnnealingSampler { MaxDegreeOfParallelism = 1 }, options);
        return model.With(trainer.Train(model.Prior, new LabelledCodes(names, latents, logits, labels), seed));
    }

    /// <summary>The combination that an image has, by values that are not near a border; -1 for none.</summary>
    private static int IndexOf(MeasuredDigits digits, IReadOnlyList<DigitCondition> conditions, int row)
    {
        int index = conditions.Count - 1;
        while (index >= 0 && Enumerable.Range(0, digits.AttributeCount).Any(attribute =>
            conditions[index].Values[attribute] >= 0 && conditions[index].Values[attribute] != digits.Value(row, attribute)))
        {
            index--;
        }

        return index;
    }
}

using System.Text.Json;

namespace MLNetQuantumPrior.Leap;

/// <summary>What a sampler behind an address answers.</summary>
/// <param name="Spins">One configuration a read: -1 or +1 for each spin.</param>
/// <param name="Energies">E(s) of each configuration, offset included and without beta.</param>
internal sealed record HttpSampleAnswer(int[]?[]? Spins, double[]? Energies)
{
    /// <summary>What an answer says that is none; nothing where it says nothing.</summary>
    public static string? ErrorOf(byte[] body)
    {
        try
        {
            return JsonTexts.Of(JsonTexts.Parse(body), "error");
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The answer, checked against what was asked.</summary>
    /// <exception cref="InvalidDataException">It is not one to the request; says what is wrong.</exception>
    public SampleSet ToSamples(IsingModel model, SampleRequest request, double tolerance)
    {
        if (Spins?.Length != request.Reads || Energies?.Length != request.Reads)
        {
            throw new InvalidDataException(
                $"expected {request.Reads} configurations and energies, got {Spins?.Length ?? 0} and {Energies?.Length ?? 0}");
        }

        sbyte[] all = new sbyte[request.Reads * model.SpinCount];
        for (int r = 0; r < Spins.Length; r++)
        {
            if (Spins[r]?.Length != model.SpinCount)
            {
                throw new InvalidDataException(
                    $"expected {model.SpinCount} spins in configuration {r}, got {Spins[r]?.Length.ToString() ?? "null"}");
            }

            for (int i = 0; i < model.SpinCount; i++)
            {
                int spin = Spins[r]![i];
                all[(r * model.SpinCount) + i] = spin is -1 or 1
                    ? (sbyte)spin
                    : throw new InvalidDataException($"expected -1 or 1 as spin {i} of configuration {r}, got {spin}");
            }
        }

        var matrix = SpinMatrix.Adopt(all, request.Reads, model.SpinCount);
        ImmutableArray<double> energies = model.Energies(matrix);
        double most = tolerance * (model.ExactFields().Sum(Math.Abs) + model.ExactCouplings().Sum(Math.Abs) + Math.Abs(model.Offset));
        for (int r = 0; r < energies.Length; r++)
        {
            if (!(Math.Abs(Energies[r] - energies[r]) <= most))
            {
                throw new InvalidDataException(
                    $"expected energy {energies[r]} for configuration {r}, got {Energies[r]}: the sampler has another model");
            }
        }

        return new(matrix, energies, State: null);
    }
}

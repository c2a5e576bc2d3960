using System.Globalization;

namespace MLNetQuantumPrior.Demo;

/// <summary>The command line.</summary>
/// <param name="Data">Folder with the four idx files of MNIST.</param>
/// <param name="Output">Folder to write to.</param>
/// <param name="Epochs">Passes over the training images.</param>
/// <param name="Latents">Number of latent bits.</param>
/// <param name="Seed">Seed of all randomness.</param>
/// <param name="Engine">What differentiates the networks: "simd" or "torch".</param>
internal sealed record DemoArguments(string Data, string Output, int Epochs = 24, int Latents = 256, int Seed = 1, string Engine = "simd")
{
    /// <summary>What <see cref="ArgumentException.ParamName"/> says of a wrong command line.</summary>
    public const string Parameter = "arguments";

    public const string Usage = "Usage: demo --data FOLDER --out FOLDER [--epochs 24] [--latents 256] [--seed 1] [--engine simd|torch]";

    /// <summary>Reads pairs of option and value.</summary>
    /// <exception cref="ArgumentException">An option is unknown, lacks its value, or its value is not one of those it takes.</exception>
    public static DemoArguments Parse(ReadOnlySpan<string> arguments)
    {
        DemoArguments result = new("", "");
        for (int i = 0; i < arguments.Length; i += 2)
        {
            string option = arguments[i];
            string value = i + 1 < arguments.Length
                ? arguments[i + 1]
                : throw new ArgumentException($"Option '{option}': expected a value, got none.", Parameter);
            result = option switch
            {
                "--data" => result with { Data = value },
                "--out" => result with { Output = value },
                "--epochs" => result with { Epochs = Number(option, value) },
                "--latents" => result with { Latents = Number(option, value) },
                "--seed" => result with { Seed = Number(option, value) },
                "--engine" => result with { Engine = OneOf(option, value, "simd", "torch") },
                _ => throw new ArgumentException(
                    $"Option '{option}': expected --data, --out, --epochs, --latents, --seed or --engine.", Parameter),
            };
        }

        return result.Data.Length > 0 && result.Output.Length > 0
            ? result
            : throw new ArgumentException("Expected --data and --out.", Parameter);
    }

    private static string OneOf(string option, string value, params string[] allowed) => allowed.Contains(value)
        ? value
        : throw new ArgumentException($"Option '{option}': expected {string.Join(" or ", allowed)}, got '{value}'.", Parameter);

    private static int Number(string option, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0
            ? number
            : throw new ArgumentException($"Option '{option}': expected a whole number above 0, got '{value}'.", Parameter);
}

using MLNetQuantumPrior.Aot;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

if (args is not [string file, string text])
{
    Console.Error.WriteLine("Usage: MLNetQuantumPrior.Aot MODEL DIGITS, such as models/mnist-digits.bmvae 2718");
    return 2;
}

if (VectorInstructions.Warning is { } warning)
{
    Console.Error.WriteLine($"Warning: {warning}");
}

BmVaeModel model = BmVaeModel.Load(file);
int[] labels = [.. text.Select(digit => model.ClassNames.IndexOf($"{digit}"))];
if (labels.Contains(-1))
{
    Console.Error.WriteLine($"Digits '{text}': expected classes of the model, {string.Join(", ", model.ClassNames)}.");
    return 2;
}

ulong[] ids = [.. labels.Select((_, row) => (ulong)row)];
var options = new GenerationOptions { Mode = GenerationMode.Conditional, Acceptance = true, PoolSize = 64, Seed = 1 };
var generator = new LatentGenerator(model.Prior, model.Classes, options);
float[] pixels = model.Decode(generator.Draw(labels, ids).Spins); // [digits, 784]
Console.Write(PrintedDigits.Of(pixels));
return 0;

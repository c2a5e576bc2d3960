using System.CommandLine;
using System.Globalization;
using MLNetQuantumPrior.Demo;

CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
var data = new Option<string?>("--data") { Description = "Folder with the four idx files of MNIST [default: fetched into artifacts/data]" };
var output = new Option<string?>("--out") { Description = "Folder to write to [default: artifacts/demo]" };
Option<int> epochs = Commands.Number("--epochs", "Passes over the training images", 24);
Option<int> latents = Commands.Number("--latents", "Number of latent bits", 256);
Option<int> seed = Commands.Number("--seed", "Seed of all randomness", 1);
var root = new RootCommand("Trains a BM-VAE on MNIST, generates digits by class, exports ONNX files and measures all of it.")
{
    data, output, epochs, latents, seed,
};
root.Does(async (line, cancel) => DigitsDemo.Run(
    new(
        line.GetValue(data) ?? await ImageDataset.Mnist.InCacheAsync(cancel),
        line.GetValue(output) ?? Checkout.Artifacts("demo"),
        line.GetValue(epochs),
        line.GetValue(latents),
        line.GetValue(seed)),
    cancel));
return await Commands.RunAsync(root, args);

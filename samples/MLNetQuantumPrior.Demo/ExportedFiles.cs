using Microsoft.ML.OnnxRuntime;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Demo;

/// <summary>The exported networks, run as an application without this library would run them.</summary>
internal static class ExportedFiles
{
    /// <summary>
    /// Largest difference of a logit or a reconstructed pixel between ONNX Runtime and the engine, relative to values above 1 in size.
    /// </summary>
    public static double MaxDifference(BmVaeModel model, string encoderPath, string decoderPath, float[] images)
    {
        int rows = images.Length / model.Architecture.InputSize;
        float[] logits = new float[rows * model.Architecture.LatentSize], pixels = new float[images.Length];
        model.Encode(images, logits);
        float[] bits = [.. logits.Select(logit => logit > 0 ? 1f : 0f)];
        model.Decode(bits, pixels);
        return Math.Max(
            Difference(logits, Run(encoderPath, "Features", images, rows, "Logits")),
            Difference(pixels, Run(decoderPath, "Bits", bits, rows, "Features")));
    }

    private static float[] Run(string path, string input, float[] values, int rows, string output)
    {
        using var session = new InferenceSession(path);
        using var options = new RunOptions();
        using OrtValue tensor = OrtValue.CreateTensorValueFromMemory(values, [rows, values.Length / rows]);
        using IDisposableReadOnlyCollection<OrtValue> results = session.Run(options, [input], [tensor], [output]);
        return results[0].GetTensorDataAsSpan<float>().ToArray();
    }

    private static double Difference(float[] one, float[] other) =>
        one.Zip(other).Max(pair => Math.Abs((double)pair.First - pair.Second) / Math.Max(1, Math.Abs(pair.First)));
}

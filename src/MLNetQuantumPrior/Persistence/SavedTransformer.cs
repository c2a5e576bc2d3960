using Microsoft.ML;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior;

/// <summary>One of our transformers, as an ONNX file holds it.</summary>
internal static class SavedTransformer
{
    /// <summary>The transformer, with all of its model; null where the file is another's.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or of a newer release.</exception>
    public static ITransformer? ReadOrNull(ReadOnlyMemory<byte> onnx)
    {
        if (!EmbeddedModel.IsIn(onnx.Span))
        {
            return null;
        }

        var embedded = EmbeddedModel.Read(onnx);
        try
        {
            return TransformerEntry.Read(embedded.Transformer) switch
            {
                { Encoder: { } encoder } => SavedEncoder.Read(embedded.Model, encoder),
                { Generator: { } generator } => SavedGenerator.Read(embedded.Model, generator),
                _ => throw new InvalidDataException("transformer.json: expected an encoder or a generator, got neither."),
            };
        }
        catch (ArgumentException error)
        {
            throw new InvalidDataException($"transformer.json: {error.Message}", error); // settings that the model contradicts
        }
    }
}

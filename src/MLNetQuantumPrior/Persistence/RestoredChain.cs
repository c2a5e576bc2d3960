using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Onnx;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior;

/// <summary>A loaded ML.NET model, with our transformers where ML.NET's own stood for them.</summary>
/// <param name="onnxOf">The ONNX file of one of ML.NET's transformers and of the folder it was loaded from.</param>
internal sealed class RestoredChain(Func<OnnxTransformer, string, ReadOnlyMemory<byte>> onnxOf)
{
    /// <summary>The model; the same object where nothing of it is ours. Those that ours replace are disposed of.</summary>
    public ITransformer Of(ITransformer model, string folder = ModelZip.Root) => model switch
    {
        OnnxTransformer stock => OfStock(stock, folder),
        TransformerChain<ITransformer> chain => OfChain(chain, folder),
        _ => model,
    };

    /// <summary>Our transformer in an ONNX file, with all of its model; null where the file is another's.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or was written by a newer release.</exception>
    public static ITransformer? OursOrNull(ReadOnlyMemory<byte> onnx)
    {
        if (!EmbeddedModel.IsIn(onnx.Span))
        {
            return null;
        }

        var embedded = EmbeddedModel.Read(onnx);
        try
        {
            var entry = TransformerEntry.Read(embedded.Transformer);
            return entry switch
            {
                { Encoder: { } encoder } => SavedEncoder.Read(embedded.Model, encoder, entry.Version),
                { Generator: { } generator } => SavedGenerator.Read(embedded.Model, generator),
                { Imputer: { } imputer } => SavedImputer.Read(imputer),
                { Filler: { } filler } => SavedChange.Read(embedded.Model, filler),
                { Editor: { } editor } => SavedChange.Read(embedded.Model, editor),
                _ => throw new InvalidDataException(
                    "transformer.json: expected an encoder, a generator, an imputer, a filler or an editor, got none."),
            };
        }
        catch (ArgumentException error)
        {
            throw new InvalidDataException($"transformer.json: {error.Message}", error); // settings that the model contradicts
        }
    }

    private ITransformer OfStock(OnnxTransformer stock, string folder)
    {
        ITransformer? ours = OursOrNull(onnxOf(stock, folder));
        if (ours is not null)
        {
            stock.Dispose();
        }

        return ours ?? stock;
    }

    private ITransformer OfChain(TransformerChain<ITransformer> chain, string folder)
    {
        ITransformer[] parts = [.. chain];
        ITransformer[] restored = [.. parts.Select((part, index) => Of(part, ModelZip.Part(folder, index)))];
        if (restored.SequenceEqual(parts))
        {
            return chain;
        }

        // One that replaces its own input was saved as a chain, in which ML.NET copies and drops a column.
        return parts[0] is OnnxTransformer && restored[0] is BmVaeTransformer ours && SavedEncoder.ReplacesInput(ours)
            ? ours
            : new TransformerChain<ITransformer>(restored, parts.Select(part => ScopeOf(part, chain)));
    }

    private static TransformerScope ScopeOf(ITransformer part, TransformerChain<ITransformer> chain) =>
        new[] { TransformerScope.Training, TransformerScope.Testing, TransformerScope.Scoring }
            .Where(scope => chain.GetModelFor(scope).Contains(part))
            .Aggregate(TransformerScope.None, (all, scope) => all | scope);
}

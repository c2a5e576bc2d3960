namespace Microsoft.ML.Transforms;

internal enum NormalizerKind
{
    MinMax,
    MeanVariance,
}

/// <param name="Kind">What the scale comes from.</param>
/// <param name="FixZero">Whether zero stays zero: then numbers are scaled, not moved.</param>
/// <param name="MaximumExampleCount">Rows beyond it are not looked at.</param>
internal sealed record NormalizerOptions(NormalizerKind Kind, bool FixZero, long MaximumExampleCount);

using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetQuantumPrior;

/// <summary>Reads the feature column of the present row of a cursor, whose thread it belongs to.</summary>
internal sealed class FeatureReader(DataViewRow input, FeatureColumn features)
{
    private readonly ValueGetter<VBuffer<float>> _getter = input.GetGetter<VBuffer<float>>(features.Column);
    private VBuffer<float> _scratch;

    /// <summary>Copies the features.</summary>
    /// <exception cref="InvalidDataException">The row cannot be read; the message names it.</exception>
    /// <exception cref="ArgumentException">A value is not finite, or there are more or fewer of them.</exception>
    public void Read(Span<float> row)
    {
        try
        {
            _getter(ref _scratch);
        }
        catch (Exception error) when (UnreadableRow.IsMeant(error))
        {
            throw UnreadableRow.Error(features.Column, input.Position, input, error);
        }

        features.Read(in _scratch, input.Position, row);
    }
}

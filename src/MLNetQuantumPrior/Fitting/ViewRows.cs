using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetQuantumPrior;

/// <summary>Features and labels of a view, read again by each pass over them.</summary>
/// <param name="view">The view.</param>
/// <param name="features">The column of features.</param>
/// <param name="label">The column of labels; null for none.</param>
/// <param name="cancel">Ends a pass with an <see cref="OperationCanceledException"/>.</param>
/// <param name="attributes">The columns of attributes.</param>
internal sealed class ViewRows(
    IDataView view, FeatureColumn features, LabelColumn? label, CancellationToken cancel, params ImmutableArray<LabelColumn> attributes)
{
    public FeatureColumn Features => features;

    public LabelColumn? Label => label;

    public ImmutableArray<LabelColumn> Attributes => attributes;

    /// <summary>Number of rows, where the view knows it.</summary>
    public long? KnownCount => view.GetRowCount();

    /// <summary>All rows, checked, in the order of the view. Features are valid until the next row is asked for.</summary>
    /// <exception cref="InvalidDataException">A row cannot be read.</exception>
    public IEnumerable<ViewRow> Read(bool withLabels)
    {
        LabelColumn? labels = withLabels ? label : null;
        ImmutableArray<LabelColumn> read = withLabels ? attributes : [];
        using DataViewRowCursor cursor = view.GetRowCursor(
            [features.Column, .. labels is null ? [] : new[] { labels.Column }, .. read.Select(attribute => attribute.Column)]);
        ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(features.Column);
        Func<string?>? readLabel = labels?.Reader(cursor);
        Func<string?>[] readAttributes = [.. read.Select(attribute => attribute.Reader(cursor))];
        VBuffer<float> buffer = default;
        float[] row = new float[features.Size];
        for (long position = 0; MoveNext(); position++)
        {
            cancel.ThrowIfCancellationRequested();
            features.Read(in buffer, position, row);
            yield return new(position, row, readLabel?.Invoke(), Array.ConvertAll(readAttributes, value => value()));
        }

        bool MoveNext()
        {
            try
            {
                bool isRow = cursor.MoveNext();
                if (isRow)
                {
                    getter(ref buffer);
                }

                return isRow;
            }
            catch (Exception error) when (UnreadableRow.IsMeant(error))
            {
                UnreadableRow.ThrowNamed(view, [features.Column]);
                throw;
            }
        }
    }

    /// <summary>Features of all rows, in memory. <c>[rows, slots]</c></summary>
    /// <exception cref="ArgumentException">
    /// The view is empty, a feature is not finite, or there are more values than an array holds.
    /// </exception>
    public float[] ToArray()
    {
        int most = Array.MaxLength / features.Size;
        TrainingScan scan = TrainingScan.Of(this, most);
        return scan.IsWhole
            ? scan.Values
            : throw new ArgumentException(
                $"Input column '{features.Column.Name}': expected at most {most} rows, got {scan.Count}. Take fewer.");
    }
}

/// <summary>One row of a view.</summary>
/// <param name="Position">Its number, from 0.</param>
/// <param name="Features">Its features, in the units of the view.</param>
/// <param name="Class">Name of its class; null where the label is missing or was not asked for.</param>
/// <param name="Attributes">Text of the value of each attribute; null where it is missing. Empty where they were not asked for.</param>
internal readonly record struct ViewRow(long Position, Memory<float> Features, string? Class, string?[] Attributes);

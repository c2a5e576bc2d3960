using System.Buffers;

namespace MLNetQuantumPrior.Learning;

/// <summary>Training rows as one epoch shows them. What a row becomes depends on the seed, the epoch and the row alone.</summary>
internal sealed class RowDistortion(FeatureMatrix data, ClassifierOptions options, ulong seed)
{
    private readonly ParallelOptions _threads = new() { MaxDegreeOfParallelism = options.MaxDegreeOfParallelism };

    /// <summary>Fills a batch with the rows of an epoch. <c>[rows] -> [rows, features]</c></summary>
    public void Fill(int epoch, ReadOnlyMemory<int> rows, Memory<float> batch)
    {
        if (options.Augmentation is null && options.InputDropout == 0)
        {
            for (int k = 0; k < rows.Length; k++)
            {
                data[rows.Span[k]].CopyTo(batch.Span[(k * data.Columns)..]);
            }

            return;
        }

        Parallel.For(0, rows.Length, _threads, k => Distort(epoch, rows.Span[k], batch.Span.Slice(k * data.Columns, data.Columns)));
    }

    private void Distort(int epoch, int row, Span<float> values)
    {
        var random = new UniformStream(seed, RandomUse.Distortion(epoch, row));
        if (options.Augmentation is { } image)
        {
            image.Move(random, data[row], values);
        }
        else
        {
            data[row].CopyTo(values);
        }

        if (options.InputDropout > 0)
        {
            Drop(values, random);
        }
    }

    private void Drop(Span<float> values, UniformStream random)
    {
        float[] rented = ArrayPool<float>.Shared.Rent(values.Length);
        Span<float> unit = rented.AsSpan(0, values.Length);
        random.Fill(unit);
        float grown = (float)(1 / (1 - options.InputDropout));
        for (int i = 0; i < values.Length; i++)
        {
            values[i] *= unit[i] < options.InputDropout ? 0 : grown;
        }

        ArrayPool<float>.Shared.Return(rented);
    }
}

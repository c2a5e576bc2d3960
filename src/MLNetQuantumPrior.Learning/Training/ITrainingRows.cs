namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Rows of scaled features to train on: in memory, as a <see cref="FeatureMatrix"/>, or read again in each
/// epoch, as <see cref="StreamedRows"/>.
/// </summary>
public interface ITrainingRows
{
    /// <summary>Which values the features may have.</summary>
    Likelihood Likelihood { get; }

    /// <summary>Number of rows.</summary>
    long Count { get; }

    /// <summary>A short name of the content.</summary>
    internal string Digest();

    /// <summary>Takes rows out at random.</summary>
    /// <param name="held">How many, if there is memory for so many.</param>
    /// <param name="seed">Seed of the training.</param>
    internal RowSplit Split(long held, ulong seed);
}

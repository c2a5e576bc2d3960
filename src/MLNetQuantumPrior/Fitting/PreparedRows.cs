using System.Collections;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior;

/// <summary>Rows of a view as the training takes them.</summary>
internal sealed class PreparedRows(ViewRows rows, FeaturePreparation preparation) : IEnumerable<ReadOnlyMemory<float>>
{
    public IEnumerator<ReadOnlyMemory<float>> GetEnumerator()
    {
        foreach (ViewRow row in rows.Read(withLabels: false))
        {
            preparation.Run(row.Position, row.Features.Span);
            yield return row.Features;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

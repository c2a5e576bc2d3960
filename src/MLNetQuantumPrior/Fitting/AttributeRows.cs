using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior;

/// <summary>Rows that attributes are fitted on.</summary>
/// <param name="Features">As the training takes them.</param>
/// <param name="Values">Number of the value of each attribute in each row; -1 where it is missing. <c>[rows, attributes]</c></param>
/// <param name="Attributes">The attributes; each value has rows.</param>
internal sealed record AttributeRows(FeatureMatrix Features, int[] Values, ImmutableArray<BoltzmannAttribute> Attributes)
{
    /// <summary>
    /// Draws rows from a view, at random, in one pass; and beside them the first row of each value, so that no value is without one.
    /// </summary>
    /// <param name="rows">The view.</param>
    /// <param name="scan">Its attributes.</param>
    /// <param name="preparation">Brings rows to where the training wants them.</param>
    /// <param name="likelihood">Which values the features then have.</param>
    /// <param name="count">Number of all rows.</param>
    /// <param name="most">How many to draw.</param>
    /// <param name="seed">Seed of the training.</param>
    public static AttributeRows Draw(
        ViewRows rows, AttributeScan scan, FeaturePreparation preparation, Likelihood likelihood, long count, int most, ulong seed)
    {
        ImmutableArray<BoltzmannAttribute> attributes = scan.Found;
        long[] chosen = RandomRows.Choose(count, (int)Math.Min(count, most), new(seed, RandomUse.AttributeRows));
        bool[][] seen = [.. attributes.Select(attribute => new bool[attribute.Values.Length])];
        var features = new List<float>(chosen.Length * likelihood.Slots);
        var values = new List<int>();
        int taken = 0;
        foreach (ViewRow row in rows.Read(withLabels: true))
        {
            bool isChosen = taken < chosen.Length && row.Position == chosen[taken];
            taken += isChosen ? 1 : 0;
            int[] own = scan.ValuesOf(row);
            bool isFirst = false;
            for (int index = 0; index < own.Length; index++)
            {
                isFirst |= own[index] >= 0 && !seen[index][own[index]];
                if (own[index] >= 0)
                {
                    seen[index][own[index]] = true;
                }
            }

            if (isChosen || isFirst)
            {
                preparation.Run(row.Position, row.Features.Span);
                features.AddRange(row.Features.Span);
                values.AddRange(own);
            }
        }

        return new(new(likelihood, [.. features]), [.. values], attributes);
    }

    /// <summary>The rows' codes with their values.</summary>
    public AttributeCodes Codes(BmVaeModel model, CancellationToken cancel) =>
        new(Attributes, model.Architecture.LatentSize, LabelledRows.Logits(model, Features, cancel), Values);
}

namespace MLNetQuantumPrior.Learning;

/// <summary>Figures of rows that were generated under conditions.</summary>
internal static class AttributeMeasures
{
    /// <summary>Measures rows.</summary>
    /// <param name="attributes">The attributes.</param>
    /// <param name="conditions">What was given.</param>
    /// <param name="bits">Codes, 0 or 1. <c>[rows, spins]</c></param>
    /// <param name="rate">The rate of the draws.</param>
    public static AttributeReport Of(
        BoltzmannAttributes attributes, AttributeConditions conditions, ReadOnlySpan<float> bits, double rate)
    {
        AttributeClassifier classifier = attributes.Classifier!;
        (int rows, int count) = (bits.Length / classifier.InputSize, classifier.ValueCount);
        float[] probabilities = new float[rows * count], found = new float[rows * count];
        classifier.Predict(bits, probabilities);
        double joint = 0;
        for (int row = 0; row < rows; row++)
        {
            for (int head = 0; head < classifier.Heads.Length; head++)
            {
                int start = (row * count) + classifier.Starts[head];
                found[start + MostProbable.Of(probabilities.AsSpan(start, classifier.Heads[head]))] = 1;
            }

            joint += conditions.Share(found.AsSpan(row * count, count), classifier.Starts.AsSpan());
        }

        double[] known = TrainingShares(attributes, conditions);
        return new(rows, rate, joint / rows, [.. attributes.Items.Select((item, index) => Figures(item, index))]);

        AttributeFigures Figures(BoltzmannAttribute item, int index)
        {
            (int start, int size) = (classifier.Starts[index], classifier.Heads[index]);
            return conditions.WeightsOf(index) is { } weights
                ? new(item.Name, Mean(found, start, size).Zip(weights, (share, weight) => share * weight).Sum(), null)
                : conditions.Heads.Contains(index)
                    ? new(item.Name, null, null)
                    : new(item.Name, null, Divergence(Mean(probabilities, start, size), known.AsSpan(start, size)));
        }

        double[] Mean(float[] values, int start, int size)
        {
            double[] means = new double[size];
            for (int row = 0; row < rows; row++)
            {
                for (int value = 0; value < size; value++)
                {
                    means[value] += values[(row * count) + start + value] / (double)rows;
                }
            }

            return means;
        }
    }

    /// <summary>How many training rows that are as given have each value. <c>[values of all attributes]</c></summary>
    private static double[] TrainingShares(BoltzmannAttributes attributes, AttributeConditions conditions)
    {
        ReadOnlySpan<int> starts = attributes.Classifier!.Starts.AsSpan();
        double[] sums = new double[attributes.Classifier.ValueCount];
        float[] values = new float[sums.Length];
        foreach (AttributeCombination combination in attributes.Combinations)
        {
            Array.Clear(values);
            for (int index = 0; index < starts.Length; index++)
            {
                if (combination.Values[index] >= 0)
                {
                    values[starts[index] + combination.Values[index]] = 1;
                }
            }

            double share = conditions.Share(values, starts) * combination.Rows;
            for (int value = 0; value < sums.Length; value++)
            {
                sums[value] += share * values[value];
            }
        }

        return sums;
    }

    /// <summary>Jensen-Shannon divergence in bits; null where the second has nothing.</summary>
    private static double? Divergence(double[] shares, ReadOnlySpan<double> counts)
    {
        double all = 0, divergence = 0;
        foreach (double count in counts)
        {
            all += count;
        }

        for (int value = 0; value < shares.Length; value++)
        {
            double own = shares[value], other = counts[value] / all, middle = (own + other) / 2;
            divergence += (Term(own, middle) + Term(other, middle)) / 2;
        }

        return all == 0 ? null : Math.Max(0, divergence);

        static double Term(double share, double middle) => share <= 0 ? 0 : share * Math.Log2(share / middle);
    }
}

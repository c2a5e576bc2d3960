namespace MLNetQuantumPrior.Experiments;

/// <summary>What is missing of an image, taken from the training image whose known pixels are nearest.</summary>
internal static class NearestHalf
{
    /// <returns><c>[images, pixels]</c></returns>
    public static float[] Fill(LabeledImages train, LabeledImages images, bool[] known)
    {
        int pixels = known.Length;
        float[] filled = new float[images.Count * pixels];
        Parallel.For(0, images.Count, row =>
        {
            ReadOnlySpan<float> image = images.Images[row];
            int nearest = 0;
            float least = float.PositiveInfinity;
            for (int other = 0; other < train.Count; other++)
            {
                float distance = Distance(image, train.Images[other], known, least);
                (nearest, least) = distance < least ? (other, distance) : (nearest, least);
            }

            for (int k = 0; k < pixels; k++)
            {
                filled[(row * pixels) + k] = known[k] ? image[k] : train.Images[nearest][k];
            }
        });
        return filled;
    }

    /// <summary>Squared; what is above <paramref name="most"/> may be too small.</summary>
    private static float Distance(ReadOnlySpan<float> one, ReadOnlySpan<float> other, bool[] known, float most)
    {
        float sum = 0;
        for (int k = 0; k < known.Length && sum < most; k++)
        {
            float difference = known[k] ? one[k] - other[k] : 0;
            sum += difference * difference;
        }

        return sum;
    }
}

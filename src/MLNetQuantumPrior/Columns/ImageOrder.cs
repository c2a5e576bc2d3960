using Microsoft.ML.Data;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior;

/// <summary>Whether a column has its pixels in the order that networks of images take: channel after channel, each row by row.</summary>
internal static class ImageOrder
{
    /// <summary>Red, green, blue and alpha.</summary>
    private const int MostColours = 4;

    /// <summary>What the column's type says against such an image, and what to do; null where it says nothing against it.</summary>
    /// <param name="column">A column with as many values as the image.</param>
    /// <param name="image">The image.</param>
    public static string? Problem(FeatureColumn column, Reshape image)
    {
        (int channels, int height, int width) = image;
        ImmutableArray<int> sizes = ((VectorDataViewType)column.Column.Type).Dimensions;
        if (sizes.Length is not (2 or 3) || FitsInOrder(sizes, [channels, height, width]))
        {
            return null;
        }

        string found = $"input column '{column.Column.Name}' is {string.Join(" x ", sizes)}";
        bool hasChannelsLast = FitsInOrder(sizes, [height, width, channels]) || sizes is [> MostColours, _, <= MostColours];
        return hasChannelsLast && sizes is not [<= MostColours, _, > MostColours]
            ? $"{found}: the channels of each pixel together. Leave 'interleavePixelColors' of ExtractPixels out, which puts channel " +
                "after channel, as networks take them."
            : sizes is [var first, var second, var third]
                ? $"{found}: channels, height and width. The shape of such images is ({second}, {third}, {first})."
                : $"{found}.";
    }

    /// <summary>Whether images of such a shape are likelier ones whose channels were given first; for columns that have no shape.</summary>
    public static bool HasChannelsFirst((int Height, int Width, int Channels) shape) =>
        shape is { Height: <= MostColours, Channels: > MostColours };

    /// <summary>Whether the outer sizes of one order are products of outer sizes of the other, so that both number values alike.</summary>
    private static bool FitsInOrder(ImmutableArray<int> sizes, ReadOnlySpan<int> order)
    {
        var products = new HashSet<long> { 1 };
        long product = 1;
        foreach (int size in order)
        {
            products.Add(product *= size);
        }

        product = 1;
        return sizes.All(size => products.Contains(product *= size));
    }
}

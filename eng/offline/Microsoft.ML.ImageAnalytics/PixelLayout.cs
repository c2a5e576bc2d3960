using Microsoft.ML.Runtime;
using static Microsoft.ML.Transforms.Image.ImagePixelExtractingEstimator;

namespace Microsoft.ML.Transforms.Image;

/// <summary>Where the numbers of a vector stand that the colours of an image become.</summary>
internal sealed class PixelLayout
{
    private readonly string _order;

    public PixelLayout(ColorBits colors, ColorsOrder order, bool interleaved)
    {
        Contracts.CheckParam(colors != 0 && (colors & ~ColorBits.All) == 0, nameof(colors), "Need to use at least one color plane.");
        Contracts.CheckParam(Enum.IsDefined(order), nameof(order));
        Colors = colors;
        Order = order;
        Interleaved = interleaved;
        _order = string.Concat(order.ToString().Where(color => colors.HasFlag(BitOf(color))));
    }

    public ColorBits Colors { get; }

    public ColorsOrder Order { get; }

    /// <summary>The colours of a pixel stand together; else all of one colour do.</summary>
    public bool Interleaved { get; }

    public int Planes => _order.Length;

    public bool Has(char color) => _order.Contains(color);

    /// <param name="color">One of A, R, G and B that is there.</param>
    /// <param name="pixel">Counted row by row.</param>
    /// <param name="pixels">How many there are.</param>
    public int IndexOf(char color, int pixel, int pixels)
    {
        int plane = _order.IndexOf(color);
        return Interleaved ? (pixel * Planes) + plane : (plane * pixels) + pixel;
    }

    private static ColorBits BitOf(char color) => color switch
    {
        'A' => ColorBits.Alpha,
        'R' => ColorBits.Red,
        'G' => ColorBits.Green,
        _ => ColorBits.Blue,
    };
}

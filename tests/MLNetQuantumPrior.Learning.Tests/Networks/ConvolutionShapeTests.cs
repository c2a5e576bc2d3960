namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>Sizes of convolved images, counted: windows that fit, and pixels that they reach.</summary>
[TestClass]
public sealed class ConvolutionShapeTests
{
    [TestMethod]
    public void AConvolutionHasAPixelForEachWindowThatFits() => ForAll((size, kernel, stride, padding) =>
    {
        int padded = size + (2 * padding);
        int windows = Enumerable.Range(0, padded).Count(first => first % stride == 0 && first + kernel <= padded);
        RowShape output = new Conv2d(2, 5, kernel, stride, padding).OutputShape(RowShape.Image(2, size, size + 1));
        Assert.AreEqual((5, windows), (output.Channels, output.Height), $"{size}, {kernel}, {stride}, {padding}");
    });

    [TestMethod]
    public void ATransposedConvolutionHasThePixelsThatItsWindowsReach() => ForAll((size, kernel, stride, padding) =>
    {
        int reached = ((size - 1) * stride) + kernel - (2 * padding);
        for (int outputPadding = 0; outputPadding < stride; outputPadding++)
        {
            var layer = new ConvTranspose2d(2, 5, kernel, stride, padding, outputPadding);
            if (reached + outputPadding > 0 && reached + stride > 0)
            {
                RowShape output = layer.OutputShape(RowShape.Image(2, size, 20));
                Assert.AreEqual((5, reached + outputPadding), (output.Channels, output.Height), $"{layer} of {size}");
            }
        }
    });

    [TestMethod]
    public void WhatTheConvolutionDroppedComesBackAsOutputPadding() => ForAll((size, kernel, stride, padding) =>
    {
        RowShape image = RowShape.Image(2, size, size + 3);
        RowShape points = new Conv2d(2, 5, kernel, stride, padding).OutputShape(image);
        int rows = (size + (2 * padding) - kernel) % stride, columns = (size + 3 + (2 * padding) - kernel) % stride;
        Assert.AreEqual(image, new ConvTranspose2d(5, 2, kernel, stride, padding, rows, columns).OutputShape(points));
    });

    private static void ForAll(Action<int, int, int, int> check)
    {
        for (int size = 1; size <= 9; size++)
        {
            for (int kernel = 1; kernel <= 5; kernel++)
            {
                for (int stride = 1; stride <= 4; stride++)
                {
                    for (int padding = 0; padding < kernel; padding++)
                    {
                        if (size + (2 * padding) >= kernel)
                        {
                            check(size, kernel, stride, padding);
                        }
                    }
                }
            }
        }
    }
}

namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class ImageAugmentationTests
{
    private const int Height = 2, Width = 3;

    private static readonly ImageAugmentation Still = new(Height, Width) { MaxShift = 0, MaxRotation = 0, MaxScaling = 0, Channels = 2 };
    private static readonly float[] Image = [1, 2, 3, 4, 5, 6, 11, 12, 13, 14, 15, 16];

    [TestMethod]
    public void WithoutAmountsNothingMoves() => CollectionAssert.AreEqual(Image, Move(Still, stream: 0));

    [TestMethod]
    public void AFlipMirrorsEachRowOfEachChannel() => CollectionAssert.AreEqual(
        new float[] { 3, 2, 1, 6, 5, 4, 13, 12, 11, 16, 15, 14 }, Move(Still with { FlipProbability = 1 }, stream: 0));

    [TestMethod]
    public void AShareOfTheImagesIsFlipped()
    {
        const int Count = 2000;
        const double Share = 0.3;

        int flipped = Enumerable.Range(0, Count).Count(stream => Move(Still with { FlipProbability = Share }, stream)[0] == Image[2]);

        Assert.AreEqual(Share, flipped / (double)Count, 4 * Math.Sqrt(Share * (1 - Share) / Count));
    }

    [TestMethod]
    public void ChannelsMoveTogether()
    {
        ImageAugmentation image = new(Height, Width) { Channels = 2, MaxShift = 1, FlipProbability = 0.5, RepeatEdge = true };
        for (int stream = 0; stream < 20; stream++)
        {
            float[] moved = Move(image, stream);
            for (int pixel = 0; pixel < Height * Width; pixel++)
            {
                Assert.AreEqual(moved[pixel] + 10, moved[pixel + (Height * Width)], 1e-4f, "the second channel is the first plus 10");
            }
        }
    }

    [TestMethod]
    public void WhatMovesInIsTheEdgeOrZero()
    {
        ImageAugmentation image = Still with { MaxShift = 5 };
        float[] ones = [.. Enumerable.Repeat(1f, Image.Length)];
        for (int stream = 0; stream < 20; stream++)
        {
            CollectionAssert.AreEqual(ones, Move(image with { RepeatEdge = true }, stream, ones));
        }

        Assert.Contains(stream => Move(image, stream, ones).Contains(0), Enumerable.Range(0, 20));
    }

    private static float[] Move(ImageAugmentation image, int stream, float[]? source = null)
    {
        float[] target = new float[Image.Length];
        image.Move(new(1, (ulong)stream), source ?? Image, target);
        return target;
    }
}

using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using static Microsoft.ML.Transforms.Image.ImagePixelExtractingEstimator;
using static Microsoft.ML.Transforms.Image.ImageResizingEstimator;

namespace Microsoft.ML;

public static class ImageEstimatorsCatalog
{
    public static ImageLoadingEstimator LoadImages(this TransformsCatalog catalog, string outputColumnName, string imageFolder,
        string inputColumnName = null) =>
        new(new ImageLoadingTransformer(
            ImageLoadingTransformer.FullFolder(imageFolder), (outputColumnName, inputColumnName ?? outputColumnName)));

    public static ImageResizingEstimator ResizeImages(this TransformsCatalog catalog, string outputColumnName, int imageWidth,
        int imageHeight, string inputColumnName = null, ResizingKind resizing = ResizingKind.IsoCrop, Anchor cropAnchor = Anchor.Center) =>
        new(new ImageResizingTransformer(
            outputColumnName, inputColumnName ?? outputColumnName, new ImageResampling(imageWidth, imageHeight, resizing, cropAnchor)));

    public static ImageGrayscalingEstimator ConvertToGrayscale(this TransformsCatalog catalog, string outputColumnName,
        string inputColumnName = null) =>
        new(new ImageGrayscalingTransformer((outputColumnName, inputColumnName ?? outputColumnName)));

    public static ImagePixelExtractingEstimator ExtractPixels(this TransformsCatalog catalog, string outputColumnName,
        string inputColumnName = null, ColorBits colorsToExtract = ColorBits.Rgb, ColorsOrder orderOfExtraction = ColorsOrder.ARGB,
        bool interleavePixelColors = false, float offsetImage = 0, float scaleImage = 1, bool outputAsFloatArray = true) =>
        new(new ImagePixelExtractingTransformer(outputColumnName, inputColumnName ?? outputColumnName,
            new PixelLayout(colorsToExtract, orderOfExtraction, interleavePixelColors), offsetImage, scaleImage, outputAsFloatArray));

    // As in ML.NET, the default colours are not used.
    public static VectorToImageConvertingEstimator ConvertToImage(this TransformsCatalog catalog, int imageHeight, int imageWidth,
        string outputColumnName, string inputColumnName = null, ColorBits colorsPresent = ColorBits.Rgb,
        ColorsOrder orderOfColors = ColorsOrder.ARGB, bool interleavedColors = false, float scaleImage = 1, float offsetImage = 0,
        int defaultAlpha = 255, int defaultRed = 0, int defaultGreen = 0, int defaultBlue = 0) =>
        new(new VectorToImageConvertingTransformer(outputColumnName, inputColumnName ?? outputColumnName,
            new ImageDataViewType(imageHeight, imageWidth), new PixelLayout(colorsPresent, orderOfColors, interleavedColors),
            scaleImage, offsetImage));
}

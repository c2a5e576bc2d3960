using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Experiments;

/// <summary>Faces of 64 x 64 pixels in CelebA's format, as node/faces.mjs draws them.</summary>
/// <param name="folder">The folder.</param>
internal sealed class FaceFolder(string folder)
{
    public const int Side = 64, Values = 3 * Side * Side;
    public const float White = 255;

    private readonly MLContext _ml = new(seed: 1);

    /// <summary>Attributes that are learned and judged.</summary>
    public static ImmutableArray<string> Attributes { get; } = ["Beard", "Dark_Skin", "Eyeglasses", "Hat", "Long_Hair", "Smiling"];

    /// <summary>No face that is trained on has all of these: generated ones shall.</summary>
    public static ImmutableArray<string> HeldOut { get; } = ["Beard", "Eyeglasses", "Hat"];

    /// <summary>Faces to train on, read from their files as they are asked for.</summary>
    /// <param name="most">The first so many of the folder, before those that are held out are left out.</param>
    public IDataView Training(int most)
    {
        IDataView faces = _ml.Data.TakeRows(_ml.Data.LoadImageAttributes(folder, ImagePartition.Training), most);
        return Pixels(_ml.Data.FilterByCustomPredicate<HeldOutFace>(faces, face => face.Beard && face.Eyeglasses && face.Hat));
    }

    /// <summary>The first faces of a partition, in memory.</summary>
    public FaceRows Rows(ImagePartition partition, int most)
    {
        IDataView faces = _ml.Data.TakeRows(_ml.Data.LoadImageAttributes(folder, partition), most);
        float[][] pixels = [.. Pixels(faces).GetColumn<float[]>("Features")];
        return new(
            [.. pixels.SelectMany(face => face)],
            [.. Attributes.Select(name => faces.GetColumn<bool>(name).ToImmutableArray())]);
    }

    private IDataView Pixels(IDataView faces) => _ml.Transforms.LoadImages("Image", folder, "Path")
        .Append(_ml.Transforms.ResizeImages("Image", Side, Side))
        .Append(_ml.Transforms.ExtractPixels("Features", "Image"))
        .Append(_ml.Transforms.DropColumns("Image"))
        .Fit(faces).Transform(faces);

    private sealed class HeldOutFace
    {
        public bool Beard { get; set; }

        public bool Eyeglasses { get; set; }

        public bool Hat { get; set; }
    }
}

/// <summary>Faces and what they show.</summary>
/// <param name="Pixels">0 to 255, channel after channel. <c>[count, FaceFolder.Values]</c></param>
/// <param name="Has">Of each attribute, which of the faces have it.</param>
internal sealed record FaceRows(float[] Pixels, ImmutableArray<ImmutableArray<bool>> Has)
{
    public int Count => Pixels.Length / FaceFolder.Values;
}

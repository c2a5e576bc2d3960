using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Experiments;

/// <summary>
/// A classifier of one attribute. It sees the whole face at half its size, or for what is small the part where it is at full size.
/// </summary>
/// <param name="Attribute">Its name.</param>
/// <param name="Classifier">Says whether a face has it.</param>
internal sealed record FaceJudge(string Attribute, Classifier Classifier)
{
    private const ulong Seed = 1;

    private static readonly Part Whole = new(0, 0, FaceFolder.Side, FaceFolder.Side, Pool: 2), Mouth = new(20, 34, 24, 22, Pool: 1);

    /// <summary>A rectangle of the face, each value a mean over a square of so many pixels a side.</summary>
    private sealed record Part(int X, int Y, int Width, int Height, int Pool)
    {
        public int Values => 3 * (Width / Pool) * (Height / Pool);
    }

    /// <summary>Length of what <see cref="Features"/> gives of a face.</summary>
    public int FeatureCount => Classifier.Architecture.HiddenSize;

    /// <summary>Trains a judge on faces with their attributes.</summary>
    /// <param name="faces">Faces that no model was trained on.</param>
    /// <param name="attribute">Number of the attribute.</param>
    /// <param name="epochs">Passes over the faces.</param>
    public static FaceJudge Train(FaceRows faces, int attribute, int epochs)
    {
        string name = FaceFolder.Attributes[attribute];
        Part part = PartOf(name);
        var options = new ClassifierOptions { Epochs = epochs, InputDropout = 0.2, MaxDegreeOfParallelism = 1 };
        var data = new FeatureMatrix(part.Values, Seen(part, faces.Pixels));
        var architecture = ClassifierArchitecture.Mlp(part.Values, [128, 32], classes: 2);
        return new(name, new ClassifierTrainer(options).Train(
            data, [.. faces.Has[attribute].Select(has => has ? 1 : 0)], architecture, Seed));
    }

    /// <summary>Whether each face has the attribute.</summary>
    /// <param name="pixels">As <see cref="FaceRows.Pixels"/>.</param>
    public bool[] Read(ReadOnlySpan<float> pixels)
    {
        int[] labels = new int[pixels.Length / FaceFolder.Values];
        Classifier.Classify(Seen(PartOf(Attribute), pixels), labels);
        return Array.ConvertAll(labels, label => label == 1);
    }

    /// <summary>What the judge's last hidden layer makes of faces. <c>[count, FeatureCount]</c></summary>
    public float[] Features(ReadOnlySpan<float> pixels)
    {
        float[] hidden = new float[pixels.Length / FaceFolder.Values * FeatureCount];
        Classifier.Features(Seen(PartOf(Attribute), pixels), hidden);
        return hidden;
    }

    private static Part PartOf(string attribute) => attribute == "Smiling" ? Mouth : Whole;

    /// <summary>The part of each face, within [0, 1]. <c>[count, part.Values]</c></summary>
    private static float[] Seen(Part part, ReadOnlySpan<float> pixels)
    {
        const int Plane = FaceFolder.Side * FaceFolder.Side;
        int width = part.Width / part.Pool, plane = width * (part.Height / part.Pool), count = pixels.Length / FaceFolder.Values;
        float share = 1 / (FaceFolder.White * part.Pool * part.Pool);
        float[] seen = new float[count * part.Values];
        for (int channel = 0; channel < 3 * count; channel++)
        {
            for (int y = 0; y < part.Height; y++)
            {
                for (int x = 0; x < part.Width; x++)
                {
                    float value = pixels[(channel * Plane) + ((part.Y + y) * FaceFolder.Side) + part.X + x];
                    seen[(channel * plane) + (y / part.Pool * width) + (x / part.Pool)] += share * value;
                }
            }
        }

        return Array.ConvertAll(seen, value => Math.Clamp(value, 0, 1)); // or rounding would lead beyond
    }
}

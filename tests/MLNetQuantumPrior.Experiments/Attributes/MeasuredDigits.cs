using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Experiments;

/// <summary>Images of digits with what is measured of them. The attributes are the digit, and those that are measured.</summary>
/// <param name="Images">The images.</param>
/// <param name="Measures">What is measured of each. <c>[images]</c></param>
/// <param name="Measured">The attributes that are measured; their borders come from the training images.</param>
internal sealed record MeasuredDigits(LabeledImages Images, DigitMeasures[] Measures, ImmutableArray<DigitAttribute> Measured)
{
    public const string Digit = "Digit";

    /// <summary>The digit, then the measured ones.</summary>
    public int AttributeCount => 1 + Measured.Length;

    public int Count => Images.Count;

    /// <summary>Training images: their quantiles are the borders.</summary>
    public static MeasuredDigits OfTraining(LabeledImages images)
    {
        DigitMeasures[] measures = Measure(images.Images.Slice(0, images.Count));
        return new(images, measures, DigitAttribute.Of(measures));
    }

    /// <summary>Other images, with the borders of these.</summary>
    public MeasuredDigits Others(LabeledImages images) => new(images, Measure(images.Images.Slice(0, images.Count)), Measured);

    /// <summary>Measures images. <c>[images, pixels] -> [images]</c></summary>
    public static DigitMeasures[] Measure(ReadOnlySpan<float> pixels)
    {
        const int Size = LabeledImages.Side * LabeledImages.Side;
        var measures = new DigitMeasures[pixels.Length / Size];
        for (int row = 0; row < measures.Length; row++)
        {
            measures[row] = DigitMeasures.Of(pixels.Slice(row * Size, Size));
        }

        return measures;
    }

    /// <summary>Name of an attribute by its number.</summary>
    public string NameOf(int attribute) => attribute == 0 ? Digit : Measured[attribute - 1].Name;

    /// <summary>Names of its values.</summary>
    public ImmutableArray<string> ValuesOf(int attribute) => attribute == 0 ? LabeledImages.ClassNames : Measured[attribute - 1].Values;

    /// <summary>The value that an image has in training, or -1 where it is near a border.</summary>
    public int Value(int row, int attribute) =>
        attribute == 0 ? Images.Labels[row] : Measured[attribute - 1].Label(Measures[row]);

    /// <summary>The values that pictures have, by the judge and by measurement. <c>[pictures][attributes]</c></summary>
    public int[][] Judge(Classifier judge, ReadOnlySpan<float> pixels)
    {
        DigitMeasures[] measures = Measure(pixels);
        int[] digits = new int[measures.Length];
        judge.Classify(pixels, digits);
        return [.. measures.Select((own, row) => (int[])[digits[row], .. Measured.Select(attribute => attribute.Judge(own))])];
    }

    /// <summary>The images that pass.</summary>
    public MeasuredDigits Where(Func<int, bool> passes)
    {
        int[] rows = [.. Enumerable.Range(0, Count).Where(passes)];
        float[] pixels = [.. rows.SelectMany(row => Images.Images[row].ToArray())];
        var images = new LabeledImages(new(Images.Images.Columns, pixels), [.. rows.Select(row => Images.Labels[row])]);
        return new(images, [.. rows.Select(row => Measures[row])], Measured);
    }

    /// <summary>Names and values, as they are learned.</summary>
    public ImmutableArray<BoltzmannAttribute> Attributes() =>
    [
        .. Enumerable.Range(0, AttributeCount).Select(attribute => new BoltzmannAttribute(
            NameOf(attribute), [.. ValuesOf(attribute).Select(value => new AttributeValue(value))])),
    ];

    /// <summary>The condition that an attribute has a value.</summary>
    public Given Is(int attribute, int value) => Given.Is(NameOf(attribute), ValuesOf(attribute)[value]);
}

using System.Globalization;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Names and attributes of images in the format of CelebA's <c>list_attr_celeba.txt</c>, and what each is for as
/// <c>list_eval_partition.txt</c> has it.
/// </summary>
/// <remarks>
/// The first file has the number of images, a line of attribute names, and a line of each image: its file name, and 1 or -1 for each
/// attribute. The other has a line of each image: its file name, and 0 for training, 1 for validation or 2 for test. Values are parted by
/// any number of blanks, as both files pad them: readers that split at each blank misread them.
/// </remarks>
/// <param name="Names">Names of the attributes, in their order.</param>
/// <param name="Images">The images, in the order of the file.</param>
public sealed record ImageAttributes(ImmutableArray<string> Names, ImmutableArray<AttributedImage> Images)
{
    /// <summary>Number of the attribute of a name, in the order of <see cref="Names"/>.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public int this[string name] => Names.IndexOf(name) is >= 0 and int index
        ? index
        : throw new ArgumentException($"Attribute '{name}': expected one of {string.Join(", ", Names)}.", nameof(name));

    /// <summary>Reads the files.</summary>
    /// <param name="attributesPath">The file of attributes.</param>
    /// <param name="partitionPath">The file of partitions, which may name other images as well; null for none.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">
    /// A file has another number of images or values than it says, a value that is none, or an image twice or not at all.
    /// </exception>
    public static ImageAttributes Read(string attributesPath, string? partitionPath = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(attributesPath);
        Dictionary<string, ImagePartition>? partitions = partitionPath is null ? null : Partitions(partitionPath);
        using IEnumerator<AttributeLine> lines = AttributeLine.Of(attributesPath).GetEnumerator();
        AttributeLine first = Next("the number of images");
        bool isCount = int.TryParse(first.Words[0], NumberStyles.None, CultureInfo.InvariantCulture, out int count);
        first.Expect(isCount && first.Words.Length == 1, "the number of images alone", first.Text);
        AttributeLine second = Next("names of attributes");
        ImmutableArray<string> names = [.. second.Words];
        second.Expect(names.Distinct().Count() == names.Length, "different names of attributes", second.Text);
        var images = ImmutableArray.CreateBuilder<AttributedImage>();
        var seen = new HashSet<string>();
        while (lines.MoveNext())
        {
            AttributeLine line = lines.Current;
            line.Expect(
                line.Words.Length == names.Length + 1,
                $"a file name and {names.Length} values, one an attribute", $"{line.Words.Length - 1} values");
            string file = line.Words[0];
            line.Expect(seen.Add(file), "each image once", $"'{file}' again");
            ImagePartition? partition = null;
            if (partitions is not null)
            {
                line.Expect(partitions.TryGetValue(file, out ImagePartition found), $"an image that '{partitionPath}' names", $"'{file}'");
                partition = found;
            }

            images.Add(new(file, [.. line.Words.Skip(1).Select(word => Value(line, word))], partition));
        }

        return images.Count == count
            ? new(names, images.ToImmutable())
            : throw new InvalidDataException($"File '{attributesPath}': expected {count} images, as it says, got {images.Count}.");

        AttributeLine Next(string what) => lines.MoveNext()
            ? lines.Current
            : throw new InvalidDataException($"File '{attributesPath}': expected {what}, got its end.");
    }

    private static bool Value(AttributeLine line, string word)
    {
        line.Expect(word is "1" or "-1", "1 or -1", word);
        return word == "1";
    }

    private static Dictionary<string, ImagePartition> Partitions(string path)
    {
        var partitions = new Dictionary<string, ImagePartition>();
        foreach (AttributeLine line in AttributeLine.Of(path))
        {
            line.Expect(line.Words is [_, "0" or "1" or "2"], "a file name and 0, 1 or 2", line.Text);
            line.Expect(partitions.TryAdd(line.Words[0], (ImagePartition)(line.Words[1][0] - '0')), "each image once", line.Text);
        }

        return partitions;
    }
}

/// <summary>An image and what it shows.</summary>
/// <param name="File">Name of its file, without a folder.</param>
/// <param name="Has">Whether it has each attribute, in the order of <see cref="ImageAttributes.Names"/>.</param>
/// <param name="Partition">What it is for; null where no file says so.</param>
public sealed record AttributedImage(string File, ImmutableArray<bool> Has, ImagePartition? Partition);

/// <summary>What an image is for.</summary>
public enum ImagePartition
{
    /// <summary>To learn from.</summary>
    Training,

    /// <summary>To judge a training by.</summary>
    Validation,

    /// <summary>To measure a finished model.</summary>
    Test,
}

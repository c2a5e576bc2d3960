using Microsoft.ML.Data;
using MLNetQuantumPrior;
using MLNetQuantumPrior.Learning;

namespace Microsoft.ML;

/// <summary>Adds to <see cref="MLContext.Data"/> a loader of image folders with attributes, in CelebA's format.</summary>
public static class ImageAttributesCatalog
{
    /// <summary>Folder of the pictures, file of attributes and file of partitions within the data's folder, as CelebA has them.</summary>
    private const string Pictures = "img_align_celeba", Attributes = "list_attr_celeba.txt", Partitions = "list_eval_partition.txt";

    /// <summary>
    /// Loads what there is to know of the pictures of a folder, not the pictures: a view of the text column "Path", which has full paths,
    /// the text column "Partition" (Training, Validation or Test) where the folder has a file of them, and a Boolean column for each
    /// attribute, by its name. ML.NET's <c>LoadImages</c>, <c>ResizeImages</c> and <c>ExtractPixels</c> read the pictures from there, one
    /// at a time as they are asked for.
    /// </summary>
    /// <remarks>
    /// The folder is as CelebA comes: pictures in the folder img_align_celeba, attributes in list_attr_celeba.txt, and, if there is one,
    /// partitions in list_eval_partition.txt; see <see cref="ImageAttributes"/>.
    /// </remarks>
    /// <param name="catalog">The catalog of data operations.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="partition">Only pictures of this partition; null for all.</param>
    /// <exception cref="FileNotFoundException">The folder has no file of attributes, or of partitions where one is asked for.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, or an attribute has the name of another column.</exception>
    /// <example>
    /// <code>
    /// IDataView faces = ml.Data.LoadImageAttributes(folder, ImagePartition.Training);
    /// </code>
    /// </example>
    public static IDataView LoadImageAttributes(this DataOperationsCatalog catalog, string folder, ImagePartition? partition = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        string partitions = Path.Combine(folder, Partitions);
        bool hasPartitions = partition is not null || File.Exists(partitions);
        string attributes = Path.Combine(folder, Attributes);
        string pictures = Path.GetFullPath(Path.Combine(folder, Pictures)); // LoadImages puts its folder before others
        var faces = ImageAttributes.Read(attributes, hasPartitions ? partitions : null);
        ImmutableArray<AttributedImage> images =
            partition is null ? faces.Images : [.. faces.Images.Where(image => image.Partition == partition)];
        var schema = new DataViewSchema.Builder();
        schema.AddColumn("Path", TextDataViewType.Instance);
        if (hasPartitions)
        {
            schema.AddColumn("Partition", TextDataViewType.Instance);
        }

        int first = hasPartitions ? 2 : 1;
        foreach (string name in faces.Names)
        {
            if (name is "Path" or "Partition")
            {
                throw new InvalidDataException(
                    $"File '{attributes}': expected attributes of other names than Path and Partition, got '{name}'.");
            }

            schema.AddColumn(name, BooleanDataViewType.Instance);
        }

        return new NumberedRows(schema.ToSchema(), images.Length, (column, id) => column.Index switch
        {
            0 => (ValueGetter<ReadOnlyMemory<char>>)((ref ReadOnlyMemory<char> value) =>
                value = Path.Combine(pictures, images[(int)id()].File).AsMemory()),
            1 when hasPartitions => (ValueGetter<ReadOnlyMemory<char>>)((ref ReadOnlyMemory<char> value) =>
                value = $"{images[(int)id()].Partition}".AsMemory()),
            int index => (ValueGetter<bool>)((ref bool value) => value = images[(int)id()].Has[index - first]),
        });
    }
}

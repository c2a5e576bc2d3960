using System.IO.Compression;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior;

/// <summary>
/// The synthesizer file, by custom ".synthesizer": a zip of manifest.json, columns.bin, rules.bin, model.bmvae, conditionals.bin, and where
/// there are such mixture.bin, trees.bin and holes.bin. It holds no row of the training table: of a column of numbers at most 256
/// quantiles, of a column of categories their names.
/// </summary>
internal static class SynthesizerFile
{
    private const string Manifest = "manifest.json", Columns = "columns.bin", Rules = "rules.bin", Model = "model.bmvae",
        Mixture = "mixture.bin", Trees = "trees.bin", Conditionals = "conditionals.bin", Holes = "holes.bin";

    public static void Write(SynthesizerModel model, Stream stream)
    {
        ImmutableArray<ModelEntry> entries =
        [
            new(Columns, ColumnFile.Write(model.Columns, model.Coding)),
            new(Rules, Content(stream => model.Rules.Write(new(stream)))),
            new(Model, Content(model.Vae.Save)),
            new(Conditionals, Content(stream => ConditionalTrees.Write(model.Conditionals, new(stream)))),
            .. model.Mixture.Items.IsEmpty ? [] : ImmutableArray.Create(new ModelEntry(Mixture, ClassFile.Write(model.Mixture))),
            .. model.Holes is { } holes ? ImmutableArray.Create(new ModelEntry(Holes, HoleEncoderFile.ToBytes(holes))) : [],
            .. model.Cells is ColumnTrees trees
                ? ImmutableArray.Create(new ModelEntry(Trees, Content(stream => trees.Write(new(stream)))))
                : [],
        ];
        var manifest = new SynthesizerManifest(
            SynthesizerManifest.FormatName,
            SynthesizerManifest.NewestVersion,
            model.Rows,
            model.Seed,
            model.Layout.Columns,
            entries.ToImmutableSortedDictionary(entry => entry.Name, entry => entry.Sum()));
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach (ModelEntry part in entries.Prepend(new(Manifest, manifest.Write())))
        {
            bool mayShrink = part.Content.Length <= ModelEntry.SizeOfAnyRatio(part.Name); // a reader refuses long entries that did
            ZipArchiveEntry entry = zip.CreateEntry(part.Name, mayShrink ? CompressionLevel.Optimal : CompressionLevel.NoCompression);

            // Zip knows no date before 1980. The same synthesizer makes the same file.
            entry.LastWriteTime = DateTimeOffset.UnixEpoch.AddYears(20);
            using Stream target = entry.Open();
            target.Write(part.Content);
        }
    }

    /// <exception cref="InvalidDataException">The file is damaged, or no synthesizer; the message says what is wrong.</exception>
    public static SynthesizerModel Read(Stream stream)
    {
        using var zip = new CheckedZip(stream, "a synthesizer file");
        SynthesizerManifest manifest = SynthesizerManifest.Read(zip.Read(Manifest, ModelEntry.SizeOfAnyRatio(Manifest)));
        var layout = new TableLayout(manifest.Layout);
        try
        {
            (ImmutableArray<ColumnProfile> columns, TableCoding coding) =
                ColumnFile.Read(Checked(Columns), [.. layout.Columns.SelectMany(column => column.CellNames())]);
            Check(layout, columns);
            var rules = TableRules.Read(Reader(Rules), columns);
            var vae = BmVaeModel.Load(new MemoryStream(Checked(Model)));
            if (!vae.Architecture.Likelihood.Equals(coding.Likelihood))
            {
                throw new InvalidDataException(
                    $"{Model}: expected a model of {coding.Likelihood}, as the columns make it, got one of {vae.Architecture.Likelihood}.");
            }

            int latents = vae.Architecture.LatentSize, slots = coding.Likelihood.Slots;
            ICellSource cells = Has(Trees)
                ? ColumnTrees.Read(Reader(Trees), columns, latents, slots)
                : DecodedColumns.Of(vae, coding);
            HoleEncoder? holes = Has(Holes) ? HoleEncoderFile.Parse(Checked(Holes)) : null;
            if (holes is not null && (holes.LatentSize != latents
                || !holes.Columns.ColumnOfSlot.SequenceEqual(HoleProposal.Columns(coding).ColumnOfSlot)))
            {
                throw new InvalidDataException($"{Holes}: expected an encoder of the slots of the columns, got another one.");
            }

            return new(
                layout,
                columns,
                coding,
                vae,
                Has(Mixture)
                    ? ClassFile.Read(Checked(Mixture), vae.Prior.Graph, [SynthesizerModel.AllRows])
                    : BoltzmannClasses.None,
                cells,
                ConditionalTrees.Read(Reader(Conditionals), columns),
                holes,
                rules,
                manifest.Rows,
                manifest.Seed);
        }
        catch (ArgumentException error)
        {
            throw new InvalidDataException(error.Message, error); // numbers that contradict each other
        }

        bool Has(string name) => manifest.Sha256.ContainsKey(name);

        BinaryReader Reader(string name) => new(new MemoryStream(Checked(name)));

        byte[] Checked(string name)
        {
            var entry = new ModelEntry(name, zip.Read(name));
            string sum = entry.Sum(), expected = manifest.Sha256.GetValueOrDefault(name, "none");
            return sum == expected
                ? entry.Content
                : throw new InvalidDataException($"entry '{name}': expected SHA-256 {expected}, got {sum}.");
        }
    }

    private static void Check(TableLayout layout, ImmutableArray<ColumnProfile> columns)
    {
        for (int cell = 0; cell < columns.Length; cell++)
        {
            LayoutColumn owner = layout.Owner(cell);
            bool isAsked = owner.Kind == LayoutKind.Category
                ? columns[cell].Categories == owner.Categories.Length || (owner.Categories.IsEmpty && columns[cell].MissingShare == 1)
                : columns[cell].Categories == 0 || columns[cell].MissingShare == 1;
            if (!isAsked)
            {
                throw new InvalidDataException(
                    $"columns.bin: expected {owner.Categories.Length} categories of column '{owner.Name}', " +
                    $"got {columns[cell].Categories}.");
            }
        }
    }

    private static byte[] Content(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return stream.ToArray();
    }
}

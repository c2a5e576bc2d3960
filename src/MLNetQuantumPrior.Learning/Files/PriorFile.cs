using System.Text;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// The entry prior.bin of a model file, little-endian: "BMVP"; Int32 spins n, edges e, classes k; n Int32 labels and n Int32 colours of the
/// spins; e pairs of Int32 spins; n + e Single: h, J. Files before version 3 hold the classes here: for each Int64 rows and n + n + e
/// Single, class fields, and h, J of the class prior. Later ones have k = 0, and <see cref="ClassFile"/>.
/// </summary>
internal static class PriorFile
{
    private static ReadOnlySpan<byte> Magic => "BMVP"u8;

    public static byte[] Write(IsingModel prior)
    {
        using var content = new MemoryStream();
        using var writer = new BinaryWriter(content, Encoding.UTF8);
        writer.Write(Magic);
        writer.Write(prior.SpinCount);
        writer.Write(prior.Graph.Edges.Length);
        writer.Write(0);
        foreach (int label in prior.Graph.Labels)
        {
            writer.Write(label);
        }

        foreach (int color in Colors(prior.Graph))
        {
            writer.Write(color);
        }

        foreach ((int i, int j) in prior.Graph.Edges)
        {
            writer.Write(i);
            writer.Write(j);
        }

        foreach (float value in prior.Fields.Concat(prior.Couplings))
        {
            writer.Write(value);
        }

        return content.ToArray();
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="content">All of the entry.</param>
    /// <param name="graphName">What the graph is called.</param>
    /// <param name="classNames">Names of the classes in this entry, in order: none from version 3 on.</param>
    /// <exception cref="InvalidDataException">The content is not of this form, or has other classes.</exception>
    public static (IsingModel Prior, BoltzmannClasses Classes) Read(
        byte[] content, string graphName, ImmutableArray<string> classNames)
    {
        const int Header = 16;
        if (content.Length < Header || !content.AsSpan(0, 4).SequenceEqual(Magic))
        {
            throw new InvalidDataException("prior.bin: expected it to begin with 'BMVP' and three sizes.");
        }

        using var reader = new BinaryReader(new MemoryStream(content, 4, content.Length - 4));
        (int spins, int edges, int classes) = (reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
        double classBytes = 8 + (4.0 * ((2.0 * spins) + edges));
        double expected = Header + (8.0 * spins) + (8.0 * edges) + (4.0 * ((double)spins + edges)) + (classes * classBytes);
        if (spins < 1 || edges < 0 || classes != classNames.Length || content.Length != expected)
        {
            throw new InvalidDataException(
                $"prior.bin: expected {expected} bytes for {spins} spins, {edges} edges and {classNames.Length} classes, " +
                $"got {content.Length} bytes and {classes} classes.");
        }

        int[] labels = [.. Enumerable.Range(0, spins).Select(_ => reader.ReadInt32())];
        int[] colors = [.. Enumerable.Range(0, spins).Select(_ => reader.ReadInt32())];
        SpinEdge[] pairs = [.. Enumerable.Range(0, edges).Select(_ => new SpinEdge(reader.ReadInt32(), reader.ReadInt32()))];
        SpinGraph graph = Graph(labels, colors, pairs, graphName);
        IsingModel prior = ReadModel();
        return (prior, new([.. classNames.Select(ReadClass)]));

        BoltzmannClass ReadClass(string name)
        {
            (long rows, float[] fields) = (reader.ReadInt64(), Singles(spins));
            if (rows < 1 || !Array.TrueForAll(fields, float.IsFinite))
            {
                throw new InvalidDataException(
                    $"prior.bin: expected a row or more and finite fields of class '{name}', got {rows} rows or other fields.");
            }

            return new(name, [.. fields], [new(rows, ReadModel())]);
        }

        IsingModel ReadModel() => new(graph, Singles(spins), Singles(edges));

        float[] Singles(int count)
        {
            float[] values = new float[count];
            foreach (ref float value in values.AsSpan())
            {
                value = reader.ReadSingle();
            }

            return values;
        }
    }

    /// <summary>The colour of each spin: a sampler visits colour by colour, so it belongs to what a seed gives.</summary>
    private static int[] Colors(SpinGraph graph)
    {
        int[] colors = new int[graph.SpinCount];
        for (int color = 0; color < graph.Coloring.Classes.Length; color++)
        {
            foreach (int spin in graph.Coloring.Classes[color])
            {
                colors[spin] = color;
            }
        }

        return colors;
    }

    private static SpinGraph Graph(int[] labels, int[] colors, SpinEdge[] pairs, string name)
    {
        int spins = labels.Length, count = colors.Max() + 1;
        int wrong = Array.FindIndex(pairs, pair => pair.I < 0 || pair.J <= pair.I || pair.J >= spins);
        if (wrong >= 0)
        {
            throw new InvalidDataException(
                $"prior.bin: expected pairs of spins from 0 to {spins - 1}, the smaller first, got {pairs[wrong]}.");
        }

        SpinGraph graph = SpinGraph.FromLabels(labels, pairs.Select(pair => new SpinEdge(labels[pair.I], labels[pair.J])), name);
        if (!graph.Labels.AsSpan().SequenceEqual(labels) || !graph.Edges.AsSpan().SequenceEqual(pairs))
        {
            throw new InvalidDataException("prior.bin: expected labels and pairs in ascending order, got another order.");
        }

        bool proper = colors.Min() >= 0 && colors.Distinct().Count() == count && pairs.All(pair => colors[pair.I] != colors[pair.J]);
        return proper
            ? graph.WithColors(colors, count)
            : throw new InvalidDataException("prior.bin: expected colours from 0 on, different for coupled spins, got others.");
    }
}

using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// The entry classes.bin of a model file, little-endian, for a prior of n spins and e edges: "BMCL"; Int32 classes k; for each
/// class n Single: its fields, Int32 machines, and for each machine Int64 rows and n + e Single: h, J; then Int32 label spins, 0 or
/// k, and where they are k the Single h and J of the labelled prior, edges in ascending order; then Int32 bytes of the classifier,
/// 0 where there is none, and its file.
/// </summary>
internal static class ClassFile
{
    private static ReadOnlySpan<byte> Magic => "BMCL"u8;

    public static byte[] Write(BoltzmannClasses classes)
    {
        using var content = new MemoryStream();
        using var writer = new BinaryWriter(content);
        writer.Write(Magic);
        writer.Write(classes.Items.Length);
        foreach (BoltzmannClass item in classes.Items)
        {
            WriteSingles(item.Fields);
            writer.Write(item.Machines.Length);
            foreach (ClassMachine machine in item.Machines)
            {
                writer.Write(machine.Rows);
                WriteModel(machine.Prior);
            }
        }

        writer.Write(classes.LabelledPrior is null ? 0 : classes.Items.Length);
        if (classes.LabelledPrior is { } labelled)
        {
            WriteModel(labelled);
        }

        byte[] classifier = classes.Classifier is null ? [] : ClassifierFile.ToBytes(classes.Classifier);
        writer.Write(classifier.Length);
        writer.Write(classifier);
        return content.ToArray();

        void WriteModel(IsingModel model)
        {
            WriteSingles(model.Fields);
            WriteSingles(model.Couplings);
        }

        void WriteSingles(ImmutableArray<float> values)
        {
            foreach (float value in values)
            {
                writer.Write(value);
            }
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="content">All of the entry.</param>
    /// <param name="graph">The prior's graph.</param>
    /// <param name="names">Names of the classes, in order.</param>
    /// <exception cref="InvalidDataException">The content is not of this form, or has other classes.</exception>
    public static BoltzmannClasses Read(byte[] content, SpinGraph graph, ImmutableArray<string> names)
    {
        using var reader = new BinaryReader(new MemoryStream(content));
        try
        {
            Expect(reader.ReadBytes(Magic.Length).AsSpan().SequenceEqual(Magic), "it to begin with 'BMCL'", "something else");
            int count = reader.ReadInt32();
            Expect(count == names.Length, $"{names.Length} classes", $"{count}");
            var classes = new BoltzmannClasses([.. names.Select(ReadClass)])
            {
                LabelledPrior = ReadLabelledPrior(),
                Classifier = ReadClassifier(),
            };
            Expect(Left() == 0, "nothing after the classifier", $"{Left()} bytes");
            return classes;
        }
        catch (EndOfStreamException error)
        {
            throw new InvalidDataException($"classes.bin: expected more than {content.Length} bytes.", error);
        }

        BoltzmannClass ReadClass(string name)
        {
            float[] fields = Singles(graph.SpinCount);
            Expect(Array.TrueForAll(fields, float.IsFinite), $"finite fields of class '{name}'", "others");
            int machines = reader.ReadInt32();
            Expect(machines >= 1, $"a machine of class '{name}' or more", $"{machines}");
            var read = ImmutableArray.CreateBuilder<ClassMachine>();
            long sum = 0;
            while (read.Count < machines)
            {
                long rows = reader.ReadInt64();
                Expect(rows >= 1 && rows <= long.MaxValue - sum, $"a row of class '{name}' or more", $"{rows}");
                sum += rows;
                read.Add(new(rows, Model(graph)));
            }

            return new(name, [.. fields], read.ToImmutable());
        }

        IsingModel? ReadLabelledPrior()
        {
            int labels = reader.ReadInt32();
            Expect(labels == 0 || labels == names.Length, $"no label spins or {names.Length}", $"{labels}");
            if (labels == 0)
            {
                return null;
            }

            // The numbers are there before a graph is made for them.
            double edges = graph.Edges.Length + ((double)graph.SpinCount * labels) + ((double)labels * (labels - 1) / 2);
            double bytes = sizeof(float) * (graph.SpinCount + labels + edges);
            return Left() >= bytes ? Model(LabelSpins.Extended(graph, labels)) : throw new EndOfStreamException();
        }

        Classifier? ReadClassifier()
        {
            int bytes = reader.ReadInt32();
            Expect(bytes >= 0 && bytes <= Left(), $"a classifier of at most the {Left()} bytes that are left", $"{bytes}");
            byte[] file = reader.ReadBytes(bytes);
            Classifier? classifier = file.Length == 0 ? null : ClassifierFile.Parse(file);
            Expect(
                classifier is null
                    || (classifier.Architecture.InputSize, classifier.Architecture.ClassCount) == (graph.SpinCount, names.Length),
                $"a classifier of {graph.SpinCount} bits into {names.Length} classes",
                $"{classifier?.Architecture.InputSize} into {classifier?.Architecture.ClassCount}");
            return classifier;
        }

        long Left() => content.Length - reader.BaseStream.Position;

        IsingModel Model(SpinGraph ofGraph) => new(ofGraph, Singles(ofGraph.SpinCount), Singles(ofGraph.Edges.Length));

        float[] Singles(int length)
        {
            float[] values = Left() >= (long)length * sizeof(float) ? new float[length] : throw new EndOfStreamException();
            foreach (ref float value in values.AsSpan())
            {
                value = reader.ReadSingle();
            }

            return values;
        }
    }

    private static void Expect(bool holds, string expected, string got)
    {
        if (!holds)
        {
            throw new InvalidDataException($"classes.bin: expected {expected}, got {got}.");
        }
    }
}

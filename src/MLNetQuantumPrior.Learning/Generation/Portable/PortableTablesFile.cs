using System.Buffers.Binary;
using System.Text.Json;
using MLNetQuantumPrior.Learning.Onnx;
using DataType = MLNetQuantumPrior.Learning.Onnx.TensorProto.Types.DataType;

namespace MLNetQuantumPrior.Learning;

/// <summary>Reads the tables of a portable generator from the constants of its ONNX file, in memory proportional to it.</summary>
internal sealed class PortableTablesFile
{
    private readonly Dictionary<string, TensorProto> _tensors;

    private PortableTablesFile(ModelProto model)
    {
        _tensors = [];
        foreach (TensorProto tensor in model.Graph.Initializer)
        {
            Expect(_tensors.TryAdd(tensor.Name, tensor), $"one constant '{tensor.Name}'", "several");
        }
    }

    /// <exception cref="InvalidDataException">The file is damaged, or not a generator.</exception>
    public static PortableGenerator Read(ReadOnlySpan<byte> file, int threads = 1)
    {
        ModelProto model = OnnxFile.Read(file);
        string version = Said(model, OnnxExport.GeneratorVersionKey) ?? "none";
        Expect(version == $"{OnnxExport.GeneratorVersion}", $"a generator of version {OnnxExport.GeneratorVersion}", version);
        PortableTables tables = new PortableTablesFile(model).Tables(model.Graph.Input.Any(input => input.Name == "Class"));
        ImmutableArray<string> names = Names(Said(model, OnnxExport.ClassNamesKey));
        Expect(names.Length == tables.Classes, $"names of {tables.Classes} classes", $"{names.Length}");
        return new(tables, names) { MaxDegreeOfParallelism = threads };
    }

    private PortableTables Tables(bool isConditional)
    {
        long[] shape = Shape(PortableNames.Weights, 3);
        int n = Count(shape[1]), sets = Count(Shape(PortableNames.FirstMachine, 1)[0]);
        int machines = Count(Shape(PortableNames.WeightsOf, 1)[0]);
        Expect(shape[0] >= 1 && shape[2] == n && (isConditional || sets == 1), "square matrices", string.Join(" x ", shape));
        int[] all = Integers(PortableNames.Weights, shape, -PortableTables.LargestSum, PortableTables.LargestSum);
        ImmutableArray<int[]> weights = [.. all.Chunk(n * n)];
        Expect(weights.All(own => IsSymmetric(own, n)), "symmetric matrices with zeros on the diagonal", "others");
        int[] weightsOf = Integers(PortableNames.WeightsOf, [machines], 0, weights.Length - 1);
        const int Largest = PortableTables.LargestSum;
        int[][] biases = [.. Integers(PortableNames.Biases, [machines, n], -Largest, Largest).Chunk(n)];
        int[] firstMachine = Integers(PortableNames.FirstMachine, [sets], 0, machines - 1);
        int columns = _tensors.ContainsKey(PortableNames.Shares) ? Count(Shape(PortableNames.Shares, 2)[1]) : 0;
        int[] shares = columns == 0 ? [] : Integers(PortableNames.Shares, [sets, columns], 0, PortableTables.Uniforms);
        long[] starts = Shape(PortableNames.Starts, 2);
        int[] firstStart = Integers(PortableNames.FirstStart, [machines], 0, Count(starts[0]) - 1);
        int[] startCount = Integers(PortableNames.StartCount, [machines], 1, Count(starts[0]));
        Expect(starts[1] == (n + 7) / 8, $"stored draws of {n} bits", $"{starts[1]} bytes");
        for (int machine = 0; machine < machines; machine++)
        {
            long end = (long)firstStart[machine] + startCount[machine];
            Expect(end <= starts[0], $"at most {starts[0]} stored draws", $"{end}");
        }

        for (int set = 0; set < sets; set++)
        {
            int most = firstMachine[set] + shares.AsSpan(set * columns, columns).ToArray().Count(share => share < PortableTables.Uniforms);
            Expect(most < machines, $"{machines} machines", $"a class with machine {most}");
        }

        float[] thresholds = Singles(PortableNames.Thresholds, [PortableTables.Uniforms]);
        Expect(!thresholds.Any(value => !float.IsFinite(value) || value == 0), "finite thresholds other than 0", "others");
        PortableEnergy energy = new(
            Integers(PortableNames.EnergyWeights, [], 0, weights.Length - 1)[0],
            Integers(PortableNames.EnergyBiases, [n], -Largest, Largest),
            LongIntegers(PortableNames.EnergyConstant, [])[0],
            Singles(PortableNames.EnergyStep, [])[0]);
        Expect(float.IsNormal(energy.Step) && float.IsPow2(energy.Step), "an energy step that is a power of 2", $"{energy.Step}");
        for (int machine = 0; machine < machines; machine++)
        {
            ExpectSmall(weights[weightsOf[machine]], biases[machine]);
        }

        ExpectSmall(weights[energy.Weights], energy.Biases);
        PortableClassifier? classifier = Classifier(n, sets);
        return new()
        {
            Bits = n,
            Classes = isConditional ? sets : 0,
            Weights = weights,
            WeightsOf = [.. weightsOf],
            Biases = [.. biases],
            FirstMachine = [.. firstMachine],
            Shares = [.. shares],
            Starts = Tensor(PortableNames.Starts, starts, DataType.Uint8).RawData.ToByteArray(),
            FirstStart = [.. firstStart],
            StartCount = [.. startCount],
            Thresholds = thresholds,
            Energy = energy,
            Classifier = classifier,
            Rounds = Integers(PortableNames.Rounds, [], 1, classifier is null ? 1 : PortableRandom.Rounds)[0],
        };
    }

    private PortableClassifier? Classifier(int bits, int classes)
    {
        var layers = ImmutableArray.CreateBuilder<PortableLayer>();
        double[] largest = [.. Enumerable.Repeat(1.0, bits)];
        for (int k = 0; _tensors.ContainsKey(PortableNames.ClassifierWeights(k)); k++)
        {
            long[] shape = Shape(PortableNames.ClassifierWeights(k), 2);
            int inputs = Count(shape[0]), outputs = Count(shape[1]);
            Expect(inputs == largest.Length, $"a layer of {largest.Length} inputs", $"{inputs}");
            double step = BinaryPrimitives.ReadDoubleLittleEndian(
                Tensor(PortableNames.ClassifierStep(k), [], DataType.Double).RawData.Span);
            Expect(double.IsFinite(step) && double.IsPow2(step), "a step that is a power of 2", $"{step}");
            var layer = new PortableLayer(
                inputs, outputs, Integers(PortableNames.ClassifierWeights(k), shape, int.MinValue + 1, int.MaxValue),
                LongIntegers(PortableNames.ClassifierBiases(k), [outputs]), step);
            double[] sums = ClassifierGrid.Largest(layer, largest);
            Expect(sums.Max() < ClassifierGrid.LargestSum, "sums that double precision counts to", $"{sums.Max()}");
            largest = Array.ConvertAll(sums, sum => Math.Ceiling(sum * step));
            Expect(largest.Max() < ClassifierGrid.LargestSum, "values that double precision counts to", $"{largest.Max()}");
            layers.Add(layer);
        }

        Expect(layers.Count == 0 || largest.Length == classes, $"a classifier of {classes} classes", $"{largest.Length}");
        return layers.Count == 0 ? null : new(layers.ToImmutable());
    }

    private static bool IsSymmetric(int[] weights, int n)
    {
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                if (weights[(i * n) + j] != (i == j ? 0 : weights[(j * n) + i]))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static void ExpectSmall(int[] weights, int[] biases)
    {
        long sum = MachineGrid.LargestSum(weights, biases);
        Expect(sum < PortableTables.LargestSum, $"sums below {PortableTables.LargestSum}", $"{sum}");
    }

    private static int Count(long length)
    {
        Expect(length is >= 1 and <= int.MaxValue, "a constant that is not empty", $"{length}");
        return (int)length;
    }

    private TensorProto Tensor(string name)
    {
        Expect(_tensors.TryGetValue(name, out TensorProto? tensor), $"a constant '{name}'", "none");
        return tensor!;
    }

    private TensorProto Tensor(string name, ReadOnlySpan<long> shape, params ReadOnlySpan<DataType> types)
    {
        TensorProto tensor = Tensor(name);
        Expect(
            shape.SequenceEqual([.. tensor.Dims]) && types.Contains(tensor.DataType),
            $"'{name}' of shape [{string.Join(", ", shape.ToArray())}]", $"{tensor.DataType} [{string.Join(", ", tensor.Dims)}]");
        return tensor;
    }

    private long[] Shape(string name, int rank)
    {
        long[] shape = [.. Tensor(name).Dims];
        Expect(shape.Length == rank, $"'{name}' of rank {rank}", $"{shape.Length}");
        return shape;
    }

    private float[] Singles(string name, ReadOnlySpan<long> shape) => Tensor(name, shape, DataType.Float).ToSingles();

    private long[] LongIntegers(string name, ReadOnlySpan<long> shape) => Tensor(name, shape, DataType.Int64).ToIntegers();

    private int[] Integers(string name, ReadOnlySpan<long> shape, int lowest, int highest)
    {
        TensorProto tensor = Tensor(name, shape, DataType.Float, DataType.Int16, DataType.Int32, DataType.Int64);
        int[] values = new int[tensor.RawData.Length / TensorProto.ElementSize(tensor.DataType)];
        for (int k = 0; k < values.Length; k++)
        {
            double value = tensor.Element(k);
            Expect(value >= lowest && value <= highest && value == Math.Floor(value), $"'{name}' within [{lowest}, {highest}]", $"{value}");
            values[k] = (int)value;
        }

        return values;
    }

    private static string? Said(ModelProto model, string key) => model.MetadataProps.FirstOrDefault(entry => entry.Key == key)?.Value;

    private static ImmutableArray<string> Names(string? json)
    {
        try
        {
            ImmutableArray<string> names = json is null ? [] : JsonSerializer.Deserialize(json, PlainJson.Default.ImmutableArrayString);
            return names.IsDefault || names.Contains(null!) ? [] : names;
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"Generator file: expected names of classes as JSON, got others: {error.Message}", error);
        }
    }

    private static void Expect([System.Diagnostics.CodeAnalysis.DoesNotReturnIf(false)] bool holds, string expected, string got)
    {
        if (!holds)
        {
            throw new InvalidDataException($"Generator file: expected {expected}, got {got}.");
        }
    }
}

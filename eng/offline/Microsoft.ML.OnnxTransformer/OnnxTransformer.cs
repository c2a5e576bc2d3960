using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Onnx;

[assembly: LoadableClass<OnnxTransformer>("OnnxTransform")]

namespace Microsoft.ML.Transforms.Onnx;

public sealed class OnnxTransformer : RowToRowTransformerBase, IDisposable, ILoadable
{
    private const string ModelStream = "OnnxModel";

    private static readonly ModelFormat s_format = new("ONNXSCOR", 0x00010003, "OnnxTransform", "Microsoft.ML.OnnxTransformer");

    private readonly OnnxSettings _settings;
    private readonly OnnxModel _model;

    internal OnnxTransformer(byte[] model, OnnxSettings settings)
    {
        foreach (string column in settings.Inputs.Concat(settings.Outputs))
            Contracts.CheckNonWhiteSpace(column, nameof(settings));
        _settings = settings;
        _model = new OnnxModel(model, settings);
        Inputs = settings.Inputs.Length == 0 ? _model.Inputs : [.. settings.Inputs.Select(_model.Input)];
        Outputs = settings.Outputs.Length == 0 ? _model.Outputs : [.. settings.Outputs.Select(_model.Output)];
    }

    internal IReadOnlyList<OnnxVariable> Inputs { get; }

    internal IReadOnlyList<OnnxVariable> Outputs { get; }

    public void Dispose() => _model.Dispose();

    static ICanSaveModel ILoadable.Load(ModelLoadContext context)
    {
        context.Header.Check(s_format);
        byte[] stream = context.LoadStream(ModelStream);
        bool isWhole = stream.Length >= sizeof(int) && BitConverter.ToInt32(stream) == stream.Length - sizeof(int);
        Contracts.CheckDecode(isWhole, "Corrupt ONNX model");
        string[] inputs = Names(), outputs = Names();
        var shapes = new Dictionary<string, int[]>();
        for (int left = context.LoadCount(); left > 0; left--)
        {
            string name = context.LoadNonEmptyString();
            shapes[name] = [.. Enumerable.Range(0, context.LoadCount()).Select(_ => context.Reader.ReadInt32())];
        }
        var settings = new OnnxSettings
        {
            Inputs = inputs, Outputs = outputs, Shapes = shapes, RecursionLimit = context.Reader.ReadInt32(),
        };
        return new OnnxTransformer(stream[sizeof(int)..], settings.OnDeviceOf(context.Environment));

        string[] Names()
        {
            var names = new string[context.LoadCount()];
            Contracts.CheckDecode(names.Length > 0, "Corrupt model file");
            foreach (ref string name in names.AsSpan())
                name = context.LoadNonEmptyString();
            return names;
        }
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetFormat(s_format);
        // ML.NET reads the file again.
        byte[] bytes = _settings.ModelFile == null ? _model.Bytes : File.ReadAllBytes(_settings.ModelFile);
        ctx.SaveStream(ModelStream, writer =>
        {
            writer.Write(bytes.Length);
            writer.Write(bytes);
        });
        foreach (IReadOnlyList<OnnxVariable> variables in (IReadOnlyList<OnnxVariable>[])[Inputs, Outputs])
        {
            ctx.Writer.Write(variables.Count);
            foreach (OnnxVariable variable in variables)
                ctx.SaveNonEmptyString(variable.Name);
        }
        ctx.Writer.Write(_settings.Shapes.Count);
        foreach ((string name, int[] shape) in _settings.Shapes)
        {
            ctx.SaveNonEmptyString(name);
            ctx.Writer.Write(shape.Length);
            foreach (int dimension in shape)
                ctx.Writer.Write(dimension);
        }
        ctx.Writer.Write(_settings.RecursionLimit);
    }

    private protected override RowMapping Bind(DataViewSchema input)
    {
        DataViewSchema.Column[] sources = [.. Inputs.Select(variable => Source(input, variable))];
        return new Mapping(this, input, sources);
    }

    private static DataViewSchema.Column Source(DataViewSchema schema, OnnxVariable input)
    {
        int[] shape = input.RowShape();
        DataViewSchema.Column column = schema.GetColumnOrNull(input.Name)
            ?? throw Contracts.ExceptSchemaMismatch("inputSchema", "input", input.Name);
        DataViewType item = column.Type.ItemType(), expected = input.Type.ItemType();
        if (item != expected && !(item is KeyDataViewType && item.RawType == expected.RawType))
            throw Contracts.ExceptSchemaMismatch("inputSchema", "input", input.Name, expected.ToString(), column.Type.ToString());
        int size = shape.Aggregate(1, (product, d) => product * d);
        int given = column.Type is VectorDataViewType vector ? vector.Size : 1;
        Contracts.Check(size == 0 || given % size == 0, $"Input shape mismatch: Input '{input.Name}' has shape " +
            $"{string.Join(",", shape)}, but input data is of length {given}.");
        return column;
    }

    private sealed class Mapping(OnnxTransformer parent, DataViewSchema input, DataViewSchema.Column[] sources) : RowMapping(input)
    {
        public override IReadOnlyList<DataViewSchema.DetachedColumn> Added { get; } = [.. parent.Outputs.Select(parent.Column)];

        public override IEnumerable<DataViewSchema.Column> Dependencies(int added) => sources;

        public override Delegate[] MakeGetters(DataViewRow row, Func<int, bool> isWanted)
        {
            OnnxVariable[] wanted = [.. parent.Outputs.Where((_, i) => isWanted(i))];
            var run = new OnnxRowRun(parent._model.Session, row, parent.Inputs, sources, wanted);
            return [.. parent.Outputs.Select((output, i) => isWanted(i) ? run.MakeGetter(output) : null)];
        }

        protected override Delegate MakeGetter(DataViewRow row, int added) => MakeGetters(row, i => i == added)[added];
    }

    private DataViewSchema.DetachedColumn Column(OnnxVariable output)
    {
        const string suffix = ".output";
        string name = output.Name.EndsWith(suffix) ? output.Name.Replace(suffix, "") : output.Name;
        var annotations = new DataViewSchema.Annotations.Builder();
        if (OnnxSlotNames.FindOrNull(_model.Bytes, name) is { } slotNames)
            annotations.AddSlotNames(slotNames.Length, () => slotNames);
        return new DataViewSchema.DetachedColumn(name, output.Type, annotations.ToAnnotations());
    }
}

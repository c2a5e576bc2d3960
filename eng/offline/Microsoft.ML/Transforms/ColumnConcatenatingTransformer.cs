using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

namespace Microsoft.ML.Data;

public sealed class ColumnConcatenatingTransformer : RowToRowTransformerBase, ILoadable
{
    private static readonly ModelFormat s_format = new("CONCAT F", 0x00010003, "ConcatTransform", ModelFormat.Data);

    private readonly string _output;
    private readonly string[] _inputs;

    internal ColumnConcatenatingTransformer(string output, string[] inputs)
    {
        _output = output;
        _inputs = inputs;
    }

    static ICanSaveModel ILoadable.Load(ModelLoadContext context)
    {
        context.Header.Check(s_format);
        Contracts.CheckDecode(context.Reader.ReadInt32() == 1, "Expected one concatenated column");
        string output = context.LoadNonEmptyString();
        var inputs = new string[context.LoadCount(2 * sizeof(int))];
        foreach (ref string input in inputs.AsSpan())
        {
            input = context.LoadNonEmptyString();
            Contracts.CheckDecode(context.LoadStringOrNull() == null, "Expected inputs without aliases");
        }
        return new ColumnConcatenatingTransformer(output, inputs);
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetFormat(s_format);
        ctx.Writer.Write(1);
        ctx.SaveNonEmptyString(_output);
        ctx.Writer.Write(_inputs.Length);
        foreach (string input in _inputs)
        {
            ctx.SaveNonEmptyString(input);
            ctx.SaveStringOrNull(null); // its alias
        }
    }

    private protected override RowMapping Bind(DataViewSchema input) => new Mapping(_output, _inputs, input);

    private sealed class Mapping : RowMapping
    {
        private readonly DataViewSchema.Column[] _sources;
        private readonly PrimitiveDataViewType _itemType;

        public Mapping(string output, string[] inputs, DataViewSchema schema) : base(schema)
        {
            _sources = [.. inputs.Select(name => schema.GetColumnOrNull(name)
                ?? throw Contracts.ExceptSchemaMismatch("inputSchema", "input", name))];
            _itemType = (PrimitiveDataViewType)_sources[0].Type.ItemType();
            foreach (DataViewSchema.Column source in _sources.Where(c => !c.Type.ItemType().Equals(_itemType)))
                throw Contracts.ExceptSchemaMismatch("inputSchema", "input", source.Name, _itemType.ToString(), source.Type.ToString());
            Added = [IsIdentity ? new(output, _sources[0].Type, _sources[0].Annotations) : new(output, OutputType(), Annotations())];
        }

        public override IReadOnlyList<DataViewSchema.DetachedColumn> Added { get; }

        private bool IsIdentity => _sources is [{ Type: VectorDataViewType }];

        public override IEnumerable<DataViewSchema.Column> Dependencies(int added) => _sources;

        protected override Delegate MakeGetter(DataViewRow row, int added) => IsIdentity
            ? row.GetterOf(_sources[0])
            : (Delegate)GenericCall.Invoke(ConcatenatedGetter.Create<int>, _itemType.RawType, row, _sources);

        private VectorDataViewType OutputType()
        {
            bool isKnown = _sources.All(c => c.Type is not VectorDataViewType { IsKnownSize: false });
            return new VectorDataViewType(_itemType, isKnown ? _sources.Sum(SlotAnnotations.SlotCount) : 0);
        }

        private DataViewSchema.Annotations Annotations()
        {
            var builder = new DataViewSchema.Annotations.Builder();
            if (_itemType is NumberDataViewType && _sources.All(c => c.IsNormalized()))
                builder.AddPrimitiveValue(AnnotationKinds.IsNormalized, BooleanDataViewType.Instance, true);
            int size = OutputType().Size;
            if (size > 0)
            {
                if (_sources.Any(c => c.Type is not VectorDataViewType || c.HasSlotNames()))
                    builder.AddSlotNames(size, () => SlotAnnotations.ConcatenatedNames(_sources));
                builder.AddCategoricalSlotRanges(SlotAnnotations.ConcatenatedRanges(_sources));
            }
            return builder.ToAnnotations();
        }
    }
}

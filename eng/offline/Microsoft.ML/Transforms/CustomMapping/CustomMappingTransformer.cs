using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

public sealed class CustomMappingTransformer<TSrc, TDst> : ITransformer
    where TSrc : class, new()
    where TDst : class, new()
{
    private readonly Action<TSrc, TDst> _map;
    private readonly string _contractName;

    internal CustomMappingTransformer(Action<TSrc, TDst> mapAction, string contractName, SchemaDefinition input, SchemaDefinition output)
    {
        _map = Contracts.CheckValue(mapAction, nameof(mapAction));
        _contractName = contractName;
        InputDefinition = input;
        Added = MemberColumn.Of(typeof(TDst), output, SchemaDefinition.Direction.Write);
    }

    bool ITransformer.IsRowToRowMapper => true;

    internal SchemaDefinition InputDefinition { get; }

    internal MemberColumn[] Added { get; }

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        Contracts.CheckValue(inputSchema, nameof(inputSchema));
        return new MergedSchema(new Mapping(this, inputSchema)).Schema;
    }

    public IDataView Transform(IDataView input)
    {
        Contracts.CheckValue(input, nameof(input));
        return new MappedView(input, new Mapping(this, input.Schema));
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema)
    {
        Contracts.CheckValue(inputSchema, nameof(inputSchema));
        return new RowMapper(new Mapping(this, inputSchema));
    }

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        Contracts.Check(_contractName != null, "Empty contract name for a transform: the transform cannot be saved");
        throw ModelSaveContext.NotSupported(this);
    }

    private sealed class Mapping(CustomMappingTransformer<TSrc, TDst> parent, DataViewSchema input) : RowMapping(input)
    {
        private readonly ObjectFiller<TSrc> _filler = new(input, false, parent.InputDefinition);

        public override IReadOnlyList<DataViewSchema.DetachedColumn> Added { get; } =
            [.. ObjectRow<TDst>.SchemaOf(parent.Added).Select(c => new DataViewSchema.DetachedColumn(c))];

        public override IEnumerable<DataViewSchema.Column> Dependencies(int added) => _filler.Dependencies;

        /// <summary>All getters of a row share one call of the user's action per position.</summary>
        public override Delegate[] MakeGetters(DataViewRow row, Func<int, bool> isWanted)
        {
            if (!Enumerable.Range(0, Added.Count).Any(isWanted))
                return new Delegate[Added.Count];
            var result = new ObjectRow<TDst>(parent.Added);
            Action<TSrc> fill = _filler.Bind(row);
            var source = new TSrc();
            var target = new TDst();
            long mapped = -1;
            void Refresh()
            {
                if (mapped == row.Position)
                    return;
                fill(source);
                parent._map(source, target);
                result.Show(target);
                mapped = row.Position;
            }

            return [.. result.Schema.Select(column => isWanted(column.Index)
                ? (Delegate)GenericCall.Invoke(RefreshedGetter<int>, column.Type.RawType, result, column, (Action)Refresh) : null)];
        }

        protected override Delegate MakeGetter(DataViewRow row, int added) => MakeGetters(row, i => i == added)[added];

        private static Delegate RefreshedGetter<T>(DataViewRow result, DataViewSchema.Column column, Action refresh)
        {
            ValueGetter<T> getter = result.GetGetter<T>(column);
            return (ValueGetter<T>)((ref T value) =>
            {
                refresh();
                getter(ref value);
            });
        }
    }
}

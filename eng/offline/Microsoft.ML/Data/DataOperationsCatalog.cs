using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public sealed class DataOperationsCatalog : IInternalCatalog
{
    private readonly LocalEnvironment _env;

    internal DataOperationsCatalog(LocalEnvironment env) => _env = env;

    IHostEnvironment IInternalCatalog.Environment => _env;

    public IDataView LoadFromEnumerable<TRow>(IEnumerable<TRow> data, SchemaDefinition schemaDefinition = null)
        where TRow : class
    {
        Contracts.CheckValue(data, nameof(data));
        return new EnumerableView<TRow>(data, MemberColumn.Of(typeof(TRow), schemaDefinition, SchemaDefinition.Direction.Read));
    }

    public IDataView LoadFromEnumerable<TRow>(IEnumerable<TRow> data, DataViewSchema schema)
        where TRow : class
    {
        Contracts.CheckValue(data, nameof(data));
        Contracts.CheckValue(schema, nameof(schema));
        return new EnumerableView<TRow>(data, MemberColumn.Of(typeof(TRow), schema.AsDefinitionOf<TRow>()));
    }

    public IEnumerable<TRow> CreateEnumerable<TRow>(IDataView data, bool reuseRowObject, bool ignoreMissingColumns = false,
        SchemaDefinition schemaDefinition = null)
        where TRow : class, new()
    {
        Contracts.CheckValue(data, nameof(data));
        var filler = new ObjectFiller<TRow>(data.Schema, ignoreMissingColumns, schemaDefinition);
        return Rows(data, filler, reuseRowObject);
    }

    public IDataView Cache(IDataView input, params string[] columnsToPrefetch)
    {
        Contracts.CheckValue(input, nameof(input));
        return new CacheView(input, (columnsToPrefetch ?? []).Select(name => input.Schema.GetColumnOrNull(name)
            ?? throw Contracts.ExceptSchemaMismatch(nameof(columnsToPrefetch), "prefetch", name)));
    }

    public IDataView FilterRowsByColumn(IDataView input, string columnName, double lowerBound = double.NegativeInfinity,
        double upperBound = double.PositiveInfinity)
    {
        Contracts.CheckValue(input, nameof(input));
        Contracts.CheckNonEmpty(columnName, nameof(columnName));
        Contracts.CheckParam(lowerBound < upperBound, nameof(upperBound), "Must be less than lowerBound");
        DataViewSchema.Column column = input.Schema[columnName];
        if (column.Type is not NumberDataViewType)
            throw Contracts.ExceptSchemaMismatch(nameof(columnName), "filter", columnName, "number", column.Type.ToString());
        Contracts.CheckParam(column.Type.RawType == typeof(float) || column.Type.RawType == typeof(double), "Column",
            $"Column '{columnName}' does not have compatible type");
        return new FilteredView(input, [column], row => InRange(row, column, lowerBound, upperBound));
    }

    public IDataView FilterRowsByMissingValues(IDataView input, params string[] columns)
    {
        Contracts.CheckValue(input, nameof(input));
        Contracts.CheckNonEmpty(columns, nameof(columns));
        DataViewSchema.Column[] tested = [.. columns.Select(name => input.Schema.GetColumnOrNull(name)
            ?? throw Contracts.ExceptSchemaMismatch(nameof(columns), "filter", name))];
        return new FilteredView(input, tested, row =>
        {
            Func<bool>[] tests = [.. tested.Select(column => MissingValueFilter.IsComplete(row, column))];
            return () => tests.All(isComplete => isComplete());
        });
    }

    public IDataView ShuffleRows(IDataView input, int? seed = null, int shufflePoolSize = 1000, bool shuffleSource = true)
    {
        Contracts.CheckValue(input, nameof(input));
        Contracts.CheckParam(shufflePoolSize > 0, nameof(shufflePoolSize), "Must be positive");
        return new ShuffledView(input, seed ?? _env.Register("Shuffle").Rand.Next(), shufflePoolSize, shuffleSource);
    }

    public IDataView SkipRows(IDataView input, long count)
    {
        Contracts.CheckValue(input, nameof(input));
        Contracts.CheckParam(count > 0, nameof(count), "Must be greater than zero.");
        return new SkipTakeView(input, skip: count, take: long.MaxValue);
    }

    public IDataView TakeRows(IDataView input, long count)
    {
        Contracts.CheckValue(input, nameof(input));
        Contracts.CheckParam(count > 0, nameof(count), "Must be greater than zero.");
        return new SkipTakeView(input, skip: 0, take: count);
    }

    public TrainTestData TrainTestSplit(IDataView data, double testFraction = 0.1, string samplingKeyColumnName = null, int? seed = null)
    {
        Contracts.CheckValue(data, nameof(data));
        Contracts.CheckParam(testFraction is > 0 and < 1, nameof(testFraction), "Must be between 0 and 1 exclusive");
        var split = new RowSplit(data, samplingKeyColumnName, SplitSeed(seed));
        return new TrainTestData(split.Part(0, testFraction, inside: false), split.Part(0, testFraction, inside: true));
    }

    public IReadOnlyList<TrainTestData> CrossValidationSplit(IDataView data, int numberOfFolds = 5, string samplingKeyColumnName = null,
        int? seed = null)
    {
        Contracts.CheckValue(data, nameof(data));
        Contracts.CheckParam(numberOfFolds > 1, nameof(numberOfFolds), "Must be more than 1");
        var split = new RowSplit(data, samplingKeyColumnName, SplitSeed(seed));
        double Bound(int fold) => (double)fold / numberOfFolds;
        return [.. Enumerable.Range(0, numberOfFolds).Select(fold => new TrainTestData(
            split.Part(Bound(fold), Bound(fold + 1), inside: false), split.Part(Bound(fold), Bound(fold + 1), inside: true)))];
    }

    // Without any seed ML.NET splits the same way each time, too.
    private int SplitSeed(int? seed) => seed ?? _env.Seed ?? 42;

    private static Func<bool> InRange(DataViewRow row, DataViewSchema.Column column, double lower, double upper)
    {
        if (column.Type == NumberDataViewType.Double)
        {
            ValueGetter<double> getter = row.GetGetter<double>(column);
            double value = 0;
            return () =>
            {
                getter(ref value);
                return value >= lower && value < upper;
            };
        }
        ValueGetter<float> singleGetter = row.GetGetter<float>(column);
        float single = 0;
        return () =>
        {
            singleGetter(ref single);
            return single >= lower && single < upper;
        };
    }

    private static IEnumerable<TRow> Rows<TRow>(IDataView data, ObjectFiller<TRow> filler, bool reuseRowObject)
        where TRow : class, new()
    {
        using DataViewRowCursor cursor = data.GetRowCursor(filler.Dependencies);
        Action<TRow> fill = filler.Bind(cursor);
        TRow row = null;
        while (cursor.MoveNext())
        {
            if (row == null || !reuseRowObject)
                row = new TRow();
            fill(row);
            yield return row;
        }
    }

    public struct TrainTestData
    {
        public readonly IDataView TrainSet;
        public readonly IDataView TestSet;

        internal TrainTestData(IDataView trainSet, IDataView testSet)
        {
            TrainSet = trainSet;
            TestSet = testSet;
        }
    }
}

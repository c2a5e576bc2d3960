using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetQuantumPrior.Tool;

/// <summary>Reads a CSV file as a table: once to find the types of its columns, once for their values.</summary>
internal static class CsvTable
{
    /// <inheritdoc cref="TableFile.Read"/>
    public static TableFile Read(string path, CellSettings settings, DataViewSchema? wanted, Action<string> note, CancellationToken cancel)
    {
        var file = new CsvFile(path, settings.Separator);
        ImmutableArray<ColumnForm> forms = Forms(path, file, settings, wanted, note, cancel);
        CellStore[] stores = [.. forms.Select(CellStore.Of)];
        file.ForEach(
            record =>
            {
                for (int k = 0; k < stores.Length; k++)
                {
                    stores[k].Add(record[k], settings.IsMissing(record[k]));
                }
            },
            cancel);
        return new(new([.. stores.Select(store => store.Column)]), new(file.Dialect, forms));
    }

    private static ImmutableArray<ColumnForm> Forms(
        string path, CsvFile file, CellSettings settings, DataViewSchema? wanted, Action<string> note, CancellationToken cancel)
    {
        ColumnEvidence[] evidence =
            [.. file.Header.Select(name => new ColumnEvidence(name, settings, file.Dialect.MayHaveDecimalCommas))];
        file.ForEach(
            record =>
            {
                for (int k = 0; k < evidence.Length; k++)
                {
                    evidence[k].See(record[k], record.IsQuoted(k));
                }
            },
            cancel);
        foreach ((ColumnEvidence column, CsvName name) in evidence.Zip(file.Header).Where(pair => pair.First.HasAmbiguousDates))
        {
            note($"column '{name.Name}' is read as text: its dates may have the day or the month first. Say which, as by " +
                "--date-format dd/MM/yyyy");
        }

        try
        {
            return [.. evidence.Zip(file.Header, (column, name) => column.Form(wanted?.GetColumnOrNull(name.Name)?.Type))];
        }
        catch (InvalidDataException error)
        {
            throw new InvalidDataException($"File '{path}', {error.Message}.", error);
        }
    }

    /// <summary>Takes the cells of a column.</summary>
    private abstract class CellStore
    {
        public abstract StoredColumn Column { get; }

        public abstract void Add(ReadOnlySpan<char> cell, bool isMissing);

        public static CellStore Of(ColumnForm form) => form switch
        {
            { ViewType: TextDataViewType } => new TextStore(form),
            { Type: CellType.Whole, HasMissing: false } =>
                new Store<long>(form, default, cell => long.Parse(cell, CultureInfo.InvariantCulture)),
            { Type: CellType.Flag } => new Store<bool>(form, default, cell => cell.SequenceEqual(form.True)),
            { Type: CellType.Date } => new Store<DateTime>(form, default, cell => DateOf(form, cell)),
            _ => new Store<double>(form, double.NaN, cell => double.Parse(cell, NumberStyles.Float, form.Number!.Format)),
        };

        private static DateTime DateOf(ColumnForm form, ReadOnlySpan<char> cell) =>
            DateFormats.TryRead(cell, form.DateFormat!, out DateTime date) ? date : default;
    }

    private sealed class Store<T>(ColumnForm form, T missing, CellParser<T> parse) : CellStore
    {
        private readonly StoredColumn<T> _column = new(form.Name, form.ViewType);

        public override StoredColumn Column => _column;

        public override void Add(ReadOnlySpan<char> cell, bool isMissing) => _column.Values.Add(isMissing ? missing : parse(cell));
    }

    private delegate T CellParser<T>(ReadOnlySpan<char> cell);

    /// <summary>Texts, each kept once.</summary>
    private sealed class TextStore(ColumnForm form) : CellStore
    {
        private readonly StoredColumn<ReadOnlyMemory<char>> _column = new(form.Name, form.ViewType);
        private readonly HashSet<string> _texts = new(StringComparer.Ordinal);

        public override StoredColumn Column => _column;

        public override void Add(ReadOnlySpan<char> cell, bool isMissing)
        {
            if (isMissing)
            {
                _column.Values.Add(default);
                return;
            }

            HashSet<string>.AlternateLookup<ReadOnlySpan<char>> known = _texts.GetAlternateLookup<ReadOnlySpan<char>>();
            if (!known.TryGetValue(cell, out string? text))
            {
                _texts.Add(text = cell.ToString());
            }

            _column.Values.Add(text.AsMemory());
        }
    }
}

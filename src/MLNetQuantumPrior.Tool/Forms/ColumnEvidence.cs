using System.Globalization;
using Microsoft.ML.Data;

namespace MLNetQuantumPrior.Tool;

/// <summary>What the cells of a column can be, by all that have been seen.</summary>
/// <param name="name">Its name.</param>
/// <param name="settings">What the user says of cells.</param>
/// <param name="mayHaveCommas">Whether numbers may have a decimal comma.</param>
internal sealed class ColumnEvidence(CsvName name, CellSettings settings, bool mayHaveCommas)
{
    /// <summary>From here on a <see cref="double"/> has not all whole numbers.</summary>
    private const double Inexact = 1L << 53;

    private readonly DateFormats _dates = new(settings.DateFormats);
    private readonly NumberEvidence _points = new('.'), _commas = new(',');
    private (string True, string False)[] _words = [("true", "false"), ("True", "False"), ("TRUE", "FALSE")];
    private long _present;
    private bool _hasPlain;
    private string? _missing;

    /// <summary>Whether its dates could be read in two ways, so that they stay text.</summary>
    public bool HasAmbiguousDates => _present > 0 && _dates.Fit && _dates.IsAmbiguous;

    /// <summary>Takes a cell into account.</summary>
    public void See(ReadOnlySpan<char> cell, bool isQuoted)
    {
        if (settings.IsMissing(cell))
        {
            _missing ??= cell.ToString();
            return;
        }

        _present++;
        _hasPlain |= !isQuoted;
        _points.See(cell);
        if (mayHaveCommas)
        {
            _commas.See(cell);
        }

        _dates.See(cell);
        if (_words.Length > 0)
        {
            string word = cell.Length <= 5 ? cell.ToString() : "";
            _words = [.. _words.Where(pair => word == pair.True || word == pair.False)];
        }
    }

    /// <summary>The form that fits all cells.</summary>
    /// <param name="wanted">The type in ML.NET that it should have; numbers may have another one. Null for any.</param>
    /// <exception cref="InvalidDataException">Cells are not of the type that is wanted.</exception>
    public ColumnForm Form(DataViewType? wanted)
    {
        ColumnForm[] fitting = [.. Fitting().Select(Complete)];
        return wanted is null ? fitting[0]
            : fitting.FirstOrDefault(form => form.ViewType.Equals(wanted))
            ?? fitting.FirstOrDefault(form => form.ViewType is NumberDataViewType && wanted is NumberDataViewType)
            ?? throw new InvalidDataException(
                $"column '{name.Name}': expected {wanted}, as in the table before, got {fitting[0].ViewType}");
    }

    /// <summary>Forms that fit all cells, the one that says most first.</summary>
    private IEnumerable<ColumnForm> Fitting()
    {
        bool hasMissing = _missing is not null;
        NumberEvidence[] numbers = [.. new[] { _points, mayHaveCommas ? _commas : null }.OfType<NumberEvidence>().Where(one => one.Fits)];
        if (_present > 0)
        {
            foreach (NumberEvidence number in numbers)
            {
                if (number.AreWhole && !(hasMissing && number.Largest >= Inexact))
                {
                    yield return new(name.Name, CellType.Whole, hasMissing) { Number = NumberForm.Whole };
                }

                if (!number.AreWhole || number.Largest < Inexact)
                {
                    yield return new(name.Name, CellType.Number, hasMissing) { Number = number.Form };
                }
            }

            if (_words.Length > 0)
            {
                yield return new(name.Name, CellType.Flag, hasMissing) { True = _words[0].True, False = _words[0].False };
            }

            if (_dates.Found is { } format)
            {
                yield return new(name.Name, CellType.Date, hasMissing) { DateFormat = format };
            }
        }

        yield return new(name.Name, CellType.Text, hasMissing);
    }

    private ColumnForm Complete(ColumnForm form) => form with
    {
        Written = name.Written == name.Name ? null : name.Written,
        HasQuotedName = name.IsQuoted,
        IsQuoted = _present > 0 && !_hasPlain,
        Missing = _missing ?? "",
    };

    /// <summary>Whether cells are numbers, and how they are written.</summary>
    private sealed class NumberEvidence(char point)
    {
        private readonly NumberFormatInfo _format = point == ',' ? NumberForm.Comma : NumberFormatInfo.InvariantInfo;
        private int _least = int.MaxValue, _most;
        private bool _hasExponents;

        public bool Fits { get; private set; } = true;

        /// <summary>Whether no number has a point or an exponent.</summary>
        public bool AreWhole => _most == 0 && !_hasExponents;

        /// <summary>The largest absolute value.</summary>
        public double Largest { get; private set; }

        public NumberForm Form => _hasExponents
            ? NumberForm.Shortest with { HasComma = point == ',' }
            : new(_most, AreDecimalsFixed: _least == _most && _most > 0, HasComma: point == ',' && _most > 0);

        public void See(ReadOnlySpan<char> cell)
        {
            Fits = Fits && NumberText.TryRead(cell, point, out NumberText number) && See(cell, number);
        }

        private bool See(ReadOnlySpan<char> cell, NumberText number)
        {
            _least = Math.Min(_least, number.Decimals);
            _most = Math.Max(_most, number.Decimals);
            _hasExponents |= number.HasExponent;
            Largest = Math.Max(Largest, Math.Abs(double.Parse(cell, NumberStyles.Float, _format)));
            return double.IsFinite(Largest);
        }
    }
}

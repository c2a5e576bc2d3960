using System.Collections.Immutable;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetQuantumPrior;

/// <summary>A view's features and class numbers in memory.</summary>
/// <param name="Features">Finite values, in the units of the view. <c>[rows, Size]</c></param>
/// <param name="Classes">Number of each row's class; -1 where the label is missing or there is no label column.</param>
/// <param name="ClassNames">Names of the classes that have rows: in the order of a key's values, else by occurrence.</param>
internal sealed record TrainingRows(float[] Features, int[] Classes, ImmutableArray<string> ClassNames)
{
    private const int NoClass = -1;

    /// <summary>More classes than this are numbers to predict, or names of rows.</summary>
    private const int MaxClasses = 1000;

    /// <summary>Reads all rows once, in the order of the view.</summary>
    /// <exception cref="ArgumentException">The view is empty, or a feature is not finite.</exception>
    public static TrainingRows Read(IDataView view, FeatureColumn features, LabelColumn? label, CancellationToken cancel)
    {
        var values = new List<float>((int)Math.Min((view.GetRowCount() ?? 0) * features.Size, Array.MaxLength));
        var classes = new List<int>();
        var numbers = (label?.KnownNames() ?? []).Select((name, number) => (name, number)).ToDictionary(pair => pair.name, pair => pair.number);

        using DataViewRowCursor cursor = view.GetRowCursor(label is null ? [features.Column] : [features.Column, label.Column]);
        ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(features.Column);
        Func<string?>? readLabel = label?.Reader(cursor);
        VBuffer<float> buffer = default;
        float[] row = new float[features.Size];
        for (long position = 0; cursor.MoveNext(); position++)
        {
            cancel.ThrowIfCancellationRequested();
            getter(ref buffer);
            features.Read(in buffer, position, row);
            values.AddRange(row);
            string? name = readLabel?.Invoke();
            if (name is not null && !numbers.ContainsKey(name))
            {
                numbers.Add(name, numbers.Count < MaxClasses
                    ? numbers.Count
                    : throw new ArgumentException($"Label column '{label!.Column.Name}': expected at most {MaxClasses} classes, got more. Is it a class at all?", nameof(view)));
            }

            classes.Add(name is null ? NoClass : numbers[name]);
        }

        return values.Count > 0
            ? WithoutEmptyClasses([.. values], classes, [.. numbers.OrderBy(pair => pair.Value).Select(pair => pair.Key)])
            : throw new ArgumentException($"Input column '{features.Column.Name}': expected rows, got an empty view.", nameof(view));
    }

    private static TrainingRows WithoutEmptyClasses(float[] features, List<int> classes, string[] names)
    {
        int[] used = [.. classes.Where(number => number != NoClass).Distinct().Order()];
        return new(features, [.. classes.Select(number => number == NoClass ? NoClass : Array.BinarySearch(used, number))], [.. used.Select(number => names[number])]);
    }
}

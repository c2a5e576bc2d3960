using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior;

/// <summary>Which classes a label column has, and how many rows each.</summary>
/// <param name="label">The column; null for none.</param>
/// <param name="what">What errors call it.</param>
internal sealed class ClassCounts(LabelColumn? label, string what = "Label")
{
    /// <summary>More classes than this are numbers to predict, or names of rows.</summary>
    private const int MaxClasses = 1000;

    private readonly List<string> _names = [.. label?.KnownNames(MaxClasses) ?? []];
    private readonly Dictionary<string, long> _rows = [];

    /// <summary>
    /// Names of the classes that have rows: in the order of a key's values where it has names or few of them, else by occurrence.
    /// </summary>
    public ImmutableArray<string> Names => [.. _names.Where(_rows.ContainsKey)];

    /// <summary>The label column as a model keeps it; null without one.</summary>
    public ModelLabel? Label => label?.ToModel([.. Names.Select(name => _rows[name])]);

    /// <summary>Rows of a class that has any.</summary>
    public long this[string name] => _rows[name];

    /// <exception cref="ArgumentException">There are too many classes.</exception>
    public void Add(string? name)
    {
        if (name is null)
        {
            return;
        }

        if (!_rows.TryGetValue(name, out long rows) && !_names.Contains(name))
        {
            if (_names.Count >= MaxClasses)
            {
                (string noun, string question) = what == "Attribute"
                    ? ("values", "Is it one value a row, such as an id, or a number as text?")
                    : ("classes", "Is it a class at all?");
                throw new ArgumentException(
                    $"{what} column '{label!.Column.Name}': expected at most {MaxClasses} {noun}, got more. {question}");
            }

            _names.Add(name);
        }

        _rows[name] = rows + 1;
    }

    /// <summary>Numbers of classes by name, in the order of <see cref="Names"/>.</summary>
    public Dictionary<string, int> Numbers() =>
        Names.Select((name, number) => (name, number)).ToDictionary(pair => pair.name, pair => pair.number);
}

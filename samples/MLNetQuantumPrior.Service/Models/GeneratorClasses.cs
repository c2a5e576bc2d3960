using System.Globalization;

namespace MLNetQuantumPrior.Service;

/// <summary>The classes that rows are drawn by; none where rows are drawn without one.</summary>
internal sealed record GeneratorClasses(ImmutableArray<string> Names)
{
    /// <summary>
    /// The number of a class by its name, or by its number where no class has that name; null where there are no classes.
    /// </summary>
    /// <exception cref="RequestException">There is no such class.</exception>
    public int? Find(string? given)
    {
        if (Names.IsEmpty)
        {
            return given is null ? null : throw new RequestException("class", "none, as this model has no classes", $"'{given}'");
        }

        int index = given is null ? -1 : Names.IndexOf(given);
        if (index < 0 && !(int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out index) && index < Names.Length))
        {
            throw new RequestException("class", $"one of {string.Join(", ", Names)}", given is null ? "none" : $"'{given}'");
        }

        return index;
    }
}

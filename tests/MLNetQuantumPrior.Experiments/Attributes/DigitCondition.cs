namespace MLNetQuantumPrior.Experiments;

/// <summary>What is asked of generated digits: values of some attributes.</summary>
/// <param name="Set">The kind of conditions that it belongs to, as in the results.</param>
/// <param name="Values">The number of the value of each attribute, Digit, Stroke, Slant and Width, or -1 for a free one.</param>
internal sealed record DigitCondition(string Set, ImmutableArray<int> Values)
{
    public const string One = "digits: one attribute", Pairs = "digits: two attributes", Triples = "digits: three attributes",
        HeldOut = "digits: combinations left out of the fit";

    private const int Free = -1, Digits = 10;

    /// <summary>Each value of each attribute.</summary>
    public static IEnumerable<DigitCondition> Singles(MeasuredDigits digits) =>
        from attribute in Enumerable.Range(0, digits.AttributeCount)
        from value in Enumerable.Range(0, digits.ValuesOf(attribute).Length)
        select new DigitCondition(
            One, [.. Enumerable.Range(0, digits.AttributeCount).Select(other => other == attribute ? value : Free)]);

    /// <summary>Each digit with a stroke and with a slant, which take turns; and strokes with slants.</summary>
    public static IEnumerable<DigitCondition> AllPairs() =>
    [
        .. Enumerable.Range(0, Digits).Select(digit => new DigitCondition(Pairs, [digit, digit % 2, Free, Free])),
        .. Enumerable.Range(0, Digits).Select(digit => new DigitCondition(Pairs, [digit, Free, digit % 3, Free])),
        new(Pairs, [Free, 0, 2, Free]), new(Pairs, [Free, 1, 0, Free]),
    ];

    /// <summary>Each digit with one stroke and slant, so that all of their combinations come up.</summary>
    public static IEnumerable<DigitCondition> AllTriples() =>
        Enumerable.Range(0, Digits).Select(digit => new DigitCondition(Triples, [digit, digit % 2, digit % 3, Free]));

    /// <summary>What one model is trained without.</summary>
    public static IReadOnlyList<DigitCondition> LeftOut { get; } =
    [
        new(HeldOut, [4, 1, 0, Free]), new(HeldOut, [7, 0, 2, Free]), new(HeldOut, [3, 1, 1, Free]),
    ];

    /// <summary>Whether an image has what is asked for, as it is judged: near a border, by the side that it is on.</summary>
    public bool IsMetBy(MeasuredDigits digits, int row)
    {
        for (int attribute = 0; attribute < Values.Length; attribute++)
        {
            int own = attribute == 0 ? digits.Images.Labels[row] : digits.Measured[attribute - 1].Judge(digits.Measures[row]);
            if (Values[attribute] >= 0 && Values[attribute] != own)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The conditions, for generation.</summary>
    public ImmutableArray<Given> Given(MeasuredDigits digits) =>
        [.. Enumerable.Range(0, Values.Length).Where(attribute => Values[attribute] >= 0)
            .Select(attribute => digits.Is(attribute, Values[attribute]))];

    public override string ToString() => string.Join('-', Values.Select(value => value < 0 ? "x" : $"{value}"));
}

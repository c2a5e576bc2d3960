namespace MLNetQuantumPrior;

/// <summary>Impossible pairs in words: what follows from each state of a column.</summary>
internal static class ImpliedWords
{
    /// <summary>Lines such as <c>InternetService = No: OnlineSecurity = No internet service, TechSupport = No internet service</c>.</summary>
    public static ImmutableArray<string> Describe(ImmutableArray<ImpossiblePairs> pairs, CellWords words)
    {
        var follows = new SortedDictionary<(int Column, int State), (string Name, SortedDictionary<int, string> Others)>();
        foreach (ImpossiblePairs pair in pairs)
        {
            Add(follows, pair.First, pair.Second, pair.SecondOf, words);
            Add(follows, pair.Second, pair.First, pair.FirstOf, words);
        }

        return [.. follows.Values.Select(one => $"{one.Name}: {string.Join(", ", one.Others.Values)}").Distinct()];
    }

    private static void Add(
        SortedDictionary<(int Column, int State), (string Name, SortedDictionary<int, string> Others)> follows,
        CellStates from,
        CellStates to,
        Func<int, bool[]> allowed,
        CellWords words)
    {
        for (int state = 0; state < from.Count; state++)
        {
            bool[] left = allowed(state);
            if (!left.AsSpan().Contains(false))
            {
                continue;
            }

            if (!follows.TryGetValue((from.Column, state), out var one))
            {
                one = ($"{words.Column(from.Column)} = {from.Name(state, words)}", []);
                follows.Add((from.Column, state), one);
            }

            one.Others[to.Column] = $"{words.Column(to.Column)} {What(to, left, words)}";
        }
    }

    private static string What(CellStates states, bool[] left, CellWords words)
    {
        int[] allowed = [.. Enumerable.Range(0, left.Length).Where(state => left[state])];
        int[] refused = [.. Enumerable.Range(0, left.Length).Where(state => !left[state])];
        return allowed.Length <= refused.Length ? $"= {Names(allowed)}" : $"is not {Names(refused)}";

        string Names(int[] some) => string.Join(" or ", some.Select(state => states.Name(state, words)));
    }
}

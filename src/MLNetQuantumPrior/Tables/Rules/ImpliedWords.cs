namespace MLNetQuantumPrior;

/// <summary>Impossible pairs in words: what follows from each state of a column, each pair once.</summary>
internal sealed class ImpliedWords
{
    private readonly CellWords _words;
    private readonly List<(CellStates States, int State)> _from = [];
    private readonly Dictionary<(int Column, int State), List<(CellStates States, bool[] Left)>> _follows = [];

    private ImpliedWords(ImmutableArray<ImpossiblePairs> pairs, CellWords words)
    {
        _words = words;
        foreach (ImpossiblePairs pair in pairs)
        {
            Add(pair.First, pair.Second, pair.SecondOf);
            Add(pair.Second, pair.First, pair.FirstOf);
        }

        _from.Sort((one, two) => (one.States.Column, one.State).CompareTo((two.States.Column, two.State)));
    }

    /// <summary>Lines such as <c>Internet = No: Security = No internet, Support = No internet</c>.</summary>
    public static ImmutableArray<string> Describe(ImmutableArray<ImpossiblePairs> pairs, CellWords words) =>
        [.. new ImpliedWords(pairs, words).Lines()];

    private IEnumerable<string> Lines()
    {
        HashSet<(int Column, int State)> equivalent = [];
        foreach ((CellStates states, int state) in _from.Where(one => !equivalent.Contains((one.States.Column, one.State))))
        {
            List<string> others = [];
            foreach ((CellStates other, bool[] left) in _follows[(states.Column, state)])
            {
                if (What(states, state, other, left) is { } what)
                {
                    others.Add(what);
                }

                if (Single(other, left) is >= 0 and var single && Forces(other, single, states, state))
                {
                    equivalent.Add((other.Column, single)); // What follows from it is said here.
                }
            }

            if (others.Count > 0)
            {
                yield return $"{_words.Column(states.Column)} {Is(states, state)}: {string.Join(", ", others)}";
            }
        }
    }

    private string? What(CellStates states, int state, CellStates other, bool[] left)
    {
        int single = Single(other, left);
        if (single >= 0 && IsNamed(states, state) && IsNamed(other, single))
        {
            return $"{_words.Column(other.Column)} {Is(other, single)}";
        }

        // A pair that another line with a single consequence says already.
        int[] refused =
        [
            .. Enumerable.Range(0, left.Length).Where(to => !left[to] && Occurs(other, to) && !IsSaid(states, state, other, to)
                && !IsSaid(other, to, states, state)),
        ];
        if (refused.Length == 0 || (single < 0 && other.Column < states.Column))
        {
            return null; // The line of the other column says it.
        }

        int[] allowed = [.. Enumerable.Range(0, left.Length).Where(to => left[to] && Occurs(other, to))];
        string name = _words.Column(other.Column);
        return allowed.All(to => IsNamed(other, to)) && allowed.Length <= refused.Length + 1
            ? $"{name} = {string.Join(" or ", allowed.Select(to => other.Name(to, _words)))}"
            : $"{name} is not {string.Join(" or ", refused.Select(to => other.Name(to, _words)))}";
    }

    /// <summary>Whether a state and one that it excludes are in a line of a single consequence, or follow from one.</summary>
    private bool IsSaid(CellStates from, int state, CellStates to, int excluded) =>
        IsNamed(from, state) && _follows.TryGetValue((from.Column, state), out var follows)
        && follows.Any(one => Single(one.States, one.Left) is >= 0 and var single && IsNamed(one.States, single)
            && (one.States.Column == to.Column ? !one.Left[excluded] : Excludes(one.States, single, to, excluded)));

    private bool Excludes(CellStates from, int state, CellStates to, int excluded) =>
        _follows.TryGetValue((from.Column, state), out var follows)
        && follows.Any(one => one.States.Column == to.Column && !one.Left[excluded]);

    private bool Forces(CellStates from, int state, CellStates to, int single) =>
        _follows.TryGetValue((from.Column, state), out var follows)
        && follows.Any(one => one.States.Column == to.Column && Single(one.States, one.Left) == single);

    private int Single(CellStates states, bool[] left)
    {
        int[] allowed = [.. Enumerable.Range(0, left.Length).Where(state => left[state] && Occurs(states, state))];
        return allowed.Length == 1 ? allowed[0] : -1;
    }

    private bool Occurs(CellStates states, int state) => state != states.Missing || _words.MayBeMissing(states.Column);

    private static bool IsNamed(CellStates states, int state) =>
        states.IsCategory || state == states.Missing || state < states.Special.Length;

    private string Is(CellStates states, int state) => IsNamed(states, state)
        ? $"= {states.Name(state, _words)}"
        : states.Special.IsEmpty ? "is there" : $"is not {string.Join(" or ", states.Special.Select(CellWords.Number))}";

    private void Add(CellStates from, CellStates to, Func<int, bool[]> allowed)
    {
        for (int state = 0; state < from.Count; state++)
        {
            bool[] left = allowed(state);
            if (!left.AsSpan().Contains(false))
            {
                continue;
            }

            if (!_follows.TryGetValue((from.Column, state), out var follows))
            {
                _follows[(from.Column, state)] = follows = [];
                _from.Add((from, state));
            }

            follows.Add((to, left));
        }
    }
}

using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Edits rows by attributes: sets what is asked for, keeps the other attributes and as much of the row as possible. Safe for concurrent
/// calls.
/// </summary>
/// <remarks>
/// Chains start at the row's code and make guided Gibbs sweeps of p(z) q(z|x)^closeness c(z), where c is the probability of what is set and
/// of the values that the row has of the other attributes, each to a power, as the model's classifier of codes finds it. Fields that lead
/// from the values that the row has to those that are set help at first and fade out. Of the chains that end where all of this is certain
/// the one with the fewest changed bits is decoded; where there is none, other chains run with half the closeness. Where what is set and
/// what the row is of other attributes exclude each other, what is set comes first. A row's result depends on the seed, the row, what is
/// set and its id alone.
/// </remarks>
/// <example>
/// <code>
/// var editor = new Editor(model, new() { Seed = 1 });
/// EditedRows edited = editor.Edit(rows, [Given.Is("Label", "right")], ids);
/// </code>
/// </example>
public sealed class Editor
{
    private readonly BmVaeModel _model;
    private readonly EditorOptions _options;
    private readonly CouplingRows _rows;

    /// <summary>Prepares editing.</summary>
    /// <param name="model">A model of spins that was trained with attributes.</param>
    /// <param name="options">How to edit; null for the defaults.</param>
    /// <exception cref="ArgumentException">The model's latents are Gaussian, or it has no attributes.</exception>
    public Editor(BmVaeModel model, EditorOptions? options = null)
    {
        CheckModel(model);
        (_model, _options, _rows) = (model, options ?? new(), new(model.Prior));
    }

    /// <summary>Edits rows.</summary>
    /// <param name="rows">Finite values in the units of the training data. <c>[rows, slots]</c></param>
    /// <param name="set">What all rows are to have: conditions that all hold.</param>
    /// <param name="ids">Names of the rows: the same id, row and seed give the same result again. <c>[rows]</c></param>
    /// <param name="cancel">Ends the call with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentException">A length is wrong, a value is not finite, or an attribute or a value is not known.</exception>
    public EditedRows Edit(
        ReadOnlySpan<float> rows, IReadOnlyList<Given> set, ReadOnlySpan<ulong> ids, CancellationToken cancel = default)
    {
        EditedStart start = Start(rows, set, ids);
        int n = _model.Prior.SpinCount;
        sbyte[] edited = new sbyte[start.Codes.Rows * n];
        ForEach(start.Codes.Rows, cancel, row =>
        {
            Attempt best = Best(start, row, set, cancel);
            best.Code.CopyTo(edited, row * n);
        });
        return Result(start, set, edited, rowsOfStart: 1);
    }

    /// <summary>
    /// Goes from rows to what they become by an edit, which comes to count more from point to point. All points of a row start at its code
    /// and have their random numbers in common, so that rows change little from one to the next.
    /// </summary>
    /// <param name="rows">Finite values in the units of the training data. <c>[rows, slots]</c></param>
    /// <param name="set">What all rows are to have at the end.</param>
    /// <param name="points">Points of each way, its ends among them, at least 2. At the first the row is as it is encoded.</param>
    /// <param name="ids">Names of the rows. <c>[rows]</c></param>
    /// <param name="cancel">Ends the call with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>The points of a row one after another: as many rows as points of all rows.</returns>
    /// <exception cref="ArgumentException">As for an edit.</exception>
    public EditedRows Path(
        ReadOnlySpan<float> rows, IReadOnlyList<Given> set, int points, ReadOnlySpan<ulong> ids, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 2);
        EditedStart start = Start(rows, set, ids);
        int n = _model.Prior.SpinCount;
        sbyte[] path = new sbyte[start.Codes.Rows * points * n];
        ForEach(start.Codes.Rows, cancel, row =>
        {
            Span<sbyte> own = path.AsSpan(row * points * n, points * n);
            start.Codes[row].CopyTo(own);
            Attempt end = Best(start, row, set, cancel); // says which of the chains to follow
            end.Code.CopyTo(own[((points - 1) * n)..]);
            for (int point = 1; point < points - 1; point++)
            {
                sbyte[] spins = EditOf(start, row, set, end.Closeness, end.KeepStrength, part: point / (points - 1.0))
                    .Run(start.Codes[row], start.Ids[row], cancel);
                spins.AsSpan(end.Chain.Number * n, n).CopyTo(own[(point * n)..]);
            }
        });
        return Result(start, set, path, rowsOfStart: points);
    }

    private RowEdit EditOf(
        EditedStart start, int row, IReadOnlyList<Given> set, double closeness, double keepStrength, double part) => new(
            _model.Prior, _rows, _model.Attributes, set, start.Values[row], start.Logits(row), _options, closeness, keepStrength, part);

    /// <summary>
    /// The first attempt that is certain enough, or else the most certain one. Where none of them has what is set, the other attributes
    /// are against it, and count less and less.
    /// </summary>
    private Attempt Best(EditedStart start, int row, IReadOnlyList<Given> set, CancellationToken cancel)
    {
        Attempt? best = null;
        double closeness = _options.Closeness, keepStrength = _options.KeepStrength;
        for (int attempt = 0; attempt < _options.Attempts && best is not { Chain.IsCertain: true }; attempt++, closeness /= 2)
        {
            Try();
        }

        closeness *= 2;
        for (int attempt = 1; attempt < _options.Attempts && best is { Chain: { IsCertain: false, IsReached: false } }; attempt++)
        {
            keepStrength /= 2;
            Try();
        }

        return best!;

        void Try()
        {
            int n = _model.Prior.SpinCount;
            RowEdit edit = EditOf(start, row, set, closeness, keepStrength, part: 1);
            sbyte[] spins = edit.Run(start.Codes[row], start.Ids[row], cancel);
            EditedChain chain = edit.Best(start.Codes[row], spins);
            if (best is null || chain.IsBetterThan(best.Chain))
            {
                best = new(spins[(chain.Number * n)..((chain.Number + 1) * n)], chain, closeness, keepStrength);
            }
        }
    }

    /// <summary>Whether rows of a model can be edited.</summary>
    /// <exception cref="ArgumentException">They cannot.</exception>
    internal static void CheckModel(BmVaeModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model.Kind == PriorKind.Gaussian)
        {
            throw new ArgumentException(
                $"Editing: expected a model of spins, got a {model.Kind} one. Train with another '{nameof(PriorKind)}'.", nameof(model));
        }

        if (model.Attributes.Items.IsEmpty)
        {
            throw new ArgumentException(
                "Editing: expected a model with attributes, got one without. Train it with attributes.", nameof(model));
        }
    }

    /// <summary>Whether the model knows what is set.</summary>
    /// <exception cref="ArgumentException">It does not, or there is nothing.</exception>
    internal void Check(IReadOnlyList<Given> set)
    {
        if (set.Count == 0)
        {
            throw new ArgumentException("Editing: expected at least one condition to set, got none.", nameof(set));
        }

        _ = AttributeConditions.Of(_model.Attributes, set); // or it throws
    }

    private void ForEach(int rows, CancellationToken cancel, Action<int> edit) => Parallel.For(
        0, rows, new() { MaxDegreeOfParallelism = _options.MaxDegreeOfParallelism, CancellationToken = cancel }, edit);

    private EditedStart Start(ReadOnlySpan<float> rows, IReadOnlyList<Given> set, ReadOnlySpan<ulong> ids)
    {
        ArgumentNullException.ThrowIfNull(set);
        int slots = _model.Architecture.InputSize, n = _model.Prior.SpinCount;
        if (rows.Length != (long)ids.Length * slots)
        {
            throw new ArgumentException(
                $"Rows: expected {ids.Length} of {slots} values, one for each id, got {rows.Length} values.", nameof(rows));
        }

        for (int k = 0; k < rows.Length; k++)
        {
            if (!float.IsFinite(rows[k]))
            {
                throw new ArgumentException($"Slot {k % slots} of row {k / slots}: expected a finite number, got {rows[k]}.", nameof(rows));
            }
        }

        Check(set);
        float[] logits = new float[ids.Length * n];
        _model.Encode(rows, logits);
        var codes = new SpinMatrix(ids.Length, n, Array.ConvertAll(logits, logit => (sbyte)(logit > 0 ? 1 : -1)));
        return new(codes, logits, ids.ToArray(), ValuesOf(codes));
    }

    /// <summary>The most probable value of each attribute of codes.</summary>
    private int[][] ValuesOf(SpinMatrix codes)
    {
        AttributeClassifier classifier = _model.Attributes.Classifier!;
        float[] probabilities = Probabilities(codes);
        return
        [
            .. Enumerable.Range(0, codes.Rows).Select(row => classifier.Heads.Select((values, head) => MostProbable.Of(
                probabilities.AsSpan((row * classifier.ValueCount) + classifier.Starts[head], values))).ToArray()),
        ];
    }

    private float[] Probabilities(SpinMatrix codes)
    {
        AttributeClassifier classifier = _model.Attributes.Classifier!;
        float[] probabilities = new float[codes.Rows * classifier.ValueCount];
        classifier.Predict(LatentBits.Of(codes), probabilities);
        return probabilities;
    }

    private EditedRows Result(EditedStart start, IReadOnlyList<Given> set, sbyte[] edited, int rowsOfStart)
    {
        int n = _model.Prior.SpinCount, rows = edited.Length / n;
        AttributeClassifier classifier = _model.Attributes.Classifier!;
        var codes = new SpinMatrix(rows, n, edited);
        float[] probabilities = Probabilities(codes);
        AttributeConditions wanted = AttributeConditions.Of(_model.Attributes, set);
        double[] reached = new double[rows], kept = new double[rows];
        int[] changed = new int[rows];
        for (int row = 0; row < rows; row++)
        {
            int from = row / rowsOfStart;
            ReadOnlySpan<float> own = probabilities.AsSpan(row * classifier.ValueCount, classifier.ValueCount);
            reached[row] = wanted.Share(own, classifier.Starts.AsSpan());
            kept[row] = 1;
            for (int head = 0; head < classifier.Heads.Length; head++)
            {
                kept[row] *= wanted.Heads.Contains(head) ? 1 : own[classifier.Starts[head] + start.Values[from][head]];
            }

            for (int i = 0; i < n; i++)
            {
                changed[row] += codes[row][i] != start.Codes[from][i] ? 1 : 0;
            }
        }

        return new(
            [.. _model.Decode(codes)], codes, _model.Prior.Energies(codes, _options.MaxDegreeOfParallelism), [.. reached], [.. kept],
            [.. changed]);
    }

    /// <summary>What an attempt at a row came to.</summary>
    /// <param name="Code">The code. <c>[spins]</c></param>
    /// <param name="Chain">Which of the chains ended there, and how well.</param>
    /// <param name="Closeness">How close chains were held.</param>
    /// <param name="KeepStrength">How much the other attributes counted.</param>
    private sealed record Attempt(sbyte[] Code, EditedChain Chain, double Closeness, double KeepStrength);

    /// <summary>Rows as edits start from them.</summary>
    private sealed record EditedStart(SpinMatrix Codes, float[] AllLogits, ulong[] Ids, int[][] Values)
    {
        public ReadOnlySpan<float> Logits(int row) => AllLogits.AsSpan(row * Codes.Columns, Codes.Columns);
    }
}

namespace MLNetQuantumPrior;

internal sealed class RankTarget : ISplitTarget
{
    private readonly float[] _scores, _sorted;
    private readonly int[] _codes;
    private readonly CategoryTarget _target;
    private readonly int _classes;

    public RankTarget(float[] scores, int classes)
    {
        (_scores, _sorted, _codes, _classes) = (scores, new float[scores.Length], new int[scores.Length], classes);
        _target = new(_codes, classes + 1);
    }

    public int Sums => _target.Sums;

    public double Chance => _target.Chance;

    public bool Enter(ReadOnlySpan<int> rows)
    {
        int present = 0;
        foreach (int row in rows)
        {
            if (!float.IsNaN(_scores[row]))
            {
                _sorted[present++] = _scores[row];
            }
        }

        Array.Sort(_sorted, 0, present);
        Span<float> cuts = stackalloc float[_classes - 1];
        int classes = Math.Clamp(present / 10, 2, _classes);
        for (int k = 0; k < classes - 1; k++)
        {
            cuts[k] = present == 0 ? 0 : _sorted[Math.Min(present - 1, (k + 1) * present / classes)];
        }

        foreach (int row in rows)
        {
            float score = _scores[row];
            int code = 0;
            while (code < classes - 1 && score >= cuts[code])
            {
                code++;
            }

            _codes[row] = float.IsNaN(score) ? _classes : code;
        }

        return _target.Enter(rows);
    }

    public void Add(ReadOnlySpan<int> rows, ReadOnlySpan<byte> bins, Span<double> sums) => _target.Add(rows, bins, sums);

    public double Gain(ReadOnlySpan<double> left, ReadOnlySpan<double> all) => _target.Gain(left, all);

    public double Rank(ReadOnlySpan<double> bin) => _target.Rank(bin);
}

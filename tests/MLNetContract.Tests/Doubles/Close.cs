using System.Collections;

namespace MLNetContract.Tests.Doubles;

/// <summary>Numbers are equal if they differ by no more than a few roundings; NaN equals NaN.</summary>
internal sealed class Close : IComparer
{
    public int Compare(object x, object y)
    {
        double a = Convert.ToDouble(x), b = Convert.ToDouble(y);
        bool isEqual = a.Equals(b) || Math.Abs(a - b) <= 4 * float.Epsilon + (1e-6 * Math.Max(Math.Abs(a), Math.Abs(b)));
        return isEqual ? 0 : a.CompareTo(b);
    }
}

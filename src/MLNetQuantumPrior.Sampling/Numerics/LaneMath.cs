using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Sampling;

/// <summary>Functions of one register, exact to 1 (exp, log), 2 (tanh) or 3 (sigmoid) units in the last place.</summary>
internal static class LaneMath
{
    /// <summary>The larger value; <paramref name="right"/> when either is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Max<TLanes>(TLanes left, TLanes right)
        where TLanes : unmanaged, ILanes<TLanes> => TLanes.IfGreater(left, right, left, right);

    /// <summary>The smaller value; <paramref name="right"/> when either is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Min<TLanes>(TLanes left, TLanes right)
        where TLanes : unmanaged, ILanes<TLanes> => TLanes.IfGreater(right, left, left, right);

    /// <summary>
    /// x, or 0 where it is so small that no sum shows it; NaN stays. Numbers that fade out end at subnormal ones, which slow a processor
    /// down: one in a hundred of them made matrix products half as slow again.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes WithoutTiny<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        const float Tiny = 1e-30f;
        TLanes upToTiny = TLanes.IfGreater(x, TLanes.Broadcast(-Tiny), TLanes.Broadcast(0), x);
        return TLanes.IfGreater(TLanes.Broadcast(Tiny), x, upToTiny, x);
    }

    /// <summary>exp(x) = 2^n exp(r) with n = round(x / ln 2) and |r| at most ln 2 / 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Exp<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        // Beyond these bounds the result is 0 or infinity anyway: exp(-104) is below half the smallest subnormal, exp(89) above all floats.
        x = Max(TLanes.Broadcast(-104), Min(TLanes.Broadcast(89), x));

        // Adding 1.5 * 2^23 leaves no bits for a fraction, so the sum is rounded to a whole number.
        TLanes shift = TLanes.Broadcast(12582912f);
        TLanes n = TLanes.MultiplyAdd(x, TLanes.Broadcast(1.44269504f), shift) - shift;

        // ln 2 in two parts: the first has few bits, so that n times it is exact.
        TLanes r = TLanes.MultiplyAdd(n, TLanes.Broadcast(-0.693359375f), x);
        r = TLanes.MultiplyAdd(n, TLanes.Broadcast(2.12194440e-4f), r);

        // Minimax polynomial of (exp(r) - 1 - r) / r^2 for the relative error of exp(r).
        TLanes p = TLanes.Broadcast(0.0013814688f);
        p = TLanes.MultiplyAdd(p, r, TLanes.Broadcast(0.00836878052f));
        p = TLanes.MultiplyAdd(p, r, TLanes.Broadcast(0.0416683874f));
        p = TLanes.MultiplyAdd(p, r, TLanes.Broadcast(0.166665203f));
        p = TLanes.MultiplyAdd(p, r, TLanes.Broadcast(0.499999935f));
        p = TLanes.MultiplyAdd(p, r * r, r) + TLanes.Broadcast(1);

        // n reaches from -150 to 128, further than an exponent does: multiply by two powers.
        TLanes half = TLanes.MultiplyAdd(n, TLanes.Broadcast(.5f), shift) - shift;
        return p * TLanes.PowerOfTwo(half) * TLanes.PowerOfTwo(n - half);
    }

    /// <summary>log(x) = e ln 2 + log(1 + f) with x = 2^e (1 + f) and 1 + f within [sqrt(1/2), sqrt(2)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Log<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        // A factor 2^25 or 2^-25 keeps value and 2^-e normal, whichever end of the range x is from.
        TLanes shift = TLanes.IfGreater(TLanes.Broadcast(1), x, TLanes.Broadcast(25), TLanes.Broadcast(-25));
        TLanes value = x * TLanes.PowerOfTwo(shift);
        TLanes exponent = TLanes.Exponent(value);
        TLanes f = value * TLanes.PowerOfTwo(TLanes.Broadcast(0) - exponent) - TLanes.Broadcast(1);
        exponent -= shift;

        // Minimax polynomial of (log(1 + f) - f + f^2 / 2) / f^3 for the relative error of log(1 + f).
        TLanes p = TLanes.Broadcast(-0.0763449399f);
        p = TLanes.MultiplyAdd(p, f, TLanes.Broadcast(0.127615746f));
        p = TLanes.MultiplyAdd(p, f, TLanes.Broadcast(-0.131601822f));
        p = TLanes.MultiplyAdd(p, f, TLanes.Broadcast(0.142017584f));
        p = TLanes.MultiplyAdd(p, f, TLanes.Broadcast(-0.166233574f));
        p = TLanes.MultiplyAdd(p, f, TLanes.Broadcast(0.200012269f));
        p = TLanes.MultiplyAdd(p, f, TLanes.Broadcast(-0.25000821f));
        p = TLanes.MultiplyAdd(p, f, TLanes.Broadcast(0.333333317f));
        p = TLanes.MultiplyAdd(p, f, TLanes.Broadcast(-.5f));
        TLanes low = TLanes.MultiplyAdd(exponent, TLanes.Broadcast(-2.12194440e-4f), p * (f * f));
        TLanes result = TLanes.MultiplyAdd(exponent, TLanes.Broadcast(0.693359375f), low + f);

        TLanes infinity = TLanes.Broadcast(float.PositiveInfinity);
        TLanes notPositive = TLanes.IfGreater(TLanes.Broadcast(0), x, TLanes.Broadcast(float.NaN), x - infinity);
        result = TLanes.IfGreater(x, TLanes.Broadcast(float.MaxValue), infinity, result);
        return TLanes.IfGreater(x, TLanes.Broadcast(0), result, notPositive);
    }

    /// <summary>1 / (1 + exp(-x)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Sigmoid<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes one = TLanes.Broadcast(1);
        return one / (one + Exp(TLanes.Broadcast(0) - x));
    }

    /// <summary>tanh(x) = (1 - e) / (1 + e) with e = exp(-2|x|), and a polynomial near 0, where that quotient loses digits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Tanh<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes zero = TLanes.Broadcast(0);
        TLanes one = TLanes.Broadcast(1);
        TLanes size = Max(zero - x, x);
        TLanes e = Exp(size * TLanes.Broadcast(-2));
        TLanes far = (one - e) / (one + e);
        far = TLanes.IfGreater(zero, x, zero - far, far);

        // Minimax polynomial of (tanh(x) / x - 1) / x^2 in u = x^2, up to the crossing below.
        TLanes u = x * x;
        TLanes p = TLanes.Broadcast(-0.00572163842f);
        p = TLanes.MultiplyAdd(p, u, TLanes.Broadcast(0.0206552267f));
        p = TLanes.MultiplyAdd(p, u, TLanes.Broadcast(-0.0537451474f));
        p = TLanes.MultiplyAdd(p, u, TLanes.Broadcast(0.133315152f));
        p = TLanes.MultiplyAdd(p, u, TLanes.Broadcast(-0.333332851f));
        TLanes near = TLanes.MultiplyAdd(p * u, x, x);
        return TLanes.IfGreater(size, TLanes.Broadcast(.625f), far, near);
    }
}

using System.Numerics;

namespace MLNetQuantumPrior;

/// <summary>
/// Numbers less what is taken off those that a <see cref="double"/> cannot hold. Differences of 64 bits would overflow in their own type.
/// </summary>
internal static class ShiftedNumber
{
    /// <summary>The cell of a finite number.</summary>
    public static double Cell<T>(T number, Int128 origin)
        where T : INumber<T> => origin == 0 ? double.CreateChecked(number) : (double)(Int128.CreateChecked(number) - origin);

    /// <summary>The number of a cell, or the nearest one that the type has.</summary>
    public static T Number<T>(double cell, Int128 origin)
        where T : INumber<T> => origin == 0 ? T.CreateSaturating(cell) : T.CreateSaturating(Int128.CreateSaturating(cell) + origin);
}

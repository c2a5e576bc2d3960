using System.Numerics;
using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Sampling;

/// <summary>Guards of options, one line each: <c>init => field = Check.AtLeast(1, value);</c>. Errors name the option.</summary>
internal static class Check
{
    /// <summary>A number of at least <paramref name="minimum"/>; of floating-point numbers a finite one.</summary>
    public static T AtLeast<T>(T minimum, T value, [CallerMemberName] string option = "")
        where T : struct, INumber<T> =>
        T.IsFinite(value) && value >= minimum ? value : throw Wrong($"{Finite<T>()} of at least {minimum}", value, option);

    /// <inheritdoc cref="AtLeast{T}(T, T, string)"/>
    public static T? AtLeast<T>(T minimum, T? value, [CallerMemberName] string option = "")
        where T : struct, INumber<T> => value is { } number ? AtLeast(minimum, number, option) : null;

    /// <summary>A number above <paramref name="bound"/>; of floating-point numbers a finite one.</summary>
    public static T Above<T>(T bound, T value, [CallerMemberName] string option = "")
        where T : struct, INumber<T> =>
        T.IsFinite(value) && value > bound ? value : throw Wrong($"{Finite<T>()} above {bound}", value, option);

    /// <inheritdoc cref="Above{T}(T, T, string)"/>
    public static T? Above<T>(T bound, T? value, [CallerMemberName] string option = "")
        where T : struct, INumber<T> => value is { } number ? Above(bound, number, option) : null;

    /// <summary>A time above zero, or none.</summary>
    public static TimeSpan? AboveZero(TimeSpan? value, [CallerMemberName] string option = "") =>
        value is null || value > TimeSpan.Zero ? value : throw Wrong("a time above zero, or null", value, option);

    /// <summary>A time that timers take, above zero, or none.</summary>
    public static TimeSpan? Timeout(TimeSpan? value, [CallerMemberName] string option = "") =>
        value is null || (value > TimeSpan.Zero && value <= TimeSpan.FromDays(49))
            ? value
            : throw Wrong("a time above zero, of at most 49 days, or null", value, option);

    /// <summary>A number between two others, which are allowed too.</summary>
    public static T Within<T>(T minimum, T maximum, T value, [CallerMemberName] string option = "")
        where T : struct, INumber<T> =>
        value >= minimum && value <= maximum ? value : throw Wrong($"a number within [{minimum}, {maximum}]", value, option);

    /// <inheritdoc cref="Within{T}(T, T, T, string)"/>
    public static T? Within<T>(T minimum, T maximum, T? value, [CallerMemberName] string option = "")
        where T : struct, INumber<T> => value is { } number ? Within(minimum, maximum, number, option) : null;

    /// <summary>A number between two others, which are not allowed.</summary>
    public static T Between<T>(T low, T high, T value, [CallerMemberName] string option = "")
        where T : struct, INumber<T> =>
        value > low && value < high ? value : throw Wrong($"a number between {low} and {high}, exclusive", value, option);

    /// <summary>A value that the enumeration names.</summary>
    public static T Known<T>(T value, [CallerMemberName] string option = "")
        where T : struct, Enum =>
        Enum.IsDefined(value) ? value : throw Wrong($"one of {string.Join(", ", Enum.GetNames<T>())}", value, option);

    /// <inheritdoc cref="Known{T}(T, string)"/>
    public static T? Known<T>(T? value, [CallerMemberName] string option = "")
        where T : struct, Enum => value is { } known ? Known(known, option) : null;

    /// <summary>The error of an option: what was expected and what came.</summary>
    public static ArgumentOutOfRangeException Wrong(string expected, object? got, [CallerMemberName] string option = "") =>
        new(option, FormattableString.Invariant($"Option '{option}': expected {expected}, got {got ?? "null"}."));

    private static string Finite<T>()
        where T : struct, INumber<T> => T.IsInteger(T.One / (T.One + T.One)) ? "a number" : "a finite number";
}

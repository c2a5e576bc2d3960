namespace Microsoft.ML.Runtime;

/// <summary>Argument and state checks that throw what ML.NET throws: ArgumentOutOfRangeException for a bad argument,
/// ArgumentNullException for a missing one, FormatException for a damaged file, InvalidOperationException for everything else.</summary>
internal static class Contracts
{
    public static Exception Except(string message) => new InvalidOperationException(message);

    public static Exception ExceptParam(string name, string message) => new ArgumentOutOfRangeException(name, message);

    public static Exception ExceptDecode(string message) => new FormatException(message);

    public static Exception ExceptNotSupp(string message) => new NotSupportedException(message);

    public static Exception ExceptSchemaMismatch(string parameter, string role, string column) =>
        new ArgumentOutOfRangeException(parameter, $"Could not find {role} column '{column}'");

    public static Exception ExceptSchemaMismatch(string parameter, string role, string column, string expected, string actual) =>
        new ArgumentOutOfRangeException(parameter, $"Schema mismatch for {role} column '{column}': expected {expected}, got {actual}");

    public static void Check(bool condition, string message)
    {
        if (!condition)
            throw Except(message);
    }

    /// <summary>Something read from a file is as it should be.</summary>
    public static void CheckDecode(bool condition, string message)
    {
        if (!condition)
            throw ExceptDecode(message);
    }

    public static void CheckParam(bool condition, string name)
    {
        if (!condition)
            throw new ArgumentOutOfRangeException(name);
    }

    public static void CheckParam(bool condition, string name, string message)
    {
        if (!condition)
            throw ExceptParam(name, message);
    }

    public static T CheckValue<T>(T value, string name) where T : class => value ?? throw new ArgumentNullException(name);

    public static void CheckNonEmpty(string value, string name) =>
        CheckParam(!string.IsNullOrEmpty(value), name, $"{name} cannot be null or empty");

    public static void CheckNonEmpty<T>(IReadOnlyCollection<T> values, string name) =>
        CheckParam(values?.Count > 0, name, $"{name} cannot be null or empty");

    public static void CheckNonWhiteSpace(string value, string name) =>
        CheckParam(!string.IsNullOrWhiteSpace(value), name, $"{name} cannot be null or white space");
}

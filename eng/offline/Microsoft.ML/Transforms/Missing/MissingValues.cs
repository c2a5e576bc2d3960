using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>Which values of a type stand for a missing one: NaN among numbers, 0 among keys.</summary>
internal static class MissingValues
{
    public static bool CanBeIn(DataViewType item) =>
        item is KeyDataViewType || item == NumberDataViewType.Single || item == NumberDataViewType.Double;

    public static Func<T, bool> Test<T>(DataViewType item)
    {
        if (item is KeyDataViewType)
            return value => EqualityComparer<T>.Default.Equals(value, default);
        return default(T) switch
        {
            float => (Func<T, bool>)(object)(Func<float, bool>)float.IsNaN,
            double => (Func<T, bool>)(object)(Func<double, bool>)double.IsNaN,
            _ => _ => false,
        };
    }
}

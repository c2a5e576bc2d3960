using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>Compiled readers and writers of one field or property, kept because every cursor asks for them.</summary>
internal static class MemberAccess
{
    public static Func<TRow, TValue> Reader<TRow, TValue>(MemberInfo member) =>
        Cache<Func<TRow, TValue>>.ByMember.GetOrAdd(member, static m =>
        {
            ParameterExpression row = Expression.Parameter(typeof(TRow));
            return Expression.Lambda<Func<TRow, TValue>>(Expression.MakeMemberAccess(row, m), row).Compile();
        });

    public static Action<TRow, TValue> Writer<TRow, TValue>(MemberInfo member) =>
        Cache<Action<TRow, TValue>>.ByMember.GetOrAdd(member, static m =>
        {
            ParameterExpression row = Expression.Parameter(typeof(TRow));
            ParameterExpression value = Expression.Parameter(typeof(TValue));
            Expression assignment = Expression.Assign(Expression.MakeMemberAccess(row, m), value);
            return Expression.Lambda<Action<TRow, TValue>>(assignment, row, value).Compile();
        });

    private static class Cache<TDelegate>
    {
        public static ConcurrentDictionary<MemberInfo, TDelegate> ByMember { get; } = new();
    }
}

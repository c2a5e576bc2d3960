#nullable disable // as the assemblies that it was made for
using System.Globalization;
using System.Reflection;

namespace MLNetContract.Tests.Surface;

/// <summary>
/// What code outside of some assemblies can name in them, one fact a line: types with their bases and interfaces, and their members,
/// inherited ones included. Assemblies are not named, so that it does not matter how many the types are spread over.
/// </summary>
internal sealed class PublicSurface(params IEnumerable<Assembly> assemblies)
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static
        | BindingFlags.FlattenHierarchy;

    private readonly HashSet<Assembly> _assemblies = [.. assemblies];

    public IReadOnlySet<string> Lines() =>
        _assemblies.SelectMany(a => a.GetTypes()).Where(IsVisible).SelectMany(OfType).ToHashSet();

    private IEnumerable<string> OfType(Type type)
    {
        string name = TypeName.Of(type);
        yield return $"{Kind(type)} {name}{Constraints(type.GetGenericArguments())}";
        if (type.IsEnum)
        {
            foreach (FieldInfo value in type.GetFields(BindingFlags.Public | BindingFlags.Static))
                yield return $"{name}.{value.Name} = {Convert.ToInt64(value.GetRawConstantValue(), CultureInfo.InvariantCulture)}";
            yield break;
        }
        foreach (Type implemented in type.GetInterfaces().Where(IsVisible))
            yield return $"{name} : {TypeName.Of(implemented)}";
        for (Type ancestor = type.BaseType; ancestor != null; ancestor = ancestor.BaseType)
        {
            if (IsOurs(ancestor) && IsVisible(ancestor))
                yield return $"{name} : {TypeName.Of(ancestor)}";
        }
        foreach (FieldInfo field in Fields(type))
            yield return $"{name}.{field.Name} : {TypeName.Of(field.FieldType)}{Modifiers(field)}";
        foreach (MethodBase method in Methods(type))
            yield return $"{name}.{MethodLine.Of(method, type)}";
    }

    private IEnumerable<FieldInfo> Fields(Type type) =>
        type.GetFields(All).Where(f => IsOurs(f.DeclaringType) && IsVisible(f.IsPublic, f.IsFamily, f.IsFamilyOrAssembly, type));

    private IEnumerable<MethodBase> Methods(Type type)
    {
        IEnumerable<MethodBase> methods = type.IsAssignableTo(typeof(Delegate))
            ? [type.GetMethod("Invoke")]
            : type.GetMethods(All).Cast<MethodBase>().Concat(type.GetConstructors(All & ~BindingFlags.Static));
        return methods.Where(m => IsVisible(m.IsPublic, m.IsFamily, m.IsFamilyOrAssembly, type) && !IsOfTheFramework(m));
    }

    /// <summary>Declared by the framework, or an override of what it declares, such as ToString.</summary>
    private bool IsOfTheFramework(MethodBase method) =>
        !IsOurs(method.DeclaringType) || (method is MethodInfo m && !IsOurs(m.GetBaseDefinition().DeclaringType));

    private bool IsOurs(Type type) => _assemblies.Contains(type.Assembly);

    private static bool IsVisible(bool isPublic, bool isFamily, bool isFamilyOrAssembly, Type type) =>
        isPublic || (!type.IsSealed && (isFamily || isFamilyOrAssembly));

    private static bool IsVisible(Type type)
    {
        if (type.HasElementType)
            return IsVisible(type.GetElementType());
        if (type.IsGenericParameter)
            return true;
        if (type.IsConstructedGenericType && !type.GetGenericArguments().All(IsVisible))
            return false;
        if (!type.IsNested)
            return type.IsPublic;
        return IsVisible(type.IsNestedPublic, type.IsNestedFamily, type.IsNestedFamORAssem, type.DeclaringType)
            && IsVisible(type.DeclaringType);
    }

    private static string Modifiers(FieldInfo field) =>
        (field.IsStatic ? " static" : "") + (field.IsInitOnly ? " readonly" : "") + (field.IsPublic ? "" : " protected")
        + (field.IsLiteral ? " const" : "");

    private static string Kind(Type type)
    {
        if (type.IsEnum)
            return $"enum of {TypeName.Of(Enum.GetUnderlyingType(type))}";
        if (type.IsInterface)
            return "interface";
        if (type.IsAssignableTo(typeof(Delegate)))
            return "delegate";
        if (type.IsValueType)
        {
            string isReadOnly = TypeName.IsReadOnly(type.CustomAttributes) ? "readonly " : "";
            return isReadOnly + (type.IsByRefLike ? "ref struct" : "struct");
        }
        return (type.IsAbstract, type.IsSealed) switch
        {
            (true, true) => "static class",
            (true, false) => "abstract class",
            (false, true) => "sealed class",
            _ => "class",
        };
    }

    private static string Constraints(Type[] parameters) => string.Concat(parameters.Select(TypeName.Constraint));
}

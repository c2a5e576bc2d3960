using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.ML;

namespace MLNetQuantumPrior.Samples.Tests;

/// <summary>The examples of the documentation are parts of samples, which run.</summary>
[TestClass]
public sealed class ExampleTests
{
    private static readonly Dictionary<string, string[]> Sources =
        Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Sources"), "*.cs")
            .ToDictionary(path => Path.GetFileName(path), path => Lines(File.ReadAllText(path)));

    private static readonly Assembly[] Assemblies = [typeof(BmVaeEstimator).Assembly, typeof(ShardCatalog).Assembly];

    private static readonly XElement[] Members =
        [.. Assemblies.SelectMany(assembly => XDocument.Load(Path.ChangeExtension(assembly.Location, "xml")).Descendants("member"))];

    public static IEnumerable<object[]> Examples => Members
        .SelectMany(member => member.Descendants("example").Select(example => new object[] { Name(member), example.Value }));

    /// <summary>Paragraphs of an example, in which nothing is left out, are in one sample, in their order.</summary>
    [TestMethod]
    [DynamicData(nameof(Examples))]
    public void AnExampleIsPartOfASample(string member, string code)
    {
        string[][] paragraphs = [.. Regex.Split(code.Trim(), @"\n\s*\n").Select(Lines)];
        Assert.IsTrue(Sources.Values.Any(Holds), $"{member}: expected a sample with these lines, found none.\n{code}");

        bool Holds(string[] source)
        {
            int next = 0;
            foreach (string[] paragraph in paragraphs)
            {
                int start = next;
                while (!source.AsSpan(start).StartsWith(paragraph))
                {
                    if (++start > source.Length)
                    {
                        return false;
                    }
                }

                next = start + paragraph.Length;
            }

            return true;
        }
    }

    [TestMethod]
    public void EveryClassAndEveryMethodOfTheCatalogHasAnExample()
    {
        Type[] classes = [.. Assemblies.SelectMany(assembly => assembly.GetExportedTypes()).Where(type => type.IsClass && !type.IsNested)];
        IEnumerable<Type> catalogs = classes.Where(type => type.IsAbstract && type.IsSealed);
        IEnumerable<string> wanted = classes.Where(type => !type.IsAbstract).Select(type => $"T:{type.FullName}")
            .Concat(catalogs.SelectMany(catalog => catalog.GetMethods(BindingFlags.Static | BindingFlags.Public))
                .Select(method => $"M:{method.DeclaringType!.FullName}.{method.Name}"));
        string[] without = [.. wanted.Except(Examples.Select(example => ((string)example[0]).Split('(')[0]))];
        Assert.IsEmpty(without, $"No example: {string.Join(", ", without)}");
    }

    private static string Name(XElement member) => (string)member.Attribute("name")!;

    /// <summary>Lines without indentation; empty ones are left out.</summary>
    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}

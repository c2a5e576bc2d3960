using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

namespace MLNetQuantumPrior.Samples.Tests;

[TestClass]
[DoNotParallelize] // the console is captured
public sealed class SampleOutputTests
{
    private const string Heading = "// Output:";

    private static readonly Regex Number = new(@"-?\d+(\.\d+)?");

    private static readonly MethodInfo[] Samples =
        [.. typeof(BmVaePipeline).Assembly.GetTypes().Select(type => type.GetMethod("Run", BindingFlags.Static | BindingFlags.Public))
            .OfType<MethodInfo>()];

    public static IEnumerable<object[]> Names => Samples.Select(sample => new object[] { sample.DeclaringType!.Name });

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void ASamplePrintsWhatItDocuments(string name)
    {
        string[] source = [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Sources", $"{name}.cs")).Select(line => line.Trim())];
        string[] documented = [.. source.SkipWhile(line => line != Heading).Skip(1).TakeWhile(line => line.StartsWith("// "))
            .Select(line => line[3..])];
        Assert.IsNotEmpty(documented, $"{name}.cs: expected lines below '{Heading}'.");

        TextWriter console = Console.Out;
        using var printed = new StringWriter(CultureInfo.InvariantCulture);
        Console.SetOut(printed);
        try
        {
            Samples.Single(sample => sample.DeclaringType!.Name == name).CreateDelegate<Action>()();
        }
        finally
        {
            Console.SetOut(console);
        }

        string[] lines = printed.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.HasCount(documented.Length, lines, printed.ToString());
        foreach ((string expected, string actual) in documented.Zip(lines))
        {
            Assert.AreEqual(Number.Replace(expected, "0"), Number.Replace(actual, "0"));
            foreach ((double wanted, double got) in Numbers(expected).Zip(Numbers(actual)))
            {
                // Another kind of processor sums in another order, and trains another model.
                Assert.AreEqual(wanted, got, Math.Max(0.03, 0.05 * Math.Abs(wanted)), actual);
            }
        }
    }

    [TestMethod]
    public void EverySampleCanBeRunByItsName()
    {
        string program = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Sources", "Program.cs"));
        Assert.HasCount(24, Samples);
        foreach (object[] name in Names)
        {
            StringAssert.Contains(program, $"[nameof({name[0]})]");
        }
    }

    private static IEnumerable<double> Numbers(string line) =>
        Number.Matches(line).Select(match => double.Parse(match.Value, CultureInfo.InvariantCulture));
}

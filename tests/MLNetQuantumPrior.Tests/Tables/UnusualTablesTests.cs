using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace MLNetQuantumPrior.Tests;

/// <summary>Values at the ends of their types, and tables, kinds and given values that hardly anyone has.</summary>
[TestClass]
public sealed class UnusualTablesTests
{
    private static readonly MLContext Ml = new(1);

    [TestMethod]
    public void WholeNumbersOf64BitsKeepTheirOrder()
    {
        IDataView table = Table(60, k => new
        {
            Wide = k % 3 == 0 ? long.MinValue : k % 3 == 1 ? long.MaxValue : 5, Last = ulong.MaxValue - (ulong)(k % 10), Other = k % 7,
        });
        TableSynthesizer synthesizer = Ml.Data.FitSynthesizer(table, MadeTable.Quick);

        // The least and the largest number are far apart: those above 2^62 are some of the largest ones.
        IDataView large = synthesizer.Generate(100, [Given.AtLeast("Wide", 1L << 62)]);
        Assert.IsTrue(large.GetColumn<long>("Wide").All(number => number > 0));
        Assert.IsTrue(synthesizer.Generate(100).GetColumn<ulong>("Last").All(number => number >= ulong.MaxValue - 9));
        Assert.IsTrue(synthesizer.Generate(100).GetColumn<ulong>("Last").Distinct().Count() > 5);
    }

    [TestMethod]
    public void NumbersOfRowsWithoutNewOnesBehindThemAreNumbers()
    {
        IDataView table = Table(60, k => new { Small = (byte)(190 + k), Last = long.MaxValue - k, Other = k % 7 });
        IDataView rows = Ml.Data.FitSynthesizer(table, MadeTable.Quick).Generate(300);

        Assert.IsTrue(rows.GetColumn<byte>("Small").All(number => number is >= 190 and < 250));
        Assert.IsTrue(rows.GetColumn<long>("Last").All(number => number >= long.MaxValue - 59));

        IDataView named = Ml.Data.FitSynthesizer(table, Columns("Last", new() { Kind = ColumnKind.Identifier })).Generate(3);
        Assert.IsTrue(named.GetColumn<long>("Last").All(number => number == long.MaxValue)); // there is no other new one
    }

    [TestMethod]
    public void DatesUpToTheLastOneAreGenerated()
    {
        IDataView table = Table(60, k => new { Day = k % 4 == 1 ? DateTime.MaxValue : DateTime.MinValue.AddTicks(1 + k), Other = k % 7 });
        DateTime[] days = [.. Ml.Data.FitSynthesizer(table, MadeTable.Quick).Generate(300).GetColumn<DateTime>("Day")];

        Assert.IsTrue(days.Any(day => day == DateTime.MaxValue));
        Assert.IsTrue(days.All(day => day != default));
    }

    [TestMethod]
    public void ARangeThatADoubleCannotHoldIsAnErrorThatNamesTheColumn() => Refused(
        () => Ml.Data.FitSynthesizer(Table(20, k => new { Far = k % 2 == 0 ? double.MaxValue : -double.MaxValue }), MadeTable.Quick),
        "Column 'Far': expected a range that a Double can hold");

    [TestMethod]
    public void ATableOfIdentifiersAloneIsSavedAndLoaded()
    {
        using var file = new MemoryStream();
        Ml.Data.FitSynthesizer(Table(60, k => new { Number = k }), MadeTable.Quick).Save(file);

        CollectionAssert.AreEqual(
            new[] { 60, 61, 62 }, TableSynthesizer.Load(file).Generate(3).GetColumn<int>("Number").ToArray());
    }

    [TestMethod]
    public void KindsThatAColumnCannotHaveAreErrors()
    {
        IDataView table = MadeTable.View(Ml, 20);
        foreach ((string column, ColumnKind kind) in new[]
        {
            ("Owns", ColumnKind.Number), ("Region", ColumnKind.Number), ("Home", ColumnKind.Number), ("Since", ColumnKind.Category),
            ("Position", ColumnKind.Category), ("Age", ColumnKind.Identifier), ("Region", ColumnKind.Identifier),
        })
        {
            Refused(() => Ml.Data.FitSynthesizer(table, Columns(column, new() { Kind = kind })), $"Column '{column}': expected", $"{kind}");
        }

        Refused(() => Ml.Data.FitSynthesizer(table, Columns("Since", new() { Decimals = 2 })), "Column 'Since'", "Decimals");
        Refused(() => Ml.Data.FitSynthesizer(table, Columns("Age", null!)), "Option 'Columns'", "'Age'");
        Refused(() => Ml.Data.FitSynthesizer(table, MadeTable.Quick with { Target = "age" }), "Option 'Target'", "'age'");
    }

    [TestMethod]
    public void KeysOfOtherValuesAreRefused()
    {
        TableSynthesizer synthesizer = Ml.Data.FitSynthesizer(MadeTable.View(Ml, 100), MadeTable.Quick);
        IDataView others = Ml.Data.LoadFromEnumerable(MadeTable.Rows(100).Reverse());
        IDataView renumbered = Ml.Transforms.Conversion.MapValueToKey("Region").Fit(others).Transform(others);

        Refused(() => synthesizer.Balance(renumbered, "Region"), "Column 'Region': expected the key values of training");
        Refused(() => synthesizer.Impute(renumbered), "Column 'Region': expected the key values of training");
    }

    [TestMethod]
    public void BalancingNeedsIdentifiersUnlessAloneAndClassesOfTheTrainingTable()
    {
        IDataView table = MadeTable.View(Ml, 100), nameless = Ml.Transforms.DropColumns("Name").Fit(table).Transform(table);
        TableSynthesizer synthesizer = Ml.Data.FitSynthesizer(table, MadeTable.Quick);

        Refused(() => synthesizer.Balance(nameless, "Repaid"), "Column 'Name'");
        Assert.IsTrue(synthesizer.Balance(nameless, "Repaid", isAlone: true).GetColumn<bool>("Repaid").Any());

        TableSynthesizer numbers = Ml.Data.FitSynthesizer(Table(60, k => new { Class = k % 3, Other = k % 7 }), MadeTable.Quick);
        Refused(() => numbers.Balance(Table(60, k => new { Class = k == 0 ? 9 : 1, Other = 1 }), "Class"), "Column 'Class'", "got 9");
    }

    [TestMethod]
    public void ImpossibleGivenValuesAreErrorsThatSayWhy()
    {
        IDataView table = Table(60, k => new { Share = k % 10 / 10f, Other = k % 7 });
        TableSynthesizer synthesizer = Ml.Data.FitSynthesizer(table, MadeTable.Quick);

        Refused(() => Given.AnyOf("Share", Array.Empty<double>()), "Given 'Share': expected at least one value");
        Refused(() => synthesizer.Generate(1, [Given.Between("Other", 3, 2)]), "the first bound to be at most the second", "3 to 2");
        Assert.IsTrue(synthesizer.Generate(5, [Given.Is("Share", 0.3f)]).GetColumn<float>("Share").All(share => share == 0.3f));
    }

    [TestMethod]
    public void SlotsWithoutANameAmongNamedOnesHaveTheirNumber()
    {
        IDataView table = MadeTable.View(Ml, 60);
        var pipeline = Ml.Transforms.Concatenate("Slots", "Position", "Age").Append(Ml.Transforms.SelectColumns("Slots"));
        TableSynthesizer synthesizer = Ml.Data.FitSynthesizer(pipeline.Fit(table).Transform(table), MadeTable.Quick);
        IDataView rows = synthesizer.Generate(20, [Given.AtLeast("Slots[0]", 10), Given.AtLeast("Slots[Age]", 40)]);

        Assert.IsTrue(rows.GetColumn<float[]>("Slots").All(slots => slots[0] >= 10 && slots[2] >= 40));
    }

    [TestMethod]
    public void NumbersAreNotComparedWithDates()
    {
        IDataView table = Table(60, k => new { Number = k % 7, Day = new DateTime(2020, 1, 8).AddDays(k % 9) });

        foreach (Constraint constraint in new[]
        {
            Constraint.AtLeast("Day", 0), Constraint.LessOrEqual("Number", "Day"), Constraint.Less("Day", "Number"),
        })
        {
            Refused(() => Ml.Data.FitSynthesizer(table, MadeTable.Quick with { Constraints = [constraint] }), $"{constraint}", "dates");
        }
    }

    [TestMethod]
    public void ColumnsThatFollowFromFilledOnesAreComputedFromMeansToo()
    {
        var random = new Random(1);
        Product[] rows = [.. Enumerable.Range(0, 200).Select(_ => new Product(random.Next(1, 50), random.Next(1, 50)))];
        TableSynthesizer synthesizer = Ml.Data.FitSynthesizer(Ml.Data.LoadFromEnumerable(rows), MadeTable.Quick);
        IDataView holes = Ml.Data.LoadFromEnumerable(rows.Select(row => new Product(float.NaN, row.Height)));
        IDataView full = synthesizer.Impute(holes, new() { Draws = 20 });

        foreach (Product row in Ml.Data.CreateEnumerable<Product>(full, reuseRowObject: false))
        {
            Assert.AreEqual(row.Width * row.Height, row.Area);
        }
    }

    [TestMethod]
    public void CellsAreFilledAlikeByOneCursorBySeveralAndByAPredictionEngine()
    {
        IDataView table = Ml.Data.LoadFromEnumerable(
            Enumerable.Range(0, 3000).Select(k => new Hole { Other = k % 7, Number = k % 3 == 0 ? float.NaN : k % 100 }));
        MissingValueImputingTransformer imputer = Ml.Transforms.ImputeMissingValues(MadeTable.Quick).Fit(Ml.Data.TakeRows(table, 200));
        IDataView full = imputer.Transform(Ml.Transforms.ReplaceMissingValues("Other").Fit(table).Transform(table)); // which splits
        float[] expected = [.. full.GetColumn<float>("Number")];

        DataViewSchema.Column column = full.Schema["Number"];
        DataViewRowCursor[] cursors = full.GetRowCursorSet([column], 2);
        Assert.AreEqual(2, cursors.Length);
        Parallel.ForEach(cursors, cursor =>
        {
            using (cursor)
            {
                ValueGetter<float> number = cursor.GetGetter<float>(column);
                ValueGetter<DataViewRowId> id = cursor.GetIdGetter();
                (float own, DataViewRowId row) = (0, default);
                while (cursor.MoveNext())
                {
                    number(ref own);
                    id(ref row);
                    Assert.AreEqual(expected[row.Low], own);
                }
            }
        });

        PredictionEngine<Hole, Hole> engine = Ml.Model.CreatePredictionEngine<Hole, Hole>(imputer);
        foreach ((Hole hole, float number) in Ml.Data.CreateEnumerable<Hole>(table, reuseRowObject: false).Zip(expected))
        {
            Assert.AreEqual(number, engine.Predict(hole).Number);
        }
    }

    [TestMethod]
    public void InfiniteSlotsAreRefusedWhereNumbersAre()
    {
        TableSynthesizer synthesizer = Ml.Data.FitSynthesizer(MadeTable.View(Ml, 100), MadeTable.Quick);
        MadeTable.Loan[] loans = MadeTable.Rows(100);
        loans[3].Position[1] = float.PositiveInfinity;
        IDataView rows = Ml.Data.LoadFromEnumerable(loans);
        IDataView table = Ml.Transforms.Conversion.MapValueToKey("Region").Fit(rows).Transform(rows);

        Refused(() => synthesizer.Impute(table).GetColumn<float>("Age").ToArray(), "Column 'Position', slot 1, row 3", "finite");
    }

    private sealed class Product
    {
        public Product()
        {
        }

        public Product(float width, float height) => (Width, Height, Area) = (width, height, width * height);

        public float Width { get; set; }

        public float Height { get; set; }

        public float Area { get; set; }
    }

    private sealed class Hole
    {
        public float Other { get; set; }

        public float Number { get; set; }
    }

    private static IDataView Table<T>(int rows, Func<int, T> row)
        where T : class => Ml.Data.LoadFromEnumerable(Enumerable.Range(0, rows).Select(row).ToArray());

    private static SynthesizerOptions Columns(string name, SynthesizerColumn column) =>
        MadeTable.Quick with { Columns = new Dictionary<string, SynthesizerColumn> { [name] = column } };

    private static void Refused(Action action, params string[] words)
    {
        string message = Assert.ThrowsExactly<ArgumentException>(action).Message;
        foreach (string word in words)
        {
            StringAssert.Contains(message, word);
        }
    }
}

using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace MLNetQuantumPrior.Tests;

[TestClass]
public sealed class TableSynthesizerTests
{
    private const int Rows = 400;

    private static readonly MLContext Ml = new(1);
    private static readonly MadeTable.Loan[] Training = MadeTable.Rows(Rows);
    private static readonly Lazy<TableSynthesizer> Synthesizer =
        new(() => Ml.Data.FitSynthesizer(MadeTable.View(Ml, Rows), MadeTable.Quick));

    [TestMethod]
    public void ColumnsHaveTheirNamesTypesAndAnnotations()
    {
        DataViewSchema expected = MadeTable.View(Ml, Rows).Schema, got = Synthesizer.Value.Generate(10).Schema;
        DataViewSchema.Column[] visible = [.. expected.Where(column => !column.IsHidden)];

        CollectionAssert.AreEqual(visible.Select(column => column.Name).ToArray(), got.Select(column => column.Name).ToArray());
        foreach ((DataViewSchema.Column first, DataViewSchema.Column second) in visible.Zip(got))
        {
            Assert.AreEqual(first.Type, second.Type, first.Name);
        }

        VBuffer<ReadOnlyMemory<char>> values = default;
        got["Region"].GetKeyValues(ref values);
        CollectionAssert.AreEquivalent(MadeTable.Regions, values.DenseValues().Select(value => value.ToString()).ToArray());
    }

    [TestMethod]
    public void ValuesAreThoseThatTheTableMayHave()
    {
        MadeTable.Loan[] rows = Read(Synthesizer.Value.Generate(2000));

        Assert.AreEqual(2000, rows.Length);
        foreach (MadeTable.Loan row in rows)
        {
            Assert.IsTrue(row.Age >= Training.Min(own => own.Age) && row.Age <= Training.Max(own => own.Age));
            Assert.AreEqual(MathF.Round(row.Age), row.Age);
            Assert.IsTrue(row.Income >= Training.Min(own => own.Income) && row.Income <= Training.Max(own => own.Income));
            Assert.AreEqual(Math.Round(row.Income, 2), row.Income, 1e-9);
            Assert.IsTrue(row.Children <= 3);
            Assert.IsTrue(row.Account >= Training.Min(own => own.Account) && row.Account <= Training.Max(own => own.Account));
            Assert.IsTrue(row.Score is 0 or 100 or 200, $"{row.Score}");
            Assert.IsTrue(row.Home is "own" or "rent" or "");
            Assert.IsTrue(row.Since >= Training.Min(own => own.Since) && row.Since <= Training.Max(own => own.Since));
            Assert.AreEqual(TimeSpan.Zero, row.Since.TimeOfDay);
            Assert.IsTrue(float.IsNaN(row.Debt) || row.Debt == (float)Math.Round(row.Debt, 1), $"{row.Debt}");
            Assert.AreEqual(row.Position[0] * 4, MathF.Round(row.Position[0] * 4));
        }

        double missing = Training.Count(row => float.IsNaN(row.Debt)) / (double)Rows;
        Assert.AreEqual(missing, rows.Count(row => float.IsNaN(row.Debt)) / 2000.0, 0.15);
        Assert.AreEqual(0.1, rows.Count(row => row.Home == "") / 2000.0, 0.1);
    }

    [TestMethod]
    public void IdentifiersAreNew()
    {
        MadeTable.Loan[] rows = Read(Synthesizer.Value.Generate(50));

        Assert.AreEqual(1000 + Rows, rows[0].Number);
        Assert.AreEqual(50, rows.Select(row => row.Number).Distinct().Count());
        CollectionAssert.AllItemsAreUnique(rows.Select(row => row.Name).ToArray());
        CollectionAssert.DoesNotContain(Training.Select(row => row.Name).ToArray(), rows[0].Name);
    }

    [TestMethod]
    public void RowsDependOnSeedAndNumberAlone()
    {
        string[] long_ = Texts(Synthesizer.Value.Generate(10_000, seed: 5)), again = Texts(Synthesizer.Value.Generate(300, seed: 5));
        string[] other = Texts(Synthesizer.Value.Generate(300, seed: 6));

        CollectionAssert.AreEqual(again, long_[..300]);
        CollectionAssert.AreNotEqual(other, again);
    }

    [TestMethod]
    public void TheSameSeedMakesTheSameFileAndTheFileTheSameRows()
    {
        using var first = new MemoryStream();
        using var second = new MemoryStream();
        Synthesizer.Value.Save(first);
        SynthesizerOptions oneThread = MadeTable.Quick with { MaxDegreeOfParallelism = 1 };
        Ml.Data.FitSynthesizer(MadeTable.View(Ml, Rows), oneThread).Save(second);
        CollectionAssert.AreEqual(first.ToArray(), second.ToArray());

        first.Position = 0;
        var loaded = TableSynthesizer.Load(first);
        CollectionAssert.AreEqual(Texts(Synthesizer.Value.Generate(500)), Texts(loaded.Generate(500)));
        VBuffer<ReadOnlyMemory<char>> values = default;
        loaded.Schema["Region"].GetKeyValues(ref values);
        Assert.AreEqual(4, values.Length);
    }

    [TestMethod]
    [DataRow(5)]
    [DataRow(60)]
    [DataRow(1000)]
    public void TheFileHoldsNoTrainingRow(int rows)
    {
        double[] numbers = [.. Enumerable.Range(0, rows).Select(k => Math.Sqrt((k * k) + 2))];
        IDataView table = Ml.Data.LoadFromEnumerable(numbers.Select(number => new { X = number, Y = 1 / number, Z = -number }));
        using var file = new MemoryStream();
        Ml.Data.FitSynthesizer(table, MadeTable.Quick).Save(file);

        file.Position = 0;
        using var zip = new System.IO.Compression.ZipArchive(file);
        foreach (System.IO.Compression.ZipArchiveEntry entry in zip.Entries)
        {
            using var content = new MemoryStream();
            using (Stream source = entry.Open())
            {
                source.CopyTo(content);
            }

            int values = numbers.Count(number => content.ToArray().AsSpan().IndexOf(BitConverter.GetBytes(number)) >= 0);
            Assert.IsLessThanOrEqualTo(NumberQuantiles.MostKnots, values, entry.FullName);
            foreach (double number in numbers)
            {
                byte[] row = [.. BitConverter.GetBytes(number), .. BitConverter.GetBytes(1 / number)];
                Assert.AreEqual(-1, content.ToArray().AsSpan().IndexOf(row), entry.FullName);
            }
        }
    }

    [TestMethod]
    public void DamagedFilesAreRefused()
    {
        using var file = new MemoryStream();
        Synthesizer.Value.Save(file);
        byte[] content = file.ToArray();
        var random = new Random(1);
        int refused = 0;
        for (int trial = 0; trial < 200; trial++)
        {
            byte[] damaged = [.. content];
            damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            try
            {
                TableSynthesizer.Load(new MemoryStream(damaged)).Generate(2).Preview();
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }

        Assert.IsGreaterThan(180, refused); // the others hit what says nothing, such as the time of an entry
        Assert.ThrowsExactly<InvalidDataException>(() => TableSynthesizer.Load(new MemoryStream(content[..^100])));
        Assert.ThrowsExactly<InvalidDataException>(() => TableSynthesizer.Load(new MemoryStream("Age,Income"u8.ToArray())));
    }

    [TestMethod]
    public void RowsAreNotKept()
    {
        const int Read = 200_000; // of 14 cells of 8 bytes: 22 MB
        IDataView rows = Synthesizer.Value.Generate(1_000_000_000);
        using DataViewRowCursor cursor = rows.GetRowCursor([rows.Schema["Age"]]);
        ValueGetter<float> getter = cursor.GetGetter<float>(rows.Schema["Age"]);
        float age = 0;
        long before = 0;
        for (int row = 0; row < Read; row++)
        {
            Assert.IsTrue(cursor.MoveNext());
            getter(ref age);
            before = row == 0 ? GC.GetTotalMemory(forceFullCollection: true) : before;
        }

        Assert.IsLessThan(10_000_000, GC.GetTotalMemory(forceFullCollection: true) - before);
        Assert.AreEqual(1_000_000_000, rows.GetRowCount());
    }

    [TestMethod]
    public void ErrorsNameTheColumn()
    {
        IDataView infinite = Ml.Data.LoadFromEnumerable([new { X = 1f }, new { X = float.PositiveInfinity }]);
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => Ml.Data.FitSynthesizer(infinite)).Message, "Column 'X', row 1");

        IDataView times = Ml.Data.LoadFromEnumerable([new { T = TimeSpan.Zero }, new { T = TimeSpan.MaxValue }]);
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => Ml.Data.FitSynthesizer(times)).Message, "Column 'T'");

        IDataView one = Ml.Data.LoadFromEnumerable([new { X = 1f }]);
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => Ml.Data.FitSynthesizer(one)).Message, "at least two rows");

        var unknown = MadeTable.Quick with { Target = "Nothing" };
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => Ml.Data.FitSynthesizer(MadeTable.View(Ml, 20), unknown)).Message, "'Nothing'");
        var misspelt = MadeTable.Quick with { Columns = new Dictionary<string, SynthesizerColumn> { ["age"] = new() } };
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => Ml.Data.FitSynthesizer(MadeTable.View(Ml, 20), misspelt)).Message, "'age'");
    }

    [TestMethod]
    public void ColumnsAreWhatTheUserSays()
    {
        var options = MadeTable.Quick with
        {
            Columns = new Dictionary<string, SynthesizerColumn>
            {
                ["Children"] = new() { Kind = ColumnKind.Category }, ["Account"] = new() { Kind = ColumnKind.Ignored },
                ["Income"] = new() { Decimals = 0 }, ["Number"] = new() { Kind = ColumnKind.Number },
            },
        };
        IDataView rows = Ml.Data.FitSynthesizer(MadeTable.View(Ml, Rows), options).Generate(500);

        Assert.IsNull(rows.Schema.GetColumnOrNull("Account"));
        Assert.IsTrue(rows.GetColumn<double>("Income").All(income => income == Math.Round(income)));
        Assert.IsTrue(rows.GetColumn<byte>("Children").All(children => children <= 3));
        Assert.IsTrue(rows.GetColumn<int>("Number").All(number => number is >= 1000 and < 1000 + Rows));
    }

    [TestMethod]
    public void ColumnsThatNeverVaryAndMissingOnesStay()
    {
        IDataView table = Ml.Data.LoadFromEnumerable(Enumerable.Range(0, 30).Select(k => new
        {
            Constant = 7, Word = "same", Missing = double.NaN, Nothing = "", Sometimes = k % 2 == 0 ? 3f : float.NaN,
        }));
        IDataView rows = Ml.Data.FitSynthesizer(table, MadeTable.Quick).Generate(200);

        Assert.IsTrue(rows.GetColumn<int>("Constant").All(value => value == 7));
        Assert.IsTrue(rows.GetColumn<string>("Word").All(value => value == "same"));
        Assert.IsTrue(rows.GetColumn<double>("Missing").All(double.IsNaN));
        Assert.IsTrue(rows.GetColumn<string>("Nothing").All(string.IsNullOrEmpty));
        Assert.AreEqual(0.5, rows.GetColumn<float>("Sometimes").Count(value => value == 3f) / 200.0, 0.3);
    }

    [TestMethod]
    public void ConstraintsCompareWholeNumbersAndDatesOfDifferentColumns()
    {
        var random = new Random(1);
        IDataView table = Ml.Data.LoadFromEnumerable(Enumerable.Range(0, 100).Select(_ =>
        {
            long first = random.Next(20, 60), more = random.Next(1, 30);
            DateTime begin = new DateTime(2020, 1, 1).AddDays(random.Next(400));
            return new { First = first, Last = first + more, More = more, Begin = begin, End = begin.AddMinutes(random.Next(90_000)) };
        }));
        IDataView rows = Ml.Data.FitSynthesizer(table, MadeTable.Quick with
        {
            Target = null,
            Constraints =
            [
                Constraint.AtLeast("First", 20), Constraint.Less("First", "Last"), Constraint.Sum("Last", "First", "More"),
                Constraint.LessOrEqual("Begin", "End"), Constraint.AtLeast("Begin", new DateTime(2020, 1, 1)),
            ],
        }).Generate(200);

        long[] first = [.. rows.GetColumn<long>("First")], last = [.. rows.GetColumn<long>("Last")];
        long[] more = [.. rows.GetColumn<long>("More")];
        DateTime[] begin = [.. rows.GetColumn<DateTime>("Begin")], end = [.. rows.GetColumn<DateTime>("End")];
        for (int row = 0; row < 200; row++)
        {
            Assert.IsTrue(first[row] >= 20 && last[row] == first[row] + more[row], $"{first[row]} + {more[row]}, {last[row]}");
            Assert.IsTrue(begin[row].Year >= 2020 && begin[row] <= end[row], $"{begin[row]}, {end[row]}");
        }
    }

    [TestMethod]
    public void AColumnThatIsMissingThroughoutIsSavedAndLoaded()
    {
        IDataView table = Ml.Data.LoadFromEnumerable(
            Enumerable.Range(0, 30).Select(k => new { Number = k % 5, Nothing = "", Missing = double.NaN }));
        using var stream = new MemoryStream();
        Ml.Data.FitSynthesizer(table, MadeTable.Quick with { Target = null }).Save(stream);

        IDataView rows = TableSynthesizer.Load(stream).Generate(20);

        Assert.IsTrue(rows.GetColumn<string>("Nothing").All(string.IsNullOrEmpty));
        Assert.IsTrue(rows.GetColumn<double>("Missing").All(double.IsNaN));
    }

    private static MadeTable.Loan[] Read(IDataView rows) =>
        [.. Ml.Data.CreateEnumerable<MadeTable.Loan>(Ml.Transforms.Conversion.MapKeyToValue("Region").Fit(rows).Transform(rows), false)];

    private static string[] Texts(IDataView rows) =>
        [.. rows.Preview(100_000).RowView.Select(row => string.Join(" ", row.Values.Select(value => value.Value is VBuffer<float> vector
            ? string.Join(",", vector.DenseValues())
            : $"{value.Value}")))];
}

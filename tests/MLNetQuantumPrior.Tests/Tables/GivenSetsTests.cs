using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Tests.Tables;

[TestClass]
public sealed class GivenSetsTests
{
    private static readonly DateTime Start = new(2020, 1, 1);

    private static readonly TableLayout Layout = new(
    [
        new("Age", LayoutKind.Number, TypeCode.Int32),
        new("Account", LayoutKind.Number, TypeCode.Int64) { Origin = 1000 },
        new("Since", LayoutKind.Date, TypeCode.DateTime) { Origin = Start.Ticks, Unit = TimeSpan.TicksPerDay },
        new("Status", LayoutKind.Category, TypeCode.String) { Categories = ["bad", "good", "other"] },
        new("Owns", LayoutKind.Category, TypeCode.Boolean) { Categories = ["False", "True"] },
        new("Region", LayoutKind.Category, TypeCode.UInt32)
        {
            Categories = ["1", "3"], Key = new ModelKey(3, TypeCode.String, ["north", "south", "east"]),
        },
        new("Rooms", LayoutKind.Category, TypeCode.Int32) { Categories = ["1", "2", "5"] },
    ]);

    private static readonly ImmutableArray<ColumnProfile> Columns =
    [
        ColumnProfile.OfNumbers("Age", [18, 20, 30, 80]),
        ColumnProfile.OfNumbers("Account", [0, 1, 2]),
        ColumnProfile.OfNumbers("Since", [0, 10, 100]),
        ColumnProfile.OfCategories("Status", 3, [0, 1, 2, double.NaN]),
        ColumnProfile.OfCategories("Owns", 2, [0, 1]),
        ColumnProfile.OfCategories("Region", 2, [0, 1]),
        ColumnProfile.OfCategories("Rooms", 3, [0, 1, 2]),
    ];

    [TestMethod]
    public void NumbersAndDatesAreGivenInTheirOwnUnits()
    {
        CellSet[] sets = Sets(
            Given.Between("Age", 20, 30), Given.AtMost("Account", 1001), Given.Between("Since", Start.AddDays(10), Start.AddDays(20)));
        Assert.AreEqual((20, 30), (sets[0].Least, sets[0].Most));
        Assert.AreEqual(1, sets[1].Most);
        Assert.AreEqual((10, 20), (sets[2].Least, sets[2].Most));
        Assert.IsFalse(sets[0].AllowsMissing);
        Assert.IsTrue(sets[3].IsAll);
    }

    [TestMethod]
    public void CategoriesAreGivenByText()
    {
        CellSet[] sets = Sets(
            Given.AnyOf("Status", "bad", "other"), Given.Is("Owns", true), Given.Is("Region", "east"), Given.Between("Rooms", 2, 9));
        AssertCodes(sets[3], 3, [0, 2]);
        AssertCodes(sets[4], 2, [1]);
        AssertCodes(sets[5], 2, [1]);
        AssertCodes(sets[6], 3, [1, 2]);
        AssertCodes(Sets(Given.Is("Rooms", 5))[6], 3, [2]);
    }

    [TestMethod]
    public void SeveralOfAColumnMustAllHold()
    {
        CellSet set = Sets(Given.Not("Status", "bad"), Given.NotMissing("Status"))[3];
        AssertCodes(set, 3, [1, 2]);
        Assert.IsFalse(set.AllowsMissing);
        Assert.IsTrue(Sets(Given.Not("Status", "bad"))[3].AllowsMissing);
        CellSet age = Sets(Given.AtLeast("Age", 20), Given.AtMost("Age", 30))[0];
        Assert.AreEqual((20, 30), (age.Least, age.Most));
        AssertRefused("all at once", Given.AtLeast("Age", 40), Given.AtMost("Age", 30));
    }

    [TestMethod]
    public void WhatCannotBeIsRefusedWithWhatCan()
    {
        AssertRefused("Age, Account, Since, Status", Given.Is("Wage", 3));
        AssertRefused("'bad', 'good', 'other'; got 'ugly'", Given.Is("Status", "ugly"));
        AssertRefused("'north', 'east'", Given.Is("Region", "south"));
        AssertRefused("18 to 80, the range of the training table", Given.Between("Age", 90, 100));
        AssertRefused("1000 to 1002", Given.Is("Account", 7));
        AssertRefused("2020-01-01T00:00:00 to 2020-04-10T00:00:00", Given.AtMost("Since", Start.AddDays(-1)));
        AssertRefused("such as 20", Given.Is("Age", 20.25));
        AssertRefused("expected dates", Given.AtMost("Since", 3));
        AssertRefused("expected numbers, by an interval", Given.Not("Age", 20));
        AssertRefused("one without", Given.Missing("Age"));
        Assert.ThrowsExactly<ArgumentException>(() => Given.Is("Age", double.NaN));
    }

    private static CellSet[] Sets(params Given[] given) => GivenSets.Of(Layout, Columns, given);

    private static void AssertCodes(CellSet set, int categories, int[] codes) =>
        CollectionAssert.AreEqual(codes, Enumerable.Range(0, categories).Where(set.HasCategory).ToArray());

    private static void AssertRefused(string part, params Given[] given) =>
        Assert.Contains(part, Assert.ThrowsExactly<ArgumentException>(() => Sets(given)).Message);
}

using Microsoft.ML;
using Parquet;
using Parquet.Schema;

namespace MLNetQuantumPrior.Tool.Tests;

[TestClass]
public sealed class ParquetTests
{
    [TestMethod]
    public async Task TypesAndValuesAreKept()
    {
        using var place = new Workplace();
        DataField[] fields =
        [
            new DataField<int>("whole"), new DataField<int>("holes", true), new DataField<float>("single"),
            new DataField<double>("double", true),
            new DataField<bool>("flag"), new DataField<bool>("maybe", true), new DataField<string>("text", true),
            new DecimalDataField("money", 10, 2), new DateTimeDataField("day", DateTimeFormat.Date, isNullable: true),
            new DateTimeDataField("time", DateTimeFormat.DateAndTimeMicros),
        ];
        DateTime day = new(2024, 12, 31, 0, 0, 0, DateTimeKind.Utc);
        await using (FileStream stream = File.Create(place["in.parquet"]))
        await using (ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), stream))
        {
            for (int group = 0; group < 2; group++)
            {
                using ParquetRowGroupWriter rows = writer.CreateRowGroup();
                await rows.WriteAsync<int>(fields[0], new[] { 1, -2 });
                await rows.WriteAsync<int>(fields[1], new int?[] { 1, null });
                await rows.WriteAsync<float>(fields[2], new[] { 0.1f, 2 });
                await rows.WriteAsync<double>(fields[3], new double?[] { 0.1, null });
                await rows.WriteAsync<bool>(fields[4], new[] { true, false });
                await rows.WriteAsync<bool>(fields[5], new bool?[] { true, null });
                await rows.WriteAsync(fields[6], new[] { "a, b", null! });
                await rows.WriteAsync<decimal>(fields[7], new[] { 1.25m, 100 });
                await rows.WriteAsync<DateTime>(fields[8], new DateTime?[] { day, null });
                await rows.WriteAsync<DateTime>(fields[9], new[] { day.AddSeconds(1), day });
            }
        }

        TableFile file = Read(place, "in.parquet");
        Assert.AreEqual(4, file.Table.Rows);
        TableFile.Write(place["out.parquet"], file.Table, file.Form, new Progress<long>(), default);
        TableFile.Write(place["out.csv"], file.Table, file.Form, new Progress<long>(), default);
        await using ParquetReader before = await ParquetReader.CreateAsync(place["in.parquet"]);
        await using ParquetReader after = await ParquetReader.CreateAsync(place["out.parquet"]);
        Assert.AreEqual(before.Schema, after.Schema);
        TableFile again = Read(place, "out.parquet");
        TableFile.Write(place["again.csv"], again.Table, again.Form, new Progress<long>(), default);
        const string Rows =
            "1,1,0.1,0.1,true,true,\"a, b\",1.25,2024-12-31,2024-12-31 00:00:01\n" +
            "-2,,2,,false,,,100.00,,2024-12-31 00:00:00\n";
        Assert.AreEqual("whole,holes,single,double,flag,maybe,text,money,day,time\n" + Rows + Rows, place.Text("out.csv"));
        Assert.AreEqual(place.Text("out.csv"), place.Text("again.csv"));
    }

    [TestMethod]
    public void ATableComesBackFromParquet()
    {
        using var place = new Workplace();
        place.Write("in.csv", "n,h,x,t,f,m,d\n1,1,1.5,a,true,true,2024-12-31\n2,,0.25,,false,,2024-01-01\n");
        TableFile file = TableFile.Read(place["in.csv"], CellSettings.None, null, Assert.Fail, default);
        TableFile.Write(place["t.parquet"], file.Table, file.Form, new Progress<long>(), default);
        TableFile read = Read(place, "t.parquet");
        CollectionAssert.AreEqual(
            file.Table.Schema.Select(column => (column.Name, column.Type)).ToArray(),
            read.Table.Schema.Select(column => (column.Name, column.Type)).ToArray());
        TableFile.Write(place["out.csv"], read.Table, read.Form, new Progress<long>(), default);
        Assert.AreEqual(place.Text("in.csv"), place.Text("out.csv"));
    }

    [TestMethod]
    public void WhatIsNoParquetFileIsAnError()
    {
        using var place = new Workplace();
        place.Write("in.parquet", "a,b\n1,2\n1,2\n1,2\n1,2\n");
        StringAssert.Contains(Assert.ThrowsExactly<InvalidDataException>(() => Read(place, "in.parquet")).Message, "Parquet");
    }

    [TestMethod]
    public void DamagedFilesAreReadOrRefused()
    {
        using var place = new Workplace();
        place.Write("in.csv", "n,t,d\n1,a,2024-12-31\n2,b,2024-01-01\n");
        TableFile file = TableFile.Read(place["in.csv"], CellSettings.None, null, Assert.Fail, default);
        TableFile.Write(place["whole.parquet"], file.Table, file.Form, new Progress<long>(), default);
        byte[] whole = File.ReadAllBytes(place["whole.parquet"]);
        int refused = 0;
        for (int at = 0; at < whole.Length; at += 7)
        {
            byte[] damaged = [.. whole];
            damaged[at] ^= 0x15;
            File.WriteAllBytes(place["in.parquet"], at % 2 == 0 ? damaged : whole[..at]);
            try
            {
                Read(place, "in.parquet");
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }

        Assert.IsGreaterThan(whole.Length / 14 / 2, refused);
    }

    private static TableFile Read(Workplace place, string name) =>
        TableFile.Read(place[name], CellSettings.None, null, Assert.Fail, default);
}

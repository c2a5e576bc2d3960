using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;

namespace MLNetQuantumPrior.Leap.Tests;

[TestClass]
public sealed class QpAnswerTests
{
    private static readonly JsonElement Vectors = Golden.Data.GetProperty("decode");

    public static IEnumerable<object[]> Cases => Golden.Cases(Vectors);

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void AnAnswerIsReadAsTheVendorReadsIt(int number)
    {
        JsonElement expected = Vectors[number].GetProperty("expect");
        QpAnswer answer = QpAnswer.Read(Vectors[number].GetProperty("answer"), expected.GetProperty("num_variables").GetInt32());
        CollectionAssert.AreEqual(Integers(expected.GetProperty("active_variables")), answer.Qubits);
        double offset = Vectors[number].GetProperty("offset_added_by_client").GetDouble();
        CollectionAssert.AreEqual(
            expected.GetProperty("energies").EnumerateArray().Select(energy => energy.GetDouble()).ToArray(),
            answer.Energies.Select(energy => energy + offset).ToArray());
        JsonElement occurrences = expected.GetProperty("num_occurrences");
        CollectionAssert.AreEqual(occurrences.ValueKind == JsonValueKind.Null ? null : Integers(occurrences), answer.Occurrences);
        int[] values = [.. expected.GetProperty("active_values").EnumerateArray().SelectMany(Integers)];
        CollectionAssert.AreEqual(values.Select(value => value > 0 ? 1 : -1).ToArray(), answer.Spins.Select(spin => (int)spin).ToArray());
    }

    [TestMethod]
    public void WhatIsWrittenIsReadBack()
    {
        var graph = SpinGraph.FromLabels(Golden.Zephyr().Qubits, Golden.Zephyr().Couplers);
        Gen.Select(Gen.Int[1, 22], Gen.Int[0, 9], Gen.ULong).Sample((columns, rows, seed) =>
        {
            var random = new Random((int)seed);
            int[] qubits = [.. graph.Labels];
            random.Shuffle(qubits);
            qubits = qubits[..columns];
            sbyte[] spins = [.. Enumerable.Range(0, rows * columns).Select(_ => (sbyte)((2 * random.Next(2)) - 1))];
            double[] energies = [.. Enumerable.Range(0, rows).Select(_ => random.NextDouble())];
            QpAnswer answer = QpAnswer.Read(FakeAnswer.Of(24, qubits, spins, energies), 24);
            CollectionAssert.AreEqual(qubits, answer.Qubits);
            CollectionAssert.AreEqual(spins, answer.Spins);
            CollectionAssert.AreEqual(energies, answer.Energies);
        }, iter: 200);
    }

    [TestMethod]
    [DataRow("format", "\"bq\"")]
    [DataRow("format", null)]
    [DataRow("num_variables", "23")]
    [DataRow("num_variables", "1e99")]
    [DataRow("num_variables", "\"24\"")]
    [DataRow("active_variables", "\"AgAAAA\"", DisplayName = "not base64")]
    [DataRow("active_variables", "\"AgA=\"", DisplayName = "half a number")]
    [DataRow("active_variables", "\"AgAAAAIAAAA=\"", DisplayName = "a qubit twice")]
    [DataRow("active_variables", "\"/////w==\"", DisplayName = "qubit -1")]
    [DataRow("active_variables", "\"////fw==\"", DisplayName = "qubit 2147483647")]
    [DataRow("energies", "\"2IaKEYEyHsBuZaBw1wcUwA==\"", DisplayName = "an energy less")]
    [DataRow("energies", "\"AAAAAAAA+H8AAAAAAAD4fwAAAAAAAPh/\"", DisplayName = "energies that are no numbers")]
    [DataRow("energies", "[1, 2, 3]")]
    [DataRow("energies", null)]
    [DataRow("solutions", "\"WyAKYE0=\"", DisplayName = "a byte less")]
    [DataRow("solutions", "\"WyAKYE0gAA==\"", DisplayName = "a byte more")]
    [DataRow("solutions", "\"\\ud800\"", DisplayName = "no Unicode")]
    [DataRow("num_occurrences", "\"CQAAAAcAAAA=\"", DisplayName = "a count less")]
    [DataRow("num_occurrences", "\"CQAAAAcAAAAAAAAA\"", DisplayName = "a count of 0")]
    [DataRow("num_occurrences", "\"CQAAAAcAAAD/////\"", DisplayName = "a count of -1")]
    [DataRow("offset", "\"0\"")]
    public void ADamagedPartIsAnErrorThatNamesIt(string part, string? value)
    {
        JsonObject answer = JsonNode.Parse(Vectors[1].GetProperty("answer").GetRawText())!.AsObject();
        answer.Remove(part);
        string text = answer.ToJsonString();
        string damaged = value is null ? text : $"{{\"{part}\":{value},{text[1..]}";
        using var json = JsonDocument.Parse(damaged);
        var error = Assert.ThrowsExactly<InvalidDataException>(() => QpAnswer.Read(json.RootElement, 24));
        StringAssert.Contains(error.Message, part == "num_occurrences" || part == "active_variables" ? part : "'");
    }

    /// <summary>Whatever a server sends, there is an answer or a clear error, and memory in proportion to what it sent.</summary>
    [TestMethod]
    public void RandomAnswersAreReadOrRefused()
    {
        string whole = Vectors[1].GetProperty("answer").GetRawText();
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Char[' ', '~']).Sample((place, c) =>
        {
            try
            {
                using var json = JsonDocument.Parse(whole[..place] + c + whole[(place + 1)..]);
                long before = GC.GetAllocatedBytesForCurrentThread();
                try
                {
                    QpAnswer.Read(json.RootElement, 24);
                }
                catch (InvalidDataException)
                {
                }

                Assert.IsLessThan(100_000, GC.GetAllocatedBytesForCurrentThread() - before);
            }
            catch (JsonException)
            {
            }
        }, iter: 2000);
    }

    private static int[] Integers(JsonElement numbers) => [.. numbers.EnumerateArray().Select(number => number.GetInt32())];
}

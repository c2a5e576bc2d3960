using System.Buffers.Binary;
using System.Text.Json.Nodes;

namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>One change to bytes, to text or to JSON, drawn at random: the same for the same generator.</summary>
internal static class Mutation
{
    private static readonly long[] Numbers = [0, 1, -1, 2, 255, 65536, int.MaxValue, int.MinValue, long.MaxValue, long.MinValue];
    private static readonly float[] Singles = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, -0f, 1e-45f];
    private static readonly string[] Tokens =
    [
        "-1", "0", "1e999", "NaN", "2147483648", "99999999999999999999", "null", "\"\"", "[]", "{}", "[[", "#", "\n", " ", ",", "\0", "é",
    ];

    private static readonly string[] JsonValues =
    [
        "null", "0", "-1", "2147483647", "1e300", "0.5", "\"NaN\"", "\"\"", "\"x\"", "[]", "{}", "[null]", "true", "[1,2,3]", "\"\\ud800\"",
    ];

    /// <summary>
    /// Flipped bits, a cut end, a block that is twice there, missing, moved or zero, or a number that is a length or no number.
    /// </summary>
    public static byte[] OfBytes(byte[] content, Random random)
    {
        if (content.Length == 0)
        {
            return [(byte)random.Next(256)];
        }

        byte[] copy = [.. content];
        int at = random.Next(content.Length), length = random.Next(1, Math.Min(content.Length - at, 64) + 1), end = at + length;
        switch (random.Next(9))
        {
            case 0:
                for (int flips = random.Next(1, 9); flips > 0; flips--)
                {
                    copy[random.Next(copy.Length)] ^= (byte)(1 << random.Next(8));
                }

                return copy;
            case 1:
                return copy[..at];
            case 2:
                return copy[at..];
            case 3:
                return [.. copy[..end], .. copy[at..]];
            case 4:
                return [.. copy[..at], .. copy[end..]];
            case 5:
                int to = random.Next(content.Length - length + 1);
                content.AsSpan(at, length).CopyTo(copy.AsSpan(to));
                return copy;
            case 6:
                copy.AsSpan(at, length).Clear();
                return copy;
            case 7:
                byte[] number = new byte[sizeof(long)];
                BinaryPrimitives.WriteInt64LittleEndian(number, Numbers[random.Next(Numbers.Length)]);
                number.AsSpan(0, Math.Min(random.Next(2) == 0 ? sizeof(int) : sizeof(long), content.Length - at)).CopyTo(copy.AsSpan(at));
                return copy;
            default:
                byte[] single = BitConverter.GetBytes(Singles[random.Next(Singles.Length)]);
                at -= at % sizeof(float);
                single.AsSpan(0, Math.Min(sizeof(float), content.Length - at)).CopyTo(copy.AsSpan(at));
                return copy;
        }
    }

    /// <summary>A change of <see cref="OfBytes"/>, or something in the place of one to three characters.</summary>
    public static byte[] OfText(byte[] content, Random random)
    {
        if (random.Next(2) == 0)
        {
            return OfBytes(content, random);
        }

        int at = random.Next(content.Length), end = Math.Min(content.Length, at + random.Next(4));
        return [.. content[..at], .. System.Text.Encoding.UTF8.GetBytes(Tokens[random.Next(Tokens.Length)]), .. content[end..]];
    }

    /// <summary>A change of <see cref="OfText"/>, or one of a value: another one, none, or the same again.</summary>
    public static byte[] OfJson(byte[] content, Random random)
    {
        if (random.Next(4) == 0)
        {
            return OfText(content, random);
        }

        JsonNode root = JsonNode.Parse(content)!;
        List<JsonNode> nodes = [root];
        for (int k = 0; k < nodes.Count; k++)
        {
            nodes.AddRange(nodes[k] switch
            {
                JsonObject fields => fields.Select(field => field.Value).OfType<JsonNode>(),
                JsonArray items => items.OfType<JsonNode>(),
                _ => [],
            });
        }

        JsonNode? Value() => JsonNode.Parse(JsonValues[random.Next(JsonValues.Length)].Replace("\\ud800", "?"));
        switch (nodes[random.Next(nodes.Count)])
        {
            case JsonObject { Count: > 0 } fields:
                string name = fields.ElementAt(random.Next(fields.Count)).Key;
                if (random.Next(3) == 0)
                {
                    fields.Remove(name);
                }
                else
                {
                    fields[name] = Value();
                }

                break;
            case JsonArray { Count: > 0 } items:
                int index = random.Next(items.Count);
                if (random.Next(3) == 0)
                {
                    items.Add(items[index]?.DeepClone());
                }
                else if (random.Next(2) == 0)
                {
                    items.RemoveAt(index);
                }
                else
                {
                    items[index] = Value();
                }

                break;
            case { Parent: { } parent } leaf:
                if (parent is JsonArray array)
                {
                    array[leaf.GetElementIndex()] = Value();
                }
                else
                {
                    parent[leaf.GetPropertyName()] = Value();
                }

                break;
        }

        return System.Text.Encoding.UTF8.GetBytes(root.ToJsonString());
    }
}

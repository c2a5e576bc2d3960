using System.Security.Cryptography;
using System.Text;

namespace MLNetQuantumPrior.Sampling.Tests;

/// <summary>A graph in the labels of the outside world, as one number to compare with what another program made.</summary>
internal static class GraphDigest
{
    /// <summary>
    /// SHA-256 of a line for each label, ascending, then a line "i j" for each edge, i below j, ascending; each line ends in LF.
    /// </summary>
    public static string Of(SpinGraph graph)
    {
        var text = new StringBuilder();
        foreach (int label in graph.Labels)
        {
            text.Append(label).Append('\n');
        }

        foreach ((int i, int j) in graph.Edges)
        {
            text.Append(graph.Labels[i]).Append(' ').Append(graph.Labels[j]).Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(text.ToString())));
    }

    /// <summary>Number of neighbours of each spin.</summary>
    public static int[] Degrees(SpinGraph graph)
    {
        int[] degree = new int[graph.SpinCount];
        foreach ((int i, int j) in graph.Edges)
        {
            degree[i]++;
            degree[j]++;
        }

        return degree;
    }
}

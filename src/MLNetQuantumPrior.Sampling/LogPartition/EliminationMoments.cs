using System.Runtime.InteropServices;

namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// Expected s_i and s_i s_j over edges, by going through an elimination backwards: each step gets the distribution of its separator from
/// its parent, multiplies it by the distribution of its spin given the separator, and hands marginals of the product to its children.
/// </summary>
internal sealed class EliminationMoments
{
    public EliminationMoments(SpinGraph graph, EliminationStep[] steps, double[][] logOdds)
    {
        double[] spins = new double[graph.SpinCount];
        double[] edges = new double[graph.Edges.Length];
        ILookup<int, int> children = Enumerable.Range(0, steps.Length).ToLookup(k => steps[k].Parent);
        double[]?[] separators = new double[steps.Length][];
        for (int k = steps.Length - 1; k >= 0; k--)
        {
            EliminationStep step = steps[k];
            double[] distribution = separators[k] ?? [1];
            separators[k] = null;
            double[] joint = Joint(distribution, logOdds[k]);
            foreach (int child in children[k])
            {
                double[] marginal = separators[child] = new double[logOdds[child].Length];
                SubsetTable.Gather(joint, steps[child].ParentBits, marginal);
            }

            spins[step.Spin] = AddCorrelations(joint, step.Edges, edges);
        }

        (Spins, Edges) = (ImmutableCollectionsMarshal.AsImmutableArray(spins), ImmutableCollectionsMarshal.AsImmutableArray(edges));
    }

    public ImmutableArray<double> Spins { get; }

    public ImmutableArray<double> Edges { get; }

    private static double[] Joint(double[] distribution, double[] logOdds)
    {
        double[] joint = new double[2 * distribution.Length];
        for (int state = 0; state < distribution.Length; state++)
        {
            joint[state] = distribution[state] / (1 + Math.Exp(logOdds[state]));
            joint[distribution.Length + state] = distribution[state] / (1 + Math.Exp(-logOdds[state]));
        }

        return joint;
    }

    /// <summary>Finds E[s s_u] of the step's spin s and those of its separator, folding one after the other; returns E[s].</summary>
    private static double AddCorrelations(double[] joint, (int Bit, int Edge)[] stepEdges, double[] edges)
    {
        int half = joint.Length / 2;
        double[] signed = new double[half]; // sum over s of s p(s, separator)
        for (int state = 0; state < half; state++)
        {
            signed[state] = joint[half + state] - joint[state];
        }

        for (int bit = int.Log2(half) - 1; bit >= 0; bit--)
        {
            int known = 1 << bit;
            double difference = 0;
            for (int state = 0; state < known; state++)
            {
                difference += signed[known + state] - signed[state];
                signed[state] += signed[known + state];
            }

            foreach ((int other, int edge) in stepEdges)
            {
                edges[edge] = other == bit ? difference : edges[edge];
            }
        }

        return signed[0];
    }
}

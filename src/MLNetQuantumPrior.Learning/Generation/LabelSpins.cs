using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// A prior over codes and labels: the spins of the shared prior, then one label spin a class, coupled to all spins. The label spin of a
/// row's class is up and the others are down; so the distribution of a class is that of the codes when the label spins are held like that.
/// </summary>
internal static class LabelSpins
{
    /// <summary>
    /// What one label spin too many or too few costs at first, in nats: so much that labels mostly name one class, and so little that
    /// sweeps still change them.
    /// </summary>
    private const double Penalty = 3;

    /// <summary>The shared prior and, independent of it, labels: one up, with the chances of the classes' shares.</summary>
    /// <param name="prior">The shared prior.</param>
    /// <param name="shares">Share of each class, above 0, with sum 1.</param>
    public static IsingModel Start(IsingModel prior, ReadOnlySpan<double> shares)
    {
        int n = prior.SpinCount, classes = shares.Length;
        SpinGraph graph = Extended(prior.Graph, classes);
        float[] fields = new float[n + classes], couplings = new float[graph.Edges.Length];
        prior.Fields.CopyTo(fields);

        // Penalty ((number of label spins up) - 1)^2, as fields and couplings; and log share for the one that is up.
        for (int k = 0; k < classes; k++)
        {
            fields[n + k] = (float)((Penalty * (classes - 2) / 2) - (Math.Log(shares[k]) / 2));
        }

        for (int e = 0, shared = 0; e < couplings.Length; e++)
        {
            (int i, int j) = (graph.Edges[e].I, graph.Edges[e].J);
            couplings[e] = j < n ? prior.Couplings[shared++] : i < n ? 0 : (float)(Penalty / 2);
        }

        return new(graph, fields, couplings);
    }

    /// <summary>Moments of codes and labels together, from those of the codes of each class.</summary>
    /// <param name="graph">The graph of <see cref="Start"/>.</param>
    /// <param name="spins">Spins of a code.</param>
    /// <param name="classes">The classes' moments on the shared prior's graph.</param>
    public static TargetMoments Moments(SpinGraph graph, int spins, ImmutableArray<TargetMoments> classes)
    {
        long rows = classes.Sum(moments => moments.Rows);
        double[] sums = new double[graph.SpinCount + graph.Edges.Length];
        for (int label = 0; label < classes.Length; label++)
        {
            double share = (double)classes[label].Rows / rows;
            float[] own = classes[label].Values;
            for (int i = 0; i < graph.SpinCount; i++)
            {
                sums[i] += share * (i < spins ? own[i] : Value(i));
            }

            for (int e = 0, shared = spins; e < graph.Edges.Length; e++)
            {
                (int i, int j) = (graph.Edges[e].I, graph.Edges[e].J);
                sums[graph.SpinCount + e] += share * (j < spins ? own[shared++] : (i < spins ? own[i] : Value(i)) * Value(j));
            }

            int Value(int labelSpin) => labelSpin - spins == label ? 1 : -1;
        }

        return new(rows, Array.ConvertAll(sums, sum => (float)sum));
    }

    /// <summary>The distribution of a class: the labelled prior with its label spins held.</summary>
    /// <param name="labelled">The labelled prior.</param>
    /// <param name="prior">The shared prior.</param>
    /// <param name="label">The class.</param>
    /// <returns>A model on the shared prior's graph.</returns>
    public static IsingModel Conditional(IsingModel labelled, IsingModel prior, int label)
    {
        int n = prior.SpinCount;
        double[] fields = [.. labelled.Fields[..n]];
        var couplings = new float[prior.Couplings.Length];
        for (int e = 0, shared = 0; e < labelled.Couplings.Length; e++)
        {
            (int i, int j) = (labelled.Graph.Edges[e].I, labelled.Graph.Edges[e].J);
            if (j < n)
            {
                couplings[shared++] = labelled.Couplings[e];
            }
            else if (i < n)
            {
                fields[i] += labelled.Couplings[e] * (j - n == label ? 1 : -1);
            }
        }

        return new(prior.Graph, Array.ConvertAll(fields, field => (float)field), couplings);
    }

    /// <summary>The graph with label spins, each coupled to all spins.</summary>
    public static SpinGraph Extended(SpinGraph graph, int classes)
    {
        int n = graph.SpinCount;
        return SpinGraph.FromEdges(
            n + classes,
            graph.Edges.Concat(
                Enumerable.Range(n, classes).SelectMany(label => Enumerable.Range(0, label).Select(i => new SpinEdge(i, label)))),
            $"{graph.Name} with {classes} labels");
    }
}

using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Tests;

/// <summary>Models with classes of all that generation knows, random and without a training.</summary>
internal static class GeneratorModels
{
    public static BmVaeModel Random(
        int features, int latents, int classes, int machinesPerClass, SpinGraph? graph = null, Likelihood? likelihood = null)
    {
        VaeArchitecture architecture = VaeArchitecture.Mlp(features, [5], latents);
        architecture = architecture with { Likelihood = likelihood ?? architecture.Likelihood };
        graph ??= SpinGraph.Complete(latents);
        SpinGraph labelled = LabelSpins.Extended(graph, classes);
        ulong stream = 0;
        float weight = 1 / MathF.Sqrt(latents);
        ClassifierArchitecture reader = ClassifierArchitecture.Mlp(latents, [9, 6], classes);
        return new BmVaeModel(architecture, Numbers(architecture.ParameterCount, 0.7f), Machine(graph))
            .With(
                new SlotScaling([.. Numbers(features, 1)], [.. Numbers(features, 1).Select(MathF.Abs)], architecture.Likelihood), [])
            .With(new BoltzmannClasses([.. Enumerable.Range(0, classes).Select(k => new BoltzmannClass(
                $"class {k}", [.. Numbers(latents, 0.2f)], [.. Enumerable.Range(0, Math.Max(1, machinesPerClass - k)).Select(
                    machine => new ClassMachine(10 + (7 * machine), Machine(graph)))]))])
            {
                Classifier = new(reader, Numbers(reader.ParameterCount, 1)),
                LabelledPrior = Machine(labelled),
            });

        IsingModel Machine(SpinGraph on) => new(on, Numbers(on.SpinCount, 0.3f), Numbers(on.Edges.Length, weight));

        float[] Numbers(int count, float size)
        {
            float[] numbers = new float[count];
            new UniformStream(5, stream++).FillNormal(numbers, size);
            return numbers;
        }
    }
}

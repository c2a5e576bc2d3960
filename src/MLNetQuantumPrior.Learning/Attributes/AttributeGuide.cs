using System.Runtime.Intrinsics;

namespace MLNetQuantumPrior.Learning;

/// <summary>log c(s) of conditions by the heads that they are on, made for codes of which one bit changes at a time. Immutable.</summary>
internal sealed class AttributeGuide
{
    private readonly AttributeConditions _conditions;
    private readonly int _hidden;       // padded to whole registers; padding stays 0
    private readonly float[] _weights;  // [bits, hidden]
    private readonly float[] _biases;   // [hidden]
    private readonly float[] _outputs;  // [values of the heads, hidden]
    private readonly float[] _outputBiases;
    private readonly int[] _starts;     // of each attribute among the values of the heads
    private readonly int[] _heads;      // number of values of each head

    public AttributeGuide(AttributeClassifier classifier, AttributeConditions conditions)
    {
        _conditions = conditions;
        ClassifierArchitecture architecture = classifier.Network.Architecture;
        (int bits, int hidden, int all) = (architecture.InputSize, architecture.HiddenSize, architecture.ClassCount);
        _hidden = (hidden + Vector256<float>.Count - 1) / Vector256<float>.Count * Vector256<float>.Count;
        ReadOnlySpan<float> parameters = classifier.Network.Parameters;
        _weights = new float[bits * _hidden];
        for (int bit = 0; bit < bits; bit++)
        {
            parameters.Slice(bit * hidden, hidden).CopyTo(_weights.AsSpan(bit * _hidden));
        }

        _biases = new float[_hidden];
        parameters.Slice(bits * hidden, hidden).CopyTo(_biases);
        ReadOnlySpan<float> second = parameters[((bits + 1) * hidden)..]; // [hidden, all], then [all]
        _starts = new int[classifier.Heads.Length];
        _heads = [.. conditions.Heads.Select(head => classifier.Heads[head])];
        _outputs = new float[_heads.Sum() * _hidden];
        _outputBiases = new float[_heads.Sum()];
        int value = 0;
        foreach (int head in conditions.Heads)
        {
            _starts[head] = value;
            for (int own = classifier.Starts[head]; own < classifier.Starts[head] + classifier.Heads[head]; own++, value++)
            {
                _outputBiases[value] = second[(hidden * all) + own];
                for (int h = 0; h < hidden; h++)
                {
                    _outputs[(value * _hidden) + h] = second[(h * all) + own];
                }
            }
        }
    }

    /// <summary>log c of each of some codes. <c>[rows, spins] -> [rows]</c></summary>
    public double[] LogWeights(ReadOnlySpan<sbyte> spins, int columns)
    {
        var state = new State(this);
        double[] weights = new double[spins.Length / columns];
        for (int row = 0; row < weights.Length; row++)
        {
            weights[row] = state.Place(spins.Slice(row * columns, columns));
        }

        return weights;
    }

    /// <summary>The hidden layer of one code, and of the same code with one bit changed.</summary>
    public sealed class State(AttributeGuide guide)
    {
        private readonly float[] _positive = new float[guide._hidden];
        private readonly float[] _probabilities = new float[guide._outputBiases.Length];
        private float[] _hidden = new float[guide._hidden];
        private float[] _proposed = new float[guide._hidden];

        /// <summary>Starts at a code. Returns its log c.</summary>
        public double Place(ReadOnlySpan<sbyte> spins)
        {
            guide._biases.CopyTo(_hidden, 0);
            for (int i = 0; i < spins.Length; i++)
            {
                if (spins[i] > 0)
                {
                    FixedLanes.AddScaled(guide._weights.AsSpan(i * guide._hidden, guide._hidden), 1, _hidden);
                }
            }

            FixedLanes.AddRelu(_hidden, _hidden, 0, _proposed, _positive);
            return LogWeight();
        }

        /// <summary>log c of the code with one spin changed.</summary>
        public double Propose(int spin, int value)
        {
            FixedLanes.AddRelu(_hidden, guide._weights.AsSpan(spin * guide._hidden, guide._hidden), value, _proposed, _positive);
            return LogWeight();
        }

        /// <summary>Goes to the proposed code.</summary>
        public void Accept() => (_hidden, _proposed) = (_proposed, _hidden);

        private double LogWeight()
        {
            for (int value = 0; value < _probabilities.Length; value++)
            {
                _probabilities[value] = guide._outputBiases[value]
                    + FixedLanes.Dot(_positive, guide._outputs.AsSpan(value * guide._hidden, guide._hidden));
            }

            int start = 0;
            foreach (int values in guide._heads)
            {
                HeadSoftmax.Run(_probabilities.AsSpan(start, values));
                start += values;
            }

            return guide._conditions.LogWeight(_probabilities, guide._starts);
        }
    }
}

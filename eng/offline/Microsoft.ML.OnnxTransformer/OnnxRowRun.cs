using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms.Onnx;

/// <summary>Runs the graph once for each row that a cursor stands on, for all wanted outputs together.</summary>
internal sealed class OnnxRowRun
{
    private readonly InferenceSession _session;
    private readonly DataViewRow _row;
    private readonly Func<NamedOnnxValue>[] _inputs;
    private readonly string[] _outputNames;
    private readonly Action<DisposableNamedOnnxValue>[] _keep;
    private readonly Dictionary<string, Array> _kept = [];
    private long _position = -1;

    public OnnxRowRun(InferenceSession session, DataViewRow row, IReadOnlyList<OnnxVariable> inputs, DataViewSchema.Column[] sources,
        OnnxVariable[] outputs)
    {
        _session = session;
        _row = row;
        _inputs = outputs.Length == 0 ? [] : [.. inputs.Zip(sources, Input)];
        _outputNames = [.. outputs.Select(output => output.Name)];
        _keep = [.. outputs.Select(output =>
            (Action<DisposableNamedOnnxValue>)GenericCall.Invoke(Keep<int>, output.Type.ItemType().RawType))];
    }

    public Delegate MakeGetter(OnnxVariable output)
    {
        if (output.Type is VectorDataViewType vector)
            return (Delegate)GenericCall.Invoke(VectorGetter<int>, vector.ItemType.RawType, output);
        return (Delegate)GenericCall.Invoke(ScalarGetter<int>, output.Type.RawType, output);
    }

    private ValueGetter<VBuffer<T>> VectorGetter<T>(OnnxVariable output) => (ref VBuffer<T> destination) =>
    {
        Update();
        var values = (T[])_kept[output.Name];
        VBuffer<T>.Copy(values, 0, ref destination, values.Length);
    };

    /// <summary>An output without dimensions has a column in ML.NET, too, whose values cannot be read.</summary>
    private static ValueGetter<T> ScalarGetter<T>(OnnxVariable output) => (ref T _) =>
        throw Contracts.ExceptNotSupp($"ONNX output '{output.Name}': expected at least one dimension, got a scalar.");

    private void Update()
    {
        if (_position == _row.Position)
            return;
        NamedOnnxValue[] inputs = [.. _inputs.Select(input => input())];
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> outputs = _session.Run(inputs, _outputNames);
        for (int i = 0; i < _keep.Length; i++)
            _keep[i](outputs[i]);
        _position = _row.Position;
    }

    private Action<DisposableNamedOnnxValue> Keep<T>() => output =>
        _kept[output.Name] = ((DenseTensor<T>)output.AsTensor<T>()).Buffer.ToArray();

    private Func<NamedOnnxValue> Input(OnnxVariable input, DataViewSchema.Column source) => source.Type is VectorDataViewType vector
        ? (Func<NamedOnnxValue>)GenericCall.Invoke(Vector<int>, vector.ItemType.RawType, input, source, vector)
        : (Func<NamedOnnxValue>)GenericCall.Invoke(Scalar<int>, source.Type.RawType, source);

    private Func<NamedOnnxValue> Scalar<T>(DataViewSchema.Column source)
    {
        ValueGetter<T> getter = _row.GetGetter<T>(source);
        return () =>
        {
            T value = default;
            getter(ref value);
            return NamedOnnxValue.CreateFromTensor(source.Name, new DenseTensor<T>(new[] { value }, [1, 1]));
        };
    }

    /// <summary>A vector of unknown size says how large the unknown dimension is.</summary>
    private Func<NamedOnnxValue> Vector<T>(OnnxVariable input, DataViewSchema.Column source, VectorDataViewType type)
    {
        ValueGetter<VBuffer<T>> getter = _row.GetGetter<VBuffer<T>>(source);
        int[] shape = input.RowShape();
        int unknown = type.IsKnownSize ? -1 : Array.IndexOf(shape, 0);
        int known = shape.Where(d => d > 0).Aggregate(1, (product, d) => product * d);
        VBuffer<T> vector = default;
        return () =>
        {
            getter(ref vector);
            if (unknown >= 0)
                shape[unknown] = vector.Length / known;
            return NamedOnnxValue.CreateFromTensor(source.Name, new DenseTensor<T>(vector.DenseValues().ToArray(), shape));
        };
    }
}

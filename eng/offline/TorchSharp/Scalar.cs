namespace TorchSharp;

public sealed class Scalar
{
    private Scalar(double value) => Value = value;

    internal double Value { get; }

    public static implicit operator Scalar(int value) => new(value);

    public static implicit operator Scalar(long value) => new(value);

    public static implicit operator Scalar(float value) => new(value);

    public static implicit operator Scalar(double value) => new(value);
}

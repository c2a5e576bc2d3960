using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace MLNetQuantumPrior.Torch.Tests;

/// <summary>
/// The operations of TorchSharp that the engine and its samples call, against closed forms. Convolutions, normalisation and likelihoods go
/// through the engines' contract.
/// </summary>
[TestClass]
public sealed class OperationTests
{
    private static readonly float[] X = [-3, -1.5f, -.25f, 0, .5f, 2.75f];

    private DisposeScope? _scope;

    /// <summary>Name, operation, closed form; above 0 only where the form needs it.</summary>
    public static IEnumerable<object[]> OfOneValue =>
    [
        Row("relu", x => x.relu(), x => Math.Max(x, 0)),
        Row("leaky_relu", x => x.leaky_relu(.01), x => x > 0 ? x : x / 100),
        Row("tanh", x => x.tanh(), Math.Tanh),
        Row("sigmoid", x => x.sigmoid(), x => 1 / (1 + Math.Exp(-x))),
        Row("silu", x => x.silu(), x => x / (1 + Math.Exp(-x))),
        Row("exp", x => x.exp(), Math.Exp),
        Row("sqrt of a square", x => (x * x).sqrt(), Math.Abs),
        Row("log of exp", x => x.exp().log(), x => x),
        Row("unary minus", x => -x, x => -x),
        Row("add a number", x => x + 2, x => x + 2),
        Row("multiply by a number", x => x * 3f, x => x * 3),
        Row("divide by a number", x => x / 4, x => x / 4),
        Row("add", x => x + x.exp(), x => x + Math.Exp(x)),
        Row("subtract", x => x - x.exp(), x => x - Math.Exp(x)),
        Row("multiply", x => x * x.exp(), x => x * Math.Exp(x)),
        Row("divide", x => x / x.exp(), x => x / Math.Exp(x)),
        Row("add_ a multiple", x => x.clone().add_(x.exp(), .5), x => x + (.5 * Math.Exp(x))),
        Row("add_ a number", x => x.clone().add_(1e-3), x => x + 1e-3),
        Row("mul_ by a number", x => x.clone().mul_(-2), x => -2 * x),
        Row("addcmul_", x => x.clone().addcmul_(x, x.exp(), .1), x => x + (.1 * x * Math.Exp(x))),
        Row("addcdiv_", x => x.clone().addcdiv_(x, x.exp(), -.1), x => x - (.1 * x / Math.Exp(x))),
        Row("copy_", x => torch.zeros_like(x).copy_(x), x => x),
    ];

    [TestInitialize]
    public void Open()
    {
        LibTorch.SkipWithout();
        _scope = torch.NewDisposeScope();
    }

    [TestCleanup]
    public void Close() => _scope?.Dispose();

    [TestMethod]
    [DynamicData(nameof(OfOneValue))]
    public void ItIsItsClosedForm(string name, Func<Tensor, Tensor> operation, Func<double, double> form) =>
        AssertSame([.. X.Select(x => form(x))], operation(HostTensor.Of(X, 2, 3)), name);

    [TestMethod]
    public void ShapesKeepTheOrderOfValues()
    {
        float[] values = [.. Enumerable.Range(0, 24).Select(k => (float)k)];
        Tensor x = HostTensor.Of(values, 2, 12);
        AssertShape([2, 3, 2, 2], x.view(2, 3, 2, 2), values);
        using var image = nn.Unflatten(1, [3, 4]);
        AssertShape([2, 3, 4], image.call(x), values);
        AssertShape([2, 12], x.view(2, 3, 2, 2).flatten(1), values);
        AssertShape([24], x.flatten(), values);
        AssertShape([2, 3], x.narrow(1, 4, 3), [4, 5, 6, 16, 17, 18]);
        AssertShape([12, 2], x.t(), [.. Enumerable.Range(0, 24).Select(k => (float)((k % 2 * 12) + (k / 2)))]);
        AssertShape([2, 12], x.t().contiguous().t(), values);
    }

    [TestMethod]
    public void SumsAndNorms()
    {
        Tensor x = HostTensor.Of(X, 2, 3);
        Assert.AreEqual(Math.Sqrt(X.Sum(value => (double)value * value)), x.norm().item<float>(), 1e-6);
        AssertShape([2], x.sum(1), [-4.75f, 3.25f]);
        AssertShape([1, 3], x.sum(0, keepdim: true), [-3, -1, 2.5f]);
        AssertSame(
            [.. X.Chunk(3).SelectMany(row => row.Select(value => value - Math.Log(row.Sum(other => Math.Exp(other)))))],
            x.log_softmax(1), "log_softmax");
    }

    [TestMethod]
    public void ALinearLayerIsAProductAndABias()
    {
        Tensor x = HostTensor.Of([1, 2, 3, 4, 5, 6], 2, 3), weights = HostTensor.Of([1, 0, -1, 2, 1, 0], 2, 3);
        AssertShape([2, 2], F.linear(x, weights), [-2, 4, -2, 13]);
        AssertShape([2, 2], F.linear(x, weights, HostTensor.Of([10, 20], 1, 2).view(2)), [8, 24, 8, 33]);
    }

    [TestMethod]
    public void ALossOfLogitsIsTheCrossEntropy()
    {
        Tensor o = HostTensor.Of(X, 2, 3), x = HostTensor.Of([0, 1, .25f, .5f, 1, 0], 2, 3);
        double[] expected = [.. X.Zip(
            (float[])[0, 1, .25f, .5f, 1, 0], (logit, target) => Math.Log(1 + Math.Exp(logit)) - (target * (double)logit))];
        AssertSame(expected, F.binary_cross_entropy_with_logits(o, x, reduction: nn.Reduction.None), "none");
        Assert.AreEqual(expected.Average(), F.binary_cross_entropy_with_logits(o, x).item<float>(), 1e-6);
    }

    [TestMethod]
    public void GradientsAreThoseOfWhatDependsOnTheInput()
    {
        Tensor x = HostTensor.Of(X, 2, 3).requires_grad_(), unused = HostTensor.Of(X, 2, 3).requires_grad_();
        Tensor other = HostTensor.Of(X, 2, 3).requires_grad_(), rowGradients = HostTensor.Of([1, 10], 1, 2).view(2);
        double[] expected = [.. X.Select((value, k) => 2.0 * value * (k < 3 ? 1 : 10))];
        autograd.backward([((x * x) + other).sum(1)], [rowGradients], inputs: [x, unused]);
        AssertSame(expected, x.grad!, "d(x^2)");
        Assert.IsNull(unused.grad);
        Assert.IsNull(other.grad, "It was not asked for.");
        autograd.backward([(x * x).sum(1)], [rowGradients], inputs: [x]);
        AssertSame(expected.Select(value => 2 * value), x.grad!, "Gradients add up.");
        x.grad = null;
        Assert.IsNull(x.grad);
        using (torch.no_grad())
        {
            Assert.IsFalse((x * x).requires_grad);
        }

        Assert.IsTrue((x * x).requires_grad);
        Assert.IsFalse(x.detach().requires_grad);
        Assert.IsFalse(nn.Parameter(HostTensor.Of(X, 2, 3), requires_grad: false).requires_grad);
        Assert.IsTrue(nn.Parameter(HostTensor.Of(X, 2, 3)).requires_grad);
    }

    [TestMethod]
    public void ScopesDisposeWhatWasMadeInThemAndNotTakenOut()
    {
        Tensor inner, taken, outer = torch.zeros(2);
        using (torch.NewDisposeScope())
        {
            inner = torch.zeros([3]);
            taken = torch.zeros([3]).DetachFromDisposeScope();
        }

        Assert.IsTrue(inner.IsInvalid);
        Assert.IsFalse(taken.IsInvalid);
        Assert.IsFalse(outer.IsInvalid);
        _scope!.Dispose();
        _scope = null;
        Assert.IsTrue(outer.IsInvalid);
        Assert.IsFalse(taken.IsInvalid);
        taken.Dispose();
        Assert.IsTrue(taken.IsInvalid);
    }

    [TestMethod]
    public void DropoutScalesWhatItKeepsInTraining()
    {
        using var dropout = nn.Dropout(.2);
        Tensor ones = torch.full([1000], 1, ScalarType.Float32);
        float[] Draw(long seed)
        {
            torch.random.manual_seed(seed);
            return [.. HostTensor.Values(dropout.call(ones))];
        }

        Assert.IsTrue(Draw(3).All(value => value is 0 or 1.25f));
        Assert.AreEqual(.8, Draw(3).Count(value => value > 0) / 1000.0, 4 * Math.Sqrt(.2 * .8 / 1000)); // four standard errors
        CollectionAssert.AreEqual(Draw(1), Draw(1));
        CollectionAssert.AreNotEqual(Draw(1), Draw(2));
        dropout.train(false);
        Assert.IsTrue(Draw(3).All(value => value == 1));
    }

    [TestMethod]
    public void ValuesOfAnotherTypeAreRounded()
    {
        Tensor x = HostTensor.Of([1, 1 + (1 / 512f), 1 + (3 / 512f), -300.5f], 1, 4), low = x.to(ScalarType.BFloat16);
        Assert.AreEqual(ScalarType.BFloat16, low.dtype);
        AssertShape([1, 4], low.to(ScalarType.Float32), [1, 1, 1 + (2 / 256f), -300]); // halves to even, as there are eight bits
        Assert.AreEqual(ScalarType.Float64, x.to(ScalarType.Float64).dtype);
    }

    [TestMethod]
    public void NewModulesStartWithinTheUsualBounds()
    {
        torch.random.manual_seed(4);
        using var linear = nn.Linear(100, 50);
        using var conv = nn.Conv2d(4, 8, 5);
        using var back = nn.ConvTranspose2d(4, 9, 2);
        foreach ((Tensor tensor, double bound) in ((Tensor, double)[])
        [
            (linear.weight!, .1), (linear.bias!, .1), (conv.weight!, .1), (conv.bias!, .1),
            (back.weight!, 1.0 / 6), (back.bias!, 1.0 / 6),
        ])
        {
            float[] values = [.. HostTensor.Values(tensor.detach())];
            Assert.IsTrue(values.All(value => Math.Abs(value) <= bound * (1 + 1e-6)));
            Assert.IsGreaterThan(.6 * bound, values.Select(Math.Abs).Max());
        }
    }

    [TestMethod]
    public void AShapeThatDoesNotFitIsAnExternalException()
    {
        Tensor x = HostTensor.Of(X, 2, 3);
        string message = Assert.ThrowsExactly<ExternalException>(() => x.view(4, 2)).Message;
        Assert.Contains("shape", message);
        Assert.ThrowsExactly<ExternalException>(() => x.narrow(1, 2, 5));
        Assert.AreEqual(6, x.NumberOfElements, "The error is gone with the exception.");
    }

    private static object[] Row(string name, Func<Tensor, Tensor> operation, Func<double, double> form) => [name, operation, form];

    private static void AssertShape(long[] shape, Tensor actual, float[] values)
    {
        CollectionAssert.AreEqual(shape, actual.shape);
        AssertSame([.. values], actual, $"[{string.Join(", ", shape)}]");
    }

    private static void AssertSame(IEnumerable<double> expected, Tensor actual, string what)
    {
        double[] values = [.. expected];
        float[] found = new float[values.Length];
        HostTensor.CopyTo(actual, found);
        for (int k = 0; k < values.Length; k++)
        {
            Assert.AreEqual(values[k], found[k], 1e-6 * Math.Max(1, Math.Abs(values[k])), $"{what}, value {k}");
        }
    }

    private static void AssertSame(float[] expected, Tensor actual, string what) =>
        AssertSame(expected.Select(value => (double)value), actual, what);
}

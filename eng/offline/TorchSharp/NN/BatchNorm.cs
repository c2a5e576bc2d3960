using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static BatchNorm1d BatchNorm1d(
                long num_features, double eps = 1e-05, double momentum = 0.1, bool affine = true, bool track_running_stats = true,
                Device? device = null, ScalarType? dtype = null) =>
                new(num_features, eps, momentum, affine, track_running_stats, device, dtype);

            public static BatchNorm2d BatchNorm2d(
                long num_features, double eps = 1e-05, double momentum = 0.1, bool affine = true, bool track_running_stats = true,
                Device? device = null, ScalarType? dtype = null) =>
                new(num_features, eps, momentum, affine, track_running_stats, device, dtype);
        }
    }
}

namespace TorchSharp.Modules
{
    public abstract class BatchNorm : nn.Module<Tensor, Tensor>
    {
        private readonly Tensor? _batches;

        private protected BatchNorm(
            long features, double eps, double momentum, bool affine, bool trackStatistics, Device? device, ScalarType? dtype, string name)
            : base(name)
        {
            (this.eps, this.momentum) = (eps, momentum);
            if (affine)
            {
                weight = nn.Parameter(torch.full([features], 1, dtype, device));
                bias = nn.Parameter(torch.zeros([features], dtype, device));
                register_parameter(nameof(weight), weight);
                register_parameter(nameof(bias), bias);
            }

            if (trackStatistics)
            {
                running_mean = torch.zeros([features], dtype, device);
                running_var = torch.full([features], 1, dtype, device);
                _batches = torch.zeros([], ScalarType.Int64, device);
                register_buffer(nameof(running_mean), running_mean);
                register_buffer(nameof(running_var), running_var);
                register_buffer("num_batches_tracked", _batches);
            }
        }

        public double eps { get; }

        public double? momentum { get; }

        public Parameter? weight { get; }

        public Parameter? bias { get; }

        public Tensor? running_mean { get; }

        public Tensor? running_var { get; }

        public override Tensor forward(Tensor input)
        {
            if (training)
            {
                _batches?.add_(1).Dispose();
            }

            return nn.functional.batch_norm(
                input, running_mean, running_var, weight, bias, training || running_mean is null, momentum ?? 0, eps);
        }
    }

    public sealed class BatchNorm1d : BatchNorm
    {
        internal BatchNorm1d(
            long features, double eps, double momentum, bool affine, bool trackStatistics, Device? device, ScalarType? dtype)
            : base(features, eps, momentum, affine, trackStatistics, device, dtype, nameof(BatchNorm1d))
        {
        }
    }

    public sealed class BatchNorm2d : BatchNorm
    {
        internal BatchNorm2d(
            long features, double eps, double momentum, bool affine, bool trackStatistics, Device? device, ScalarType? dtype)
            : base(features, eps, momentum, affine, trackStatistics, device, dtype, nameof(BatchNorm2d))
        {
        }
    }
}

using Microsoft.Extensions.Options;

namespace MLNetQuantumPrior.Service;

/// <summary>Refuses to start with options that cannot work, and says which.</summary>
internal sealed class ServingOptionsCheck : IValidateOptions<ServingOptions>
{
    public ValidateOptionsResult Validate(string? name, ServingOptions options)
    {
        var faults = new List<string>();
        if (options.Generator.Length + options.Autoencoder.Length == 0)
        {
            faults.Add($"Options '{ServingOptions.Section}': expected a Generator, an Autoencoder or both, got neither.");
        }

        Exists(nameof(options.Generator), options.Generator);
        Exists(nameof(options.Autoencoder), options.Autoencoder);
        Within(nameof(options.QueueLength), options.QueueLength, 1, 100_000);
        Within(nameof(options.BatchRows), options.BatchRows, 1, 4096);
        Within(nameof(options.RequestRows), options.RequestRows, 1, Math.Max(1, options.BatchRows));
        Within(nameof(options.MaxSweeps), options.MaxSweeps, 0, 100_000);
        Within(nameof(options.Workers), options.Workers, 1, 256);
        Within(nameof(options.BodyBytes), options.BodyBytes, 1024, 100_000_000);
        Within(nameof(options.RetryAfterSeconds), options.RetryAfterSeconds, 1, 3600);
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);

        void Within(string option, int value, int least, int most)
        {
            if (value < least || value > most)
            {
                faults.Add($"Option '{ServingOptions.Section}:{option}': expected {least} to {most}, got {value}.");
            }
        }

        void Exists(string option, string path)
        {
            if (path.Length > 0 && !File.Exists(OnnxGraph.FullPath(path)))
            {
                faults.Add($"Option '{ServingOptions.Section}:{option}': expected an ONNX file, got '{path}', which does not exist.");
            }
        }
    }
}

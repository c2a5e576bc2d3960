namespace MLNetQuantumPrior.Build;

/// <summary>Where things are in this checkout. All paths are absolute.</summary>
internal sealed record Checkout(string Root)
{
    public string Solution => Path.Combine(Root, "MLNetQuantumPrior.sln");

    /// <summary>The versions of all packages.</summary>
    public string Versions => Path.Combine(Root, "Directory.Packages.props");

    /// <summary>The remembered answer which packages the feed has; git-ignored.</summary>
    public string PackageAnswers => Path.Combine(Root, "eng", "Packages.g.props");

    /// <summary>The npm manifest and lock file of the data.</summary>
    public string DataManifest => Path.Combine(Root, "eng", "data");

    /// <summary>One folder a data set; git-ignored.</summary>
    public string DataCache => Path.Combine(DataManifest, "cache");

    public string Demo => Path.Combine(Root, "samples", "MLNetQuantumPrior.Demo");

    public string Benchmarks => Path.Combine(Root, "tests", "MLNetQuantumPrior.Benchmarks");

    /// <summary>A folder for what a command leaves behind; git-ignored.</summary>
    public string Artifacts(string name) => Path.Combine(Root, "artifacts", name);

    /// <summary>The same folder, made and emptied, so that nothing of an earlier run is taken for this one's.</summary>
    public string EmptyArtifacts(string name)
    {
        string folder = Artifacts(name);
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        return Directory.CreateDirectory(folder).FullName;
    }

    public static Checkout Find(string start)
    {
        for (string? folder = start; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            var checkout = new Checkout(folder);
            if (File.Exists(checkout.Solution))
            {
                return checkout;
            }
        }

        throw new BuildException($"MLNetQuantumPrior.sln: expected in a folder above '{start}', found none.");
    }
}

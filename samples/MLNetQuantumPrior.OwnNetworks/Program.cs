MLNetQuantumPrior.Samples.OwnNetworks.Run(Console.Out, Directory.CreateDirectory(args.Length > 0 ? args[0] : ".").FullName);

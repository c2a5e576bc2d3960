using MLNetQuantumPrior.Tool;

return await Bmvae.RunAsync(args, new(Console.Out, Console.Error, !Console.IsErrorRedirected), CancellationToken.None);

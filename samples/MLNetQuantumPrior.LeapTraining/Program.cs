using MLNetQuantumPrior.Leap;
using MLNetQuantumPrior.LeapStub;
using MLNetQuantumPrior.Samples;

// With a token (DWAVE_API_TOKEN, or dwave.conf) this trains on a quantum annealer and is charged for some three seconds of it; without one
// it trains on a stand-in on this machine.
var settings = new LeapOptions { ChargeLimit = TimeSpan.FromSeconds(10) };
LeapStubServer? standIn = null;
LeapClient client;
try
{
    client = new(settings);
}
catch (InvalidDataException error)
{
    Console.WriteLine($"{error.Message} Training on a stand-in.");
    standIn = await LeapTraining.StandInAsync();
    client = new(settings with { Endpoint = standIn.Endpoint, Token = standIn.Options.Token, Solver = standIn.Solvers.Single().Name });
}

using (client)
{
    LeapTraining.Run(client, await client.GetSolverAsync(), Console.Out);
}

await (standIn?.DisposeAsync() ?? ValueTask.CompletedTask);

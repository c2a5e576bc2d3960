using System.Globalization;
using MLNetQuantumPrior.LeapStub;

// dotnet run --project tests/MLNetQuantumPrior.LeapStub -- [port] [state-vector qubits] [solver ...], a solver being zephyr:M or pegasus:M,
// or zephyr:M:NAME; by a name that D-Wave publishes a schedule of, such as Advantage2_system1, LeapSampler knows its temperature
int Number(int place) => args.Length > place ? int.Parse(args[place], CultureInfo.InvariantCulture) : 0;
var options = new StubOptions { Port = Number(0), StateVectorQubits = Number(1) };
if (args.Length > 2)
{
    options = options with
    {
        Solvers =
        [
            .. args.Skip(2).Select(text => text.Split(':')).Select(parts => parts[0] == "pegasus"
                ? StubSolver.Pegasus(int.Parse(parts[1], CultureInfo.InvariantCulture), name: parts.ElementAtOrDefault(2))
                : StubSolver.Zephyr(
                    int.Parse(parts[1], CultureInfo.InvariantCulture), dead: [3, 50], name: parts.ElementAtOrDefault(2))),
        ],
    };
}

await using LeapStubServer server = await LeapStubServer.StartAsync(options);
Console.WriteLine($"endpoint {server.Endpoint}");
Console.WriteLine($"token {options.Token}");
await server.UntilStoppedAsync();

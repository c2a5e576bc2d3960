using System.CommandLine;
using System.Globalization;
using MLNetQuantumPrior.Cluster;

CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
var model = new Option<string>("--model") { Description = "The synthesizer, such as 'bmvae fit' writes", Required = true };
var siloPort = new Option<int>("--silo-port") { Description = "Port for other silos", Required = true };
var gatewayPort = new Option<int>("--gateway-port") { Description = "Port for clients", Required = true };
var firstPort = new Option<int>("--first-port") { Description = "Port of the first silo", Required = true };
var silo = new Command("silo", "Makes ranges of rows that it is asked for; 'drive' starts some")
{
    model, siloPort, gatewayPort, firstPort,
};
silo.SetAction((line, cancel) => LocalSilo.RunAsync(
    line.GetValue(model)!, new(line.GetValue(siloPort), line.GetValue(gatewayPort), line.GetValue(firstPort)), cancel));

var folder = new Option<string>("--folder") { Description = "Where the shards go", Required = true };
var rows = new Option<long>("--rows") { Description = "How many rows", DefaultValueFactory = _ => 100_000 };
var rowsPerRange = new Option<int>("--rows-per-range") { Description = "Rows of one call to a silo", DefaultValueFactory = _ => 5000 };
var rowsPerShard = new Option<int>("--rows-per-shard") { Description = "Rows of a shard", DefaultValueFactory = _ => 1000 };
var silos = new Option<int>("--silos") { Description = "How many silos", DefaultValueFactory = _ => 3 };
var kill = new Option<bool>("--kill") { Description = "Kill the last of them at a random moment" };
var drive = new Command("drive", "Starts silos and has them make all rows")
{
    model, folder, rows, rowsPerRange, rowsPerShard, silos, kill,
};
drive.SetAction((line, cancel) => Drive.RunAsync(
    new(
        Path.GetFullPath(line.GetValue(model)!),
        Path.GetFullPath(line.GetValue(folder)!),
        line.GetValue(rows),
        line.GetValue(rowsPerRange),
        line.GetValue(rowsPerShard),
        line.GetValue(silos),
        line.GetValue(kill)),
    cancel));
return await new RootCommand("Shards of generated rows by a cluster of Orleans silos.") { silo, drive }.Parse(args).InvokeAsync();

using Microsoft.Testing.Platform.Builder;
using MLNetQuantumPrior.Tests;

if (args is [ShardProgram.Argument, string model, string folder])
{
    ShardProgram.Run(model, folder); // the process that a test kills
    return 0;
}

ITestApplicationBuilder builder = await TestApplication.CreateBuilderAsync(args);
builder.AddSelfRegisteredExtensions(args);
using ITestApplication tests = await builder.BuildAsync();
return await tests.RunAsync();

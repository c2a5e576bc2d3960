using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using MLNetQuantumPrior.Service;
using OpenTelemetry.Metrics;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
IServiceCollection services = builder.Services;

services.AddSingleton<IValidateOptions<ServingOptions>, ServingOptionsCheck>();
services.AddOptions<ServingOptions>()
    .BindConfiguration(ServingOptions.Section, binder => binder.ErrorOnUnknownConfiguration = true)
    .ValidateOnStart();
services.AddOptions<KestrelServerOptions>().Configure(
    (KestrelServerOptions kestrel, IOptions<ServingOptions> serving) => kestrel.Limits.MaxRequestBodySize = serving.Value.BodyBytes);

ServingOptions given = builder.Configuration.GetSection(ServingOptions.Section).Get<ServingOptions>() ?? new();
services.AddHealthChecks();
if (given.Generator.Length > 0)
{
    services.AddModel<GeneratorModel, GeneratorRow, GeneratedRow>();
    services.AddSingleton<GenerateEndpoint>();
}

if (given.Autoencoder.Length > 0)
{
    services.AddModel<AutoencoderModel, float[], CodedRow>();
    services.AddSingleton<RowEndpoints>();
}

services.AddSingleton<QueueMetrics>();
services.AddOpenTelemetry().WithMetrics(metrics => metrics
    .AddMeter(QueueMetrics.Meter, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime")
    .AddPrometheusExporter());

services.AddOpenApi();
services.AddProblemDetails();
services.AddExceptionHandler<Problems>();
services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true); // so that Problems can say what is wrong
services.ConfigureHttpJsonOptions(json =>
{
    json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
    json.SerializerOptions.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
    json.SerializerOptions.RespectNullableAnnotations = true;
    json.SerializerOptions.RespectRequiredConstructorParameters = true;
});

WebApplication app = builder.Build();
app.UseExceptionHandler();
app.UseStatusCodePages();
app.MapOpenApi();
app.MapPrometheusScrapingEndpoint();
app.MapHealthChecks("/healthz/live", new() { Predicate = _ => false });
app.MapHealthChecks("/healthz/ready");
app.MapHealthChecks("/healthz");

RouteGroupBuilder models = app.MapGroup("")
    .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
if (given.Generator.Length > 0)
{
    models.MapGet("/generate", (GenerateEndpoint endpoint, [AsParameters] GenerateRequest request, HttpContext context) =>
        endpoint.AnswerAsync(request, context)).WithSummary("Draws rows");
    models.MapPost("/generate", (GenerateEndpoint endpoint, [FromBody] GenerateRequest request, HttpContext context) =>
        endpoint.AnswerAsync(request, context)).WithSummary("Draws rows");
    models.MapGet("/generate.png", (GenerateEndpoint endpoint, [AsParameters] GenerateRequest request, HttpContext context) =>
        endpoint.PictureAsync(request, context)).WithSummary("Draws rows that are square pictures")
        .Produces<byte[]>(StatusCodes.Status200OK, "image/png");
}

if (given.Autoencoder.Length > 0)
{
    models.MapPost("/encode", (RowEndpoints endpoint, [FromBody] RowsRequest request, HttpContext context) =>
        endpoint.EncodeAsync(request, context)).WithSummary("Latent bits of rows");
    models.MapPost("/score", (RowEndpoints endpoint, [FromBody] RowsRequest request, HttpContext context) =>
        endpoint.ScoreAsync(request, context)).WithSummary("How strange rows are");
}

app.Run();

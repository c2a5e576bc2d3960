using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using MLNetQuantumPrior.Evaluation;

namespace MLNetQuantumPrior.Service;

/// <summary>Draws rows.</summary>
internal sealed class GenerateEndpoint(
    GeneratorModel model, BatchQueue<GeneratorRow, GeneratedRow> queue, IOptions<ServingOptions> options)
{
    private readonly ServingOptions _options = options.Value;

    public async Task<Results<Ok<GenerateResponse>, ProblemHttpResult>> AnswerAsync(GenerateRequest request, HttpContext context)
    {
        int? chosen = model.Classes.Find(request.Class);
        return queue.TryAsk(Rows(request, chosen), context.RequestAborted) is { } answers
            ? TypedResults.Ok(new GenerateResponse(chosen is { } index ? model.Classes.Names[index] : null, await answers))
            : Overload.Answer(context, _options);
    }

    /// <summary>The rows as one picture, where a row is a square picture.</summary>
    public async Task<Results<FileContentHttpResult, ProblemHttpResult>> PictureAsync(GenerateRequest request, HttpContext context)
    {
        int side = (int)Math.Round(Math.Sqrt(model.Features));
        if (side * side != model.Features)
        {
            return TypedResults.Problem(
                $"Pictures: expected a model of square ones, got one of {model.Features} features.", statusCode: 404);
        }

        if (queue.TryAsk(Rows(request, model.Classes.Find(request.Class)), context.RequestAborted) is not { } answers)
        {
            return Overload.Answer(context, _options);
        }

        float[] pixels = [.. (await answers).SelectMany(row => row.Features)];
        return TypedResults.File(ImageGrid.ToPng(pixels, side, side, columns: 8), "image/png");
    }

    private GeneratorRow[] Rows(GenerateRequest request, int? chosen)
    {
        long count = Within("count", request.Count ?? 1, 1, _options.RequestRows);
        long sweeps = Within("sweeps", request.Sweeps ?? 20, 0, _options.MaxSweeps);
        long first = Within("firstId", request.FirstId ?? 0, 0, long.MaxValue - count);
        float beta = request.Beta ?? 1;
        if (!(beta >= 0 && float.IsFinite(beta)))
        {
            throw new RequestException("beta", "a finite number of at least 0", beta.ToString(CultureInfo.InvariantCulture));
        }

        return [.. Enumerable.Range(0, (int)count).Select(
            k => new GeneratorRow(chosen ?? 0, first + k, request.Seed ?? 0, sweeps, beta))];
    }

    private static long Within(string field, long value, long least, long most) => value >= least && value <= most
        ? value
        : throw new RequestException(field, $"{least} to {most}", $"{value}");
}

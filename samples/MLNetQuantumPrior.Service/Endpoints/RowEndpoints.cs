using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace MLNetQuantumPrior.Service;

/// <summary>Encodes and scores rows.</summary>
internal sealed class RowEndpoints(AutoencoderModel model, BatchQueue<float[], CodedRow> queue, IOptions<ServingOptions> options)
{
    private readonly ServingOptions _options = options.Value;

    public Task<Results<Ok<EncodeResponse>, ProblemHttpResult>> EncodeAsync(RowsRequest request, HttpContext context) =>
        AnswerAsync(request, context, rows => new EncodeResponse([.. rows.Select(row => row.Bits)]));

    public Task<Results<Ok<ScoreResponse>, ProblemHttpResult>> ScoreAsync(RowsRequest request, HttpContext context) =>
        AnswerAsync(request, context, rows => new ScoreResponse([.. rows.Select(row => row.Score)]));

    private async Task<Results<Ok<T>, ProblemHttpResult>> AnswerAsync<T>(
        RowsRequest request, HttpContext context, Func<CodedRow[], T> response)
    {
        Check(request.Rows);
        if (queue.TryAsk(request.Rows, context.RequestAborted) is not { } answers)
        {
            return Overload.Answer(context, _options);
        }

        CodedRow[] rows = await answers;
        int overflow = Array.FindIndex(rows, row => !row.Score.IsFinite);
        return overflow < 0
            ? TypedResults.Ok(response(rows))
            : throw new RequestException($"rows[{overflow}]", "features like those of the training data", "a row whose scores overflow");
    }

    private void Check(float[][] rows)
    {
        if (rows.Length < 1 || rows.Length > _options.RequestRows)
        {
            throw new RequestException("rows", $"1 to {_options.RequestRows} rows", $"{rows.Length}");
        }

        for (int k = 0; k < rows.Length; k++)
        {
            if (rows[k]?.Length != model.Features)
            {
                throw new RequestException($"rows[{k}]", $"{model.Features} features", rows[k] is { } row ? $"{row.Length}" : "null");
            }

            int slot = Array.FindIndex(rows[k], value => !float.IsFinite(value));
            if (slot >= 0)
            {
                throw new RequestException(
                    $"rows[{k}][{slot}]", "a finite number", rows[k][slot].ToString(CultureInfo.InvariantCulture));
            }
        }
    }
}

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
        float[][] asked = Array.ConvertAll(request.Rows, row => Array.ConvertAll(row, value => value ?? float.NaN));
        if (queue.TryAsk(asked, context.RequestAborted) is not { } answers)
        {
            return Overload.Answer(context, _options);
        }

        CodedRow[] rows = await answers;
        int unknown = Array.FindIndex(rows, row => !row.Score.IsFinite);
        return unknown < 0 ? TypedResults.Ok(response(rows)) : throw Fault(request.Rows[unknown], unknown);
    }

    private static RequestException Fault(float?[] row, int k) => Array.IndexOf(row, null) is >= 0 and int slot
        ? new($"rows[{k}][{slot}]", "a number, as the model knows no value for missing ones", "null")
        : new($"rows[{k}]", "features like those of the training data", "a row whose scores overflow");

    private void Check(float?[][] rows)
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

            int slot = Array.FindIndex(rows[k], value => value is { } number && !float.IsFinite(number));
            if (slot >= 0)
            {
                throw new RequestException(
                    $"rows[{k}][{slot}]", "a finite number", rows[k][slot]!.Value.ToString(CultureInfo.InvariantCulture));
            }
        }
    }
}

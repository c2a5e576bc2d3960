using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Tests;

namespace MLNetQuantumPrior.Browser.Tests;

/// <summary>Draws of ONNX Runtime Web, in the sample's page.</summary>
internal static class PageDraws
{
    /// <summary>True in the page when all is drawn; also where nothing will be, after an error.</summary>
    public const string IsIdle =
        "document.querySelector('#error:not([hidden])') || document.querySelector('#flips')?.max > 0 && " +
        "!document.querySelector('[aria-busy=true]')";

    /// <summary>Draws rows with a model of the site, several times for their time.</summary>
    public static async Task<RuntimeDraws> DrawAsync(
        this ChromiumPage page, string set, IEnumerable<PortableRow> rows, int times, CancellationToken cancel) =>
        await page.EvaluateAsync<RuntimeDraws>(
            $$"""
            (async () => {
              const { Generator } = await import('./generator.mjs');
              const generator = await Generator.load('./models/{{set}}.generator.onnx');
              const rows = {{RuntimeDraws.Json(rows)}}, milliseconds = [];
              let drawn;
              for (let time = 0; time < {{times}}; time++) {
                const started = performance.now();
                drawn = await generator.draw(rows);
                milliseconds.push(performance.now() - started);
              }

              await generator.release();
              const bits = Array.from(drawn.bits, (bit) => (Number.isNaN(bit) ? '-' : bit)).join('');
              return { bits, energies: [...drawn.energies], milliseconds };
            })()
            """,
            cancel);

    /// <summary>Edits rows with an editor of the site.</summary>
    public static async Task<RuntimeEdits> EditAsync(
        this ChromiumPage page, string set, IEnumerable<RowToEdit> rows, CancellationToken cancel) =>
        await page.EvaluateAsync<RuntimeEdits>(
            $$"""
            (async () => {
              const { AttributeEditor } = await import('./attributes.mjs');
              const editor = await AttributeEditor.load('./models/{{set}}.editor.onnx');
              const { bits, reached, changedBits } = await editor.edit({{RuntimeDraws.Json(rows)}});
              await editor.release();
              return { bits: bits.join(''), reached: [...reached], changedBits: [...changedBits] };
            })()
            """,
            cancel);
}

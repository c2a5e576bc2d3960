using System.Text;
using MLNetQuantumPrior.Demo;
using MLNetQuantumPrior.Evaluation;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Experiments;

/// <summary>Results as JSON, as tables and as pictures; written after each stage.</summary>
internal sealed class EvaluationReport(string folder, FinishedWork done)
{
    private const int GridImages = 100, GridColumns = 20;

    public void Write(EvaluationResults results)
    {
        Results all = Results.Of("tests/MLNetQuantumPrior.Experiments", results.Rows());
        all.Write(Path.Combine(folder, $"{results.Name}.json"));
        File.WriteAllText(Path.Combine(folder, $"{results.Name}.md"), TablesOf(all));
        DrawCurves(results);
        DrawSamples(results);
    }

    /// <summary>A table for each set.</summary>
    public static string TablesOf(Results results) => string.Join('\n', results.Rows.Select(row => row.Set).Distinct().SelectMany(
        set => (string[])[$"## {set}", "", .. new ResultTable(Sets: [set], Digits: 4).Of(results), ""]));

    private void DrawCurves(EvaluationResults results)
    {
        if (results.TradeOff.Count > 0)
        {
            XyLine[] lines = [.. results.TradeOff.GroupBy(point => $"{point.Prior} {point.Latents}").Select(
                line => new XyLine(line.Key, [.. line.OrderBy(point => point.Kl).Select(point => (point.Kl, point.Reconstruction))]))];
            Save(
                $"{results.Name}-trade-off.svg",
                XyChart.ToSvg("Reconstruction against KL over KL weights", "KL, nats", "reconstruction, nats", lines));
        }

        if (results.Convergence.Count > 0)
        {
            XyLine[] lines = [.. results.Convergence.GroupBy(point => point.Prior).Select(
                line => new XyLine(line.Key, [.. line.Select(point => (point.ProcessorSeconds, -point.Iw))]))];
            Save(
                $"{results.Name}-convergence.svg",
                XyChart.ToSvg("Bound of whole trainings", "processor seconds", "-IW bound on validation images, nats", lines));
        }

        if (results.Models.Count > 0)
        {
            ChartLine[] lines = [.. results.Models.Where(model => model.Recipe.Seed == results.Budget.Seeds[0]).Select(
                model => new ChartLine(model.Recipe.Prior, model.Model.Reconstruction))];
            Save($"{results.Name}-training.svg", LineChart.ToSvg("Reconstruction while training, nats", "epoch", lines));
        }
    }

    private void DrawSamples(EvaluationResults results)
    {
        foreach (EvaluatedModel model in results.Models.Where(model => model.Recipe.Seed == results.Budget.Seeds[0]))
        {
            string path = Path.Combine(folder, $"{results.Name}-samples-{model.Recipe.Prior}.png");
            if (!File.Exists(path))
            {
                float[] images = UnconditionalImages.Draw(model.Model.Load(done), GridImages, model.Recipe.Seed);
                File.WriteAllBytes(path, ImageGrid.ToPng(images, LabeledImages.Side, LabeledImages.Side, GridColumns, zoom: 1));
            }
        }
    }

    private void Save(string name, string svg) => File.WriteAllText(Path.Combine(folder, name), svg, new UTF8Encoding(false));
}

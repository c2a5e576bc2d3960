using System.Text;

namespace Microsoft.ML.Data;

/// <summary>A confusion matrix as text, laid out as ML.NET does. Names too long for a column head give way to class numbers.</summary>
internal static class ConfusionTable
{
    public static string Format(ConfusionMatrix matrix)
    {
        int classes = matrix.NumberOfClasses;
        int width = classes == 2 ? 8 : 5;
        int longest = matrix.ClassNames.Max(name => name.Length);
        bool numbered = longest > width;
        int digits = (classes - 1).ToString().Length;
        int headWidth = Math.Max("PREDICTED".Length, longest + (numbered ? digits + ". ".Length : 0));
        string rule = string.Concat(Enumerable.Repeat(new string('=', width + 3), classes));

        string Head(string text) => text.PadRight(headWidth) + " ||";
        string RowHead(int c) => numbered
            ? $"{c.ToString().PadLeft(digits)}. {matrix.ClassNames[c].PadLeft(headWidth - digits - 2)} ||"
            : $"{matrix.ClassNames[c].PadLeft(headWidth)} ||";
        string ColumnHead(int c) => numbered ? c.ToString() : matrix.ClassNames[c];
        string Cells(Func<int, string> cell) => string.Concat(Enumerable.Range(0, classes).Select(cell));

        var text = new StringBuilder();
        text.AppendLine().AppendLine("Confusion table");
        text.AppendLine(Head("") + rule);
        text.AppendLine(Head("PREDICTED") + Cells(c => $" {ColumnHead(c).PadLeft(width)} |") + " Recall");
        text.AppendLine(Head("TRUTH") + rule);
        for (int truth = 0; truth < classes; truth++)
        {
            IReadOnlyList<double> counts = matrix.Counts[truth];
            string cells = Cells(c => $" {counts[c].ToString("N0").PadLeft(width)} |");
            text.AppendLine($"{RowHead(truth)}{cells} {matrix.PerClassRecall[truth],5:F4}");
        }
        text.AppendLine(Head("") + rule);
        text.AppendLine(Head("Precision") + Cells(c => $"{matrix.PerClassPrecision[c].ToString("N4").PadLeft(width + 1)} |"));
        return text.ToString();
    }
}

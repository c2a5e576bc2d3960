using MLNetQuantumPrior.Demo;
using MLNetQuantumPrior.Evaluation;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Experiments;

/// <summary>Test faces that get or lose one attribute, and what judges read in them before and after.</summary>
internal static class FaceEditing
{
    private const int PictureColumns = 6;

    /// <summary>What a face is to become, and so was not before.</summary>
    private static readonly (string Attribute, bool Has)[] Edits =
        [("Eyeglasses", true), ("Eyeglasses", false), ("Beard", true), ("Beard", false), ("Smiling", true), ("Hat", false)];

    /// <summary>What became of some faces.</summary>
    /// <param name="Reached">Share in which the judge reads what was set.</param>
    /// <param name="Kept">Share of readings of the other attributes that are as in the reconstruction.</param>
    internal sealed record Reading(double Reached, double Kept)
    {
        public override string ToString() => FormattableString.Invariant($"reached {Reached:F3}, kept {Kept:F3}");
    }

    /// <summary>Figures of each edit, and a picture of some.</summary>
    public static IEnumerable<ResultRow> Measure(
        FinishedWork done, FaceBudget budget, BmVaeModel model, FaceRows test, ImmutableArray<FaceJudge> judges, ulong seed, string picture)
    {
        var editor = new Editor(model, new() { Seed = seed });
        var rows = new List<ResultRow>();
        var pictures = new List<ImageRow>();
        foreach ((string attribute, bool has) in Edits)
        {
            string name = has ? $"gets {attribute}" : $"loses {attribute}";
            int judged = FaceFolder.Attributes.IndexOf(attribute);
            float[] faces =
            [
                .. Enumerable.Range(0, test.Count).Where(face => test.Has[judged][face] != has).Take(budget.EditedFaces)
                    .SelectMany(face => test.Pixels.AsSpan(face * FaceFolder.Values, FaceFolder.Values).ToArray()),
            ];
            Reading reading = done.Of($"editing/{seed}/{name}", budget, () => Read(editor, model, faces, judged, has, judges));
            rows.Add(new("faces", name, "reached", seed, reading.Reached));
            rows.Add(new("faces", name, "kept", seed, reading.Kept));
            float[] some = faces[..(Math.Min(PictureColumns, faces.Length / FaceFolder.Values) * FaceFolder.Values)];
            pictures.Add(new("Reconstructed", FaceFigures.Reconstructions(model, some)));
            pictures.Add(new(name, Edited(editor, some, attribute, has)));
        }

        File.WriteAllText(picture, ImageGrid.ToSvg(pictures, FaceFolder.Side, FaceFolder.Side, zoom: 1, channels: 3, FaceFolder.White));
        return rows;
    }

    private static Reading Read(
        Editor editor, BmVaeModel model, float[] faces, int judged, bool has, ImmutableArray<FaceJudge> judges)
    {
        float[] before = FaceFigures.Reconstructions(model, faces), after = Edited(editor, faces, judges[judged].Attribute, has);
        double kept = judges.Where((_, other) => other != judged)
            .Average(judge => judge.Read(before).Zip(judge.Read(after)).Average(pair => pair.First == pair.Second ? 1.0 : 0));
        return new(judges[judged].Read(after).Average(read => read == has ? 1.0 : 0), kept);
    }

    private static float[] Edited(Editor editor, float[] faces, string attribute, bool has) => [.. editor.Edit(
        faces, [Given.Is(attribute, has)],
        [.. Enumerable.Range(0, faces.Length / FaceFolder.Values).Select(id => (ulong)id)]).Features];
}

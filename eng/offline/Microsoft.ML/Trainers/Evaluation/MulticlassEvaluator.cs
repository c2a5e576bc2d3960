using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Runs over scored data and tallies it. Rows without a label, or with scores that are not finite, are left out.</summary>
internal static class MulticlassEvaluator
{
    public static MulticlassClassificationMetrics Evaluate(
        IDataView data, string labelName, string scoreName, string predictedLabelName, int topK)
    {
        DataViewSchema.Column label = Find(data.Schema, labelName, "Label"), score = Find(data.Schema, scoreName, "Score");
        Find(data.Schema, predictedLabelName, "PredictedLabel");
        if (score.Type is not VectorDataViewType { Size: >= 2 } type || type.ItemType != NumberDataViewType.Single)
            throw Contracts.ExceptSchemaMismatch(
                "schema", "score", scoreName, "vector of two or more items of type Single", score.Type.ToString());
        if (label.Type is not KeyDataViewType && label.Type != NumberDataViewType.Single)
            throw Contracts.ExceptSchemaMismatch("schema", "label", labelName, "Single or Key", label.Type.ToString());

        var tally = new MulticlassTally(type.Size);
        using DataViewRowCursor cursor = data.GetRowCursor([label, score]);
        Func<float> readLabel = LabelReader(cursor, label);
        ValueGetter<VBuffer<float>> getScore = cursor.GetGetter<VBuffer<float>>(score);
        VBuffer<float> buffer = default;
        float[] scores = new float[type.Size];
        while (cursor.MoveNext())
        {
            float value = readLabel();
            if (!(value >= 0) || value != (int)value)
                continue;
            getScore(ref buffer);
            buffer.CopyTo(scores);
            if (Array.TrueForAll(scores, float.IsFinite))
                tally.Add((int)value, scores);
        }
        return new MulticlassClassificationMetrics(tally, topK, ClassNames(score, type.Size));
    }

    private static DataViewSchema.Column Find(DataViewSchema schema, string name, string role) =>
        schema.GetColumnOrNull(name) ?? throw Contracts.ExceptParam(nameof(schema), $"{name} column '{role}' not found");

    // Classes count from 0; NaN where the label is missing.
    private static Func<float> LabelReader(DataViewRow row, DataViewSchema.Column label) => Type.GetTypeCode(label.Type.RawType) switch
    {
        TypeCode.Byte => KeyReader<byte>(row, label),
        TypeCode.UInt16 => KeyReader<ushort>(row, label),
        TypeCode.UInt32 => KeyReader<uint>(row, label),
        TypeCode.UInt64 => KeyReader<ulong>(row, label),
        _ => Reader<float>(row, label),
    };

    private static Func<float> KeyReader<TKey>(DataViewRow row, DataViewSchema.Column label)
        where TKey : IConvertible
    {
        Func<TKey> read = Reader<TKey>(row, label);
        ulong count = ((KeyDataViewType)label.Type).Count;
        return () =>
        {
            ulong key = read().ToUInt64(null);
            return key >= 1 && key <= count ? key - 1 : float.NaN;
        };
    }

    private static Func<TValue> Reader<TValue>(DataViewRow row, DataViewSchema.Column column)
    {
        ValueGetter<TValue> getter = row.GetGetter<TValue>(column);
        return () =>
        {
            TValue value = default;
            getter(ref value);
            return value;
        };
    }

    private static string[] ClassNames(DataViewSchema.Column score, int classes)
    {
        if (!score.HasSlotNames())
            return [.. Enumerable.Range(0, classes).Select(c => c.ToString())];
        VBuffer<ReadOnlyMemory<char>> names = default;
        score.GetSlotNames(ref names);
        return [.. names.DenseValues().Select(name => name.ToString())];
    }
}

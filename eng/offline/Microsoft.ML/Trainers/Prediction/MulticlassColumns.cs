using Kind = Microsoft.ML.SchemaShape.Column.VectorKind;

namespace Microsoft.ML.Data;

/// <summary>The columns that a multiclass model adds: their types and annotations, on data and as a shape.</summary>
internal static class MulticlassColumns
{
    public const int PredictedLabel = 0;
    public const int Score = 1;

    private static readonly string[] s_names = ["PredictedLabel", "Score"];

    /// <param name="input">The schema to be extended.</param>
    /// <param name="trainLabel">The label of the training data: its key values, if any, name the classes.</param>
    /// <param name="classes">The number of classes.</param>
    public static DataViewSchema.DetachedColumn[] Make(DataViewSchema input, DataViewSchema.Column trainLabel, int classes)
    {
        uint set = input.Max(ScoreColumnSet) + 1;
        DataViewSchema.Annotations.Builder label = Common(PredictedLabel, set), score = Common(Score, set);
        DataViewSchema.Annotations annotations = trainLabel.Annotations;
        if (annotations.Schema.GetColumnOrNull(AnnotationKinds.KeyValues) is { Type: VectorDataViewType type } values
            && type.Size == classes)
        {
            Delegate getter = annotations.GetterOf(values);
            label.Add(AnnotationKinds.KeyValues, type, getter);
            score.Add(AnnotationKinds.TrainingLabelValues, type, getter);
            if (type.ItemType is TextDataViewType)
                score.Add(AnnotationKinds.SlotNames, type, getter);
        }
        return
        [
            new(s_names[PredictedLabel], new KeyDataViewType(typeof(uint), classes), label.ToAnnotations()),
            new(s_names[Score], new VectorDataViewType(NumberDataViewType.Single, classes), score.ToAnnotations()),
        ];
    }

    public static SchemaShape.Column[] Shape(SchemaShape.Column trainLabel)
    {
        SchemaShape.Column[] common =
        [
            new(AnnotationKinds.ScoreColumnSetId, Kind.Scalar, NumberDataViewType.UInt32, true),
            new(AnnotationKinds.ScoreColumnKind, Kind.Scalar, TextDataViewType.Instance, false),
            new(AnnotationKinds.ScoreValueKind, Kind.Scalar, TextDataViewType.Instance, false),
        ];
        List<SchemaShape.Column> label = [.. common], score = [.. common];
        if (trainLabel.Annotations.TryFindColumn(AnnotationKinds.KeyValues, out SchemaShape.Column values) && values.Kind == Kind.Vector)
        {
            label.Add(values);
            score.Add(new(AnnotationKinds.TrainingLabelValues, Kind.Vector, values.ItemType, false));
            if (values.ItemType is TextDataViewType)
                score.Add(new(AnnotationKinds.SlotNames, Kind.Vector, values.ItemType, false));
        }
        return
        [
            new(s_names[Score], Kind.Vector, NumberDataViewType.Single, false, new SchemaShape(score)),
            new(s_names[PredictedLabel], Kind.Scalar, NumberDataViewType.UInt32, true, new SchemaShape(label)),
        ];
    }

    private static DataViewSchema.Annotations.Builder Common(int column, uint set)
    {
        var builder = new DataViewSchema.Annotations.Builder();
        builder.AddPrimitiveValue(AnnotationKinds.ScoreColumnSetId, new KeyDataViewType(typeof(uint), int.MaxValue), set);
        builder.AddPrimitiveValue(AnnotationKinds.ScoreColumnKind, TextDataViewType.Instance, "MulticlassClassification".AsMemory());
        builder.AddPrimitiveValue(AnnotationKinds.ScoreValueKind, TextDataViewType.Instance, s_names[column].AsMemory());
        return builder;
    }

    private static uint ScoreColumnSet(DataViewSchema.Column column)
    {
        uint set = 0;
        if (column.AnnotationType(AnnotationKinds.ScoreColumnSetId) is KeyDataViewType type && type.RawType == typeof(uint))
            column.Annotations.GetValue(AnnotationKinds.ScoreColumnSetId, ref set);
        return set;
    }
}

using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;

namespace Microsoft.ML.Data;

public sealed class MulticlassPredictionTransformer<TModel> : SingleFeaturePredictionTransformerBase<TModel>, ILoadable
    where TModel : class
{
    private static readonly ModelFormat s_format =
        new("MC  PRED", 0x00010002, "MulticlassPredXfer", ModelFormat.Data) { Readable = 0x00010001, Oldest = 0x00010001 };

    private readonly LinearMulticlassModelParametersBase _model;
    private readonly DataViewSchema.Column _trainLabel;

    internal MulticlassPredictionTransformer(TModel model, DataViewSchema trainSchema, string featureColumn, string labelColumn)
        : base(model, trainSchema, featureColumn)
    {
        _model = (LinearMulticlassModelParametersBase)(object)model;
        _trainLabel = trainSchema[labelColumn];
    }

    private MulticlassPredictionTransformer(ModelLoadContext context) : base(context)
    {
        _model = (LinearMulticlassModelParametersBase)(object)Model;
        _trainLabel = TrainSchema[context.LoadNonEmptyString()];
        bool hasOwnNames = context.LoadString() != "Score" | context.LoadString() != "PredictedLabel";
        Contracts.CheckDecode(!hasOwnNames, "Expected the score columns 'Score' and 'PredictedLabel'");
    }

    static ICanSaveModel ILoadable.Load(ModelLoadContext context)
    {
        context.Header.Check(s_format);
        return new MulticlassPredictionTransformer<TModel>(context);
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetFormat(s_format);
        base.SaveModel(ctx);
        ctx.SaveNonEmptyString(_trainLabel.Name);
        ctx.SaveNonEmptyString("Score");
        ctx.SaveNonEmptyString("PredictedLabel");
    }

    private protected override RowMapping Bind(DataViewSchema input)
    {
        DataViewSchema.Column feature = input.GetColumnOrNull(FeatureColumnName)
            ?? throw Contracts.ExceptParam("schema", $"{FeatureColumnName} column 'Feature' not found");
        var expected = new VectorDataViewType(NumberDataViewType.Single, _model.NumberOfFeatures);
        DataViewType item = feature.Type.ItemType();
        Contracts.Check(item.Equals(expected.ItemType), $"Incompatible features column type item type: '{item}' vs '{expected.ItemType}'");
        Contracts.Check(feature.Type.VectorSize() == expected.Size, $"Incompatible features column type: '{feature.Type}' vs '{expected}'");
        return new Mapping(input, feature, _model, MulticlassColumns.Make(input, _trainLabel, _model.NumberOfClasses));
    }

    private sealed class Mapping(
        DataViewSchema input, DataViewSchema.Column feature, LinearMulticlassModelParametersBase model,
        DataViewSchema.DetachedColumn[] added) : RowMapping(input)
    {
        public override IReadOnlyList<DataViewSchema.DetachedColumn> Added => added;

        public override IEnumerable<DataViewSchema.Column> Dependencies(int added) => [feature];

        public override Delegate[] MakeGetters(DataViewRow row, Func<int, bool> isWanted)
        {
            bool label = isWanted(MulticlassColumns.PredictedLabel), score = isWanted(MulticlassColumns.Score);
            if (!label && !score)
                return new Delegate[2];
            var prediction = new RowPrediction(row, feature, model);
            return
            [
                label ? (ValueGetter<uint>)prediction.GetPredictedLabel : null,
                score ? (ValueGetter<VBuffer<float>>)prediction.GetScore : null,
            ];
        }

        protected override Delegate MakeGetter(DataViewRow row, int added) => MakeGetters(row, i => i == added)[added];
    }

    /// <summary>The scores of the current row, computed once for both columns.</summary>
    private sealed class RowPrediction(DataViewRow row, DataViewSchema.Column feature, LinearMulticlassModelParametersBase model)
    {
        private readonly ValueGetter<VBuffer<float>> _getFeatures = row.GetGetter<VBuffer<float>>(feature);
        private readonly float[] _scores = new float[model.NumberOfClasses];
        private VBuffer<float> _features;
        private long? _position;

        public void GetScore(ref VBuffer<float> destination)
        {
            Update();
            VBufferEditor<float> editor = VBufferEditor.Create(ref destination, _scores.Length);
            _scores.CopyTo(editor.Values);
            destination = editor.Commit();
        }

        // Ties go to the lower class; without a number among the scores the label is missing.
        public void GetPredictedLabel(ref uint destination)
        {
            Update();
            float best = float.NegativeInfinity;
            destination = 0;
            for (int c = 0; c < _scores.Length; c++)
            {
                if (_scores[c] > best)
                    (best, destination) = (_scores[c], (uint)c + 1);
            }
        }

        private void Update()
        {
            if (_position == row.Position)
                return;
            _getFeatures(ref _features);
            model.Score(_features, _scores);
            _position = row.Position;
        }
    }
}

using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

public sealed class LbfgsMaximumEntropyMulticlassTrainer : LbfgsTrainerBase<LbfgsMaximumEntropyMulticlassTrainer.Options,
    MulticlassPredictionTransformer<MaximumEntropyModelParameters>, MaximumEntropyModelParameters>
{
    internal LbfgsMaximumEntropyMulticlassTrainer(IHostEnvironment env, Options options)
        : base(env, options, new(options.LabelColumnName, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.UInt32, true))
    {
    }

    public MulticlassPredictionTransformer<MaximumEntropyModelParameters> Fit(
        IDataView trainData, MaximumEntropyModelParameters modelParameters) => TrainTransformer(trainData, modelParameters);

    private protected override MaximumEntropyModelParameters TrainModel(IDataView data, MaximumEntropyModelParameters initial)
    {
        using IChannel channel = Host.Start("Training");
        int classes = (int)((KeyDataViewType)data.Schema[LabelColumn.Name].Type).Count;
        int features = data.Schema[FeatureColumn.Name].Type.VectorSize();
        TrainingRows rows = ReadRows(data, classes, features, channel);
        var objective = new SoftmaxObjective(
            rows, classes, LbfgsTrainerOptions.L2Regularization, LbfgsTrainerOptions.NumberOfThreads ?? Environment.ProcessorCount);
        double[] parameters = Minimize(channel, objective.Evaluate, Start(initial, classes, features), classes, rows.Count);
        if (classes == 1)
            channel.Warning(MessageSensitivity.None, "Training resulted in a one class predictor");

        float[] rounded = [.. parameters.Select(p => (float)p)];
        return new MaximumEntropyModelParameters([.. rounded.Skip(classes).Chunk(features)], rounded[..classes]);
    }

    private protected override MulticlassPredictionTransformer<MaximumEntropyModelParameters> MakeTransformer(
        MaximumEntropyModelParameters model, DataViewSchema trainSchema) =>
        new(model, trainSchema, FeatureColumn.Name, LabelColumn.Name);

    private protected override SchemaShape.Column[] GetOutputColumns(SchemaShape inputSchema)
    {
        inputSchema.TryFindColumn(LabelColumn.Name, out SchemaShape.Column label);
        return MulticlassColumns.Shape(label);
    }

    private TrainingRows ReadRows(IDataView data, int classes, int features, IChannel channel)
    {
        DataViewSchema.Column labelColumn = data.Schema[LabelColumn.Name], featureColumn = data.Schema[FeatureColumn.Name];
        DataViewSchema.Column? weightColumn = WeightColumn.IsValid ? data.Schema[WeightColumn.Name] : null;
        DataViewSchema.Column[] needed = weightColumn is { } w ? [labelColumn, featureColumn, w] : [labelColumn, featureColumn];
        using DataViewRowCursor cursor = data.GetRowCursor(needed);
        ValueGetter<uint> getLabel = cursor.GetGetter<uint>(labelColumn);
        ValueGetter<VBuffer<float>> getFeatures = cursor.GetGetter<VBuffer<float>>(featureColumn);
        ValueGetter<float> getWeight = weightColumn is { } column ? cursor.GetGetter<float>(column) : (ref float weight) => weight = 1;

        var rows = new TrainingRows(features);
        uint label = 0;
        float weight = 1;
        VBuffer<float> values = default;
        long skipped = 0;
        while (cursor.MoveNext())
        {
            getLabel(ref label);
            getWeight(ref weight);
            getFeatures(ref values);
            if (label >= 1 && label <= classes && weight > 0 && float.IsFinite(weight) && AllFinite(values.GetValues()))
                rows.Add(values, (int)label - 1, weight);
            else
                skipped++;
        }
        Contracts.Check(rows.Count > 0, "No valid training instances found, all instances have missing features.");
        if (skipped > 0)
            channel.Warning(MessageSensitivity.None, "Skipped {0} instances with missing features/label/weight during training", skipped);
        return rows;
    }

    private double[] Start(MaximumEntropyModelParameters initial, int classes, int features)
    {
        double[] start = new double[classes * (1 + features)];
        float diameter = LbfgsTrainerOptions.InitialWeightsDiameter;
        if (initial == null && diameter > 0)
        {
            foreach (ref double parameter in start.AsSpan())
                parameter = diameter * (Host.Rand.NextSingle() - 0.5f);
        }
        if (initial == null)
            return start;

        VBuffer<float>[] weights = null;
        initial.GetWeights(ref weights, out int initialClasses);
        Contracts.Check(weights[0].Length == features,
            "The input training data must have the same features used to train the input predictor.");
        Contracts.Check(initialClasses == classes,
            "The initialization predictor has different number of classes than the training data.");
        int next = 0;
        foreach (float parameter in initial.GetBiases().Concat(weights.SelectMany(w => w.DenseValues())))
            start[next++] = parameter;
        return start;
    }

    private static bool AllFinite(ReadOnlySpan<float> values)
    {
        foreach (float value in values)
        {
            if (!float.IsFinite(value))
                return false;
        }
        return true;
    }

    public sealed class Options : OptionsBase
    {
    }
}

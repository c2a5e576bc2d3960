using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

public sealed class ValueToKeyMappingEstimator : IEstimator<ValueToKeyMappingTransformer>
{
    private readonly IHost _host;
    private readonly (string Output, string Input)[] _columns;
    private readonly int _maximumNumberOfKeys;
    private readonly KeyOrdinality _ordinality;
    private readonly bool _annotateAsText;
    private readonly IDataView _keyData;

    internal ValueToKeyMappingEstimator(IHostEnvironment env, (string Output, string Input)[] columns, int maximumNumberOfKeys,
        KeyOrdinality ordinality, bool annotateAsText, IDataView keyData)
    {
        _host = env.Register(nameof(ValueToKeyMappingEstimator));
        Contracts.CheckNonEmpty(columns, nameof(columns));
        foreach ((string output, _) in columns)
            Contracts.CheckNonWhiteSpace(output, "outputColumnName");
        Contracts.CheckParam(keyData == null || keyData.Schema.Count == 1, nameof(keyData), "If specified, this data view should " +
            $"contain only a single column containing the terms to map, but this had {keyData?.Schema.Count} columns.");
        _columns = columns;
        _maximumNumberOfKeys = maximumNumberOfKeys;
        _ordinality = ordinality;
        _annotateAsText = annotateAsText;
        _keyData = keyData;
    }

    public enum KeyOrdinality : byte
    {
        ByOccurrence = 0,
        ByValue = 1,
    }

    public ValueToKeyMappingTransformer Fit(IDataView input)
    {
        Contracts.CheckParam(_maximumNumberOfKeys > 0, "MaxNumTerms", "Must be positive");
        DataViewSchema.Column[] sources = [.. _columns.Select(c => input.Schema.GetColumnOrNull(c.Input)
            ?? throw Contracts.ExceptSchemaMismatch("inputSchema", "input", c.Input))];
        KeyDictionary[] dictionaries = _keyData == null
            ? KeyDictionary.Learn(input, sources, _maximumNumberOfKeys, _ordinality)
            : [.. sources.Select(source => LearnFromKeyData(source))];
        using IChannel channel = _host.Start("Training");
        for (int i = 0; i < dictionaries.Length; i++)
        {
            if (dictionaries[i].Count == 0)
                channel.Warning(MessageSensitivity.Unknown, "Term map for output column '{0}' contains no entries.", _columns[i].Output);
        }
        return new ValueToKeyMappingTransformer(_columns, dictionaries, _annotateAsText);
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Contracts.CheckValue(inputSchema, nameof(inputSchema));
        return inputSchema.With(_columns.Select(pair => OutputShape(inputSchema, pair.Output, pair.Input)));
    }

    private KeyDictionary LearnFromKeyData(DataViewSchema.Column source)
    {
        DataViewSchema.Column keys = _keyData.Schema[0];
        if (!keys.Type.ItemType().Equals(source.Type.ItemType()))
            throw Contracts.ExceptParam("keyData", $"Input data's column must be of type '{source.Type.ItemType()}' but was '{keys.Type}'");
        return KeyDictionary.Learn(_keyData, [keys], int.MaxValue, _ordinality)[0];
    }

    private SchemaShape.Column OutputShape(SchemaShape inputSchema, string output, string input)
    {
        if (!inputSchema.TryFindColumn(input, out SchemaShape.Column source) || !source.ItemType.IsStandardScalar())
            throw Contracts.ExceptSchemaMismatch(nameof(inputSchema), "input", input);
        bool hasValues = source.Annotations.TryFindColumn(AnnotationKinds.KeyValues, out SchemaShape.Column values);
        if (!source.IsKey || !hasValues || values.Kind != SchemaShape.Column.VectorKind.Vector)
        {
            values = new SchemaShape.Column(AnnotationKinds.KeyValues, SchemaShape.Column.VectorKind.Vector,
                _annotateAsText ? TextDataViewType.Instance : source.ItemType, source.IsKey);
        }
        var annotations = new List<SchemaShape.Column> { values };
        if (source.Annotations.TryFindColumn(AnnotationKinds.SlotNames, out SchemaShape.Column slotNames))
            annotations.Insert(0, slotNames);
        return new SchemaShape.Column(output, source.Kind, NumberDataViewType.UInt32, true, new SchemaShape(annotations));
    }
}

using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

public sealed class ValueToKeyMappingTransformer : OneToOneTransformerBase
{
    private readonly KeyDictionary[] _dictionaries;
    private readonly bool _annotateAsText;

    internal ValueToKeyMappingTransformer((string Output, string Input)[] columns, KeyDictionary[] dictionaries, bool annotateAsText)
        : base(columns)
    {
        _dictionaries = dictionaries;
        _annotateAsText = annotateAsText;
    }

    private protected override BoundColumn BindColumn(DataViewSchema.Column source, int index)
    {
        KeyDictionary dictionary = _dictionaries[index];
        string output = Columns[index].Output;
        Contracts.Check(source.Type.ItemType().Equals(dictionary.ItemType), $"Could not apply a map over type '{dictionary.ItemType}' " +
            $"to column '{output}' since it has type '{source.Type.ItemType()}'");
        var annotations = new DataViewSchema.Annotations.Builder();
        dictionary.AddKeyValues(annotations, source, _annotateAsText);
        annotations.Add(source.Annotations, kind => kind == AnnotationKinds.SlotNames);
        DataViewType type = source.Type is VectorDataViewType vector
            ? new VectorDataViewType(dictionary.OutputType, vector.Dimensions)
            : dictionary.OutputType;
        return new BoundColumn(new(output, type, annotations.ToAnnotations()), row => dictionary.MakeGetter(row, source));
    }
}

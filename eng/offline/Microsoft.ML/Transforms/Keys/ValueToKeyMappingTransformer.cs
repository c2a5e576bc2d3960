using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

public sealed class ValueToKeyMappingTransformer : OneToOneTransformerBase, ILoadable
{
    private const string Vocabulary = "Vocabulary";

    private static readonly ModelFormat s_format = new("TERMTRNF", 0x00010003, "TermTransform", ModelFormat.Data);
    private static readonly ModelFormat s_vocabularyFormat = new("TERM MAN", 0x00010002, "TermManager", ModelFormat.Data);

    private readonly KeyDictionary[] _dictionaries;
    private readonly bool _annotateAsText;

    internal ValueToKeyMappingTransformer((string Output, string Input)[] columns, KeyDictionary[] dictionaries, bool annotateAsText)
        : base(columns)
    {
        _dictionaries = dictionaries;
        _annotateAsText = annotateAsText;
    }

    static ICanSaveModel ILoadable.Load(ModelLoadContext context)
    {
        context.Header.Check(s_format);
        (string, string)[] columns = LoadColumns(context);
        bool[] asText = [.. context.Reader.ReadBytes(columns.Length).Select(b => b != 0)];
        Contracts.CheckDecode(asText.Length == columns.Length && asText.Distinct().Count() == 1, "Corrupt model file");
        var dictionaries = new KeyDictionary[columns.Length];
        context.LoadPart(Vocabulary, part =>
        {
            part.Header.Check(s_vocabularyFormat);
            Contracts.CheckDecode(part.Reader.ReadInt32() == dictionaries.Length, "Corrupt model file");
            foreach (ref KeyDictionary dictionary in dictionaries.AsSpan())
                dictionary = KeyDictionaryStream.Read(part);
        });
        return new ValueToKeyMappingTransformer(columns, dictionaries, asText[0]);
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetFormat(s_format);
        SaveColumns(ctx);
        foreach (KeyDictionary _ in _dictionaries)
            ctx.Writer.Write(_annotateAsText);
        ctx.SaveModel(Vocabulary, part =>
        {
            part.SetFormat(s_vocabularyFormat);
            part.Writer.Write(_dictionaries.Length);
            foreach (KeyDictionary dictionary in _dictionaries)
                KeyDictionaryStream.Write(part, dictionary);
        });
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

using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>A dictionary in a model file: texts as strings of the file's table, other values in the packing of their type.</summary>
internal static class KeyDictionaryStream
{
    private const byte Texts = 0;
    private const byte Packed = 1;

    public static void Write(ModelSaveContext context, KeyDictionary dictionary)
    {
        if (dictionary is KeyDictionary<ReadOnlyMemory<char>> texts)
        {
            context.Writer.Write(Texts);
            context.Writer.Write(texts.Count);
            foreach (ReadOnlyMemory<char> text in texts.Values)
                context.SaveNonEmptyString(text.ToString());
            return;
        }
        ValueCodec codec = ValueCodec.ForOrNull(dictionary.ItemType)
            ?? throw Contracts.Except($"We do not know how to serialize terms of type '{dictionary.ItemType}'");
        context.Writer.Write(Packed);
        codec.Describe(context.Writer);
        context.Writer.Write(dictionary.Count);
        GenericCall.Invoke(WriteValues<int>, dictionary.ItemType.RawType, context.Writer, codec, dictionary);
    }

    public static KeyDictionary Read(ModelLoadContext context)
    {
        byte kind = context.Reader.ReadByte();
        Contracts.CheckDecode(kind is Texts or Packed, "Corrupt key values");
        if (kind == Texts)
        {
            int count = context.LoadCount();
            return KeyDictionary.Of<ReadOnlyMemory<char>>(TextDataViewType.Instance,
                [.. Enumerable.Range(0, count).Select(_ => context.LoadNonEmptyString().AsMemory())]);
        }
        ValueCodec codec = ValueCodec.DescribedOrNull(context.Reader);
        Contracts.CheckDecode(codec?.Type is PrimitiveDataViewType, "Unrecognized codec read");
        return (KeyDictionary)GenericCall.Invoke(ReadValues<int>, codec.Type.RawType, context.Reader, codec);
    }

    private static object WriteValues<T>(BinaryWriter writer, ValueCodec codec, KeyDictionary dictionary)
    {
        ((ValueCodec<T>)codec).Write(writer, [.. ((KeyDictionary<T>)dictionary).Values]);
        return null;
    }

    private static KeyDictionary ReadValues<T>(BinaryReader reader, ValueCodec codec) =>
        KeyDictionary.Of<T>((PrimitiveDataViewType)codec.Type, ((ValueCodec<T>)codec).Read(reader, reader.ReadInt32()));
}

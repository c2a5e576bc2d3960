using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using Microsoft.ML.Transforms;

[assembly: LoadableClass<TransformerChain<ITransformer>>("TransformerChain")]
[assembly: LoadableClass<ColumnConcatenatingTransformer>("ConcatTransform")]
[assembly: LoadableClass<ColumnCopyingTransformer>("CopyTransform")]
[assembly: LoadableClass<ColumnSelectingTransformer>("SelectColumnsTransform")]
[assembly: LoadableClass<ValueToKeyMappingTransformer>("TermTransform")]
[assembly: LoadableClass<KeyToValueMappingTransformer>("KeyToValueTransform")]
[assembly: LoadableClass<KeyToVectorMappingTransformer>("KeyToVectorTransform")]
[assembly: LoadableClass<NormalizingTransformer>("Normalizer")]
[assembly: LoadableClass<MissingValueIndicatorTransformer>("NaIndicatorTransform")]
[assembly: LoadableClass<MissingValueReplacingTransformer>("NAReplaceTransform")]
[assembly: LoadableClass<MulticlassPredictionTransformer<MaximumEntropyModelParameters>>("MulticlassPredXfer")]
[assembly: LoadableClass<MaximumEntropyModelParameters>("MultiClassLRExec")]

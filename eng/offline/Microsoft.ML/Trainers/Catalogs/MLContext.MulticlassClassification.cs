namespace Microsoft.ML;

public sealed partial class MLContext
{
    public MulticlassClassificationCatalog MulticlassClassification => field ??= new MulticlassClassificationCatalog(Environment, Data);
}

namespace MLNetQuantumPrior.Evaluation;

/// <summary>How well models predict the target on holdout rows, by what they were trained on.</summary>
/// <param name="Target">The column that is predicted.</param>
/// <param name="Measure">
/// "AUC" of two classes, "macro AUC" (the mean over the 20 most frequent classes, each against the rest) of more, "R2" of numbers.
/// </param>
/// <param name="Linear">Of ML.NET's LbfgsLogisticRegression; of numbers, a ridge regression.</param>
/// <param name="Boosted">Of ML.NET's FastTree.</param>
public sealed record UtilityFigures(string Target, string Measure, LearnerFigures Linear, LearnerFigures Boosted);

/// <summary>The figure of one learner on holdout rows, by what it was trained on.</summary>
/// <param name="Real">Training rows.</param>
/// <param name="Synthetic">Synthetic rows alone (TSTR: train on synthetic, test on real).</param>
/// <param name="Augmented">Training rows and synthetic ones.</param>
public sealed record LearnerFigures(double Real, double Synthetic, double Augmented)
{
    /// <summary>What synthetic rows give of what real ones give; NaN where real ones give nothing.</summary>
    public double Ratio => Real > 0 ? Synthetic / Real : double.NaN;
}

/// <summary>
/// AUC of a classifier that tells synthetic rows from as many training rows, the mean of five parts of a cross-validation: 0.5 where it
/// cannot, 1 where it always can. Well below 0.5 is a sign of copies, whose labels contradict each other.
/// </summary>
/// <param name="Linear">Of ML.NET's LbfgsLogisticRegression (SDMetrics' LogisticDetection is twice 1 less this).</param>
/// <param name="Boosted">Of ML.NET's FastTree.</param>
public sealed record DetectionFigures(double Linear, double Boosted);

/// <summary>
/// How close synthetic rows come to training rows, by Gower's distance: the mean over columns of the difference over the training range,
/// or of 1 for categories that differ. These figures find copies; they prove no privacy.
/// </summary>
/// <param name="MedianDistance">Median distance of a synthetic row to the closest training row (DCR).</param>
/// <param name="HoldoutMedianDistance">The same of a holdout row.</param>
/// <param name="CloserShare">
/// Share of synthetic rows that are closer to a training row than to a holdout row, ties counting half, out of sets of one size: 0.5 where
/// they lie no closer to the rows they were made from than to others.
/// </param>
/// <param name="Copies">Share of synthetic rows that equal a training row, but for rounding.</param>
/// <param name="HoldoutCopies">Share of holdout rows that equal a training row: what chance brings about.</param>
public sealed record PrivacyFigures(
    double MedianDistance, double HoldoutMedianDistance, double CloserShare, double Copies, double HoldoutCopies)
{
    /// <summary>
    /// Median distance of synthetic rows over that of holdout rows: 1 is ideal, less is closer to the training rows than real rows are.
    /// NaN where most holdout rows equal a training row and most synthetic rows do not.
    /// </summary>
    public double DistanceRatio =>
        HoldoutMedianDistance > 0 ? MedianDistance / HoldoutMedianDistance : MedianDistance > 0 ? double.NaN : 1;
}

/// <summary>Shares of rows that break what all training rows keep.</summary>
/// <param name="Rows">Rows with any violation.</param>
/// <param name="OutOfRange">With a number below the least or above the largest one.</param>
/// <param name="UnseenCategories">With a category that training rows do not have.</param>
/// <param name="ExtraDecimals">With a number of more decimals, up to six, than those of its column.</param>
/// <param name="MissingCells">With a missing cell in a column that has none.</param>
/// <param name="Implications">
/// With two values that never come together in training rows although chance would bring them together at least 20 times: values of
/// categories, of numbers that take at most 10 values, and missing cells.
/// </param>
/// <param name="Broken">The most frequent of these pairs, at most 20.</param>
public sealed record ViolationFigures(
    double Rows,
    double OutOfRange,
    double UnseenCategories,
    double ExtraDecimals,
    double MissingCells,
    double Implications,
    ImmutableArray<BrokenImplication> Broken);

/// <summary>Two values that never come together in training rows.</summary>
/// <param name="First">A column and its value.</param>
/// <param name="Second">Another column and its value.</param>
/// <param name="Rows">Rows that have both.</param>
public sealed record BrokenImplication(string First, string Second, int Rows);

/// <summary>The same figures of rows that a Gaussian copula, fitted to the training rows, draws.</summary>
/// <param name="Shapes">Mean likeness of columns.</param>
/// <param name="Trends">Mean likeness of pairs of columns.</param>
/// <param name="Linear">TSTR of the linear learner; null without a target.</param>
/// <param name="Boosted">TSTR of the boosted learner; null without a target.</param>
public sealed record CopulaFigures(double Shapes, double Trends, double? Linear, double? Boosted);

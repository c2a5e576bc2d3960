namespace MLNetQuantumPrior.Sampling;

/// <summary>Derivatives of the weighted mean log pseudo-likelihood of samples by beta.</summary>
/// <param name="Score">The first derivative, sum_r w_r g_r.</param>
/// <param name="Information">Minus the second derivative, sum_r w_r k_r.</param>
/// <param name="SquaredScores">sum_r w_r^2 g_r^2, the variance of the score at the maximum for independent samples.</param>
internal readonly record struct PseudoLikelihood(double Score, double Information, double SquaredScores);

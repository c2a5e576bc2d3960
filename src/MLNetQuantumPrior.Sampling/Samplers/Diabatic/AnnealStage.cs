namespace MLNetQuantumPrior.Sampling;

/// <summary>One factor of a split time evolution, psi = exp(i Angle sum_i sigma_x,i) exp(-i Phase E) psi.</summary>
internal readonly record struct AnnealStage(double Phase, double Angle);

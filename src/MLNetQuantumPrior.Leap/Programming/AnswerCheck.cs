namespace MLNetQuantumPrior.Leap;

/// <summary>Whether an answer is one to what was submitted.</summary>
internal static class AnswerCheck
{
    // The service computes in double precision; sums of thousands of terms lose a few digits.
    private const double Tolerance = 1e-6;

    /// <summary>Checks the number of reads and the energies.</summary>
    /// <exception cref="LeapException">One differs; the message names the submission.</exception>
    public static void Ensure(LeapProblem problem, LeapAnswer answer)
    {
        SpinMatrix spins = answer.Samples.Spins;
        if (spins.Rows != problem.Parameters.Reads || spins.Columns != problem.Model.SpinCount)
        {
            throw new LeapException(
                $"Answer of problem '{answer.Id}': expected {problem.Parameters.Reads} reads of {problem.Model.SpinCount} spins, got " +
                $"{spins.Rows} of {spins.Columns}.")
            {
                ProblemId = answer.Id,
            };
        }

        ImmutableArray<double> energies = problem.Model.Energies(spins);
        double size = 1 + Enumerable.Range(0, problem.Model.SpinCount).Sum(i => Math.Abs(problem.Model.Field(i)))
            + Enumerable.Range(0, problem.Model.Graph.Edges.Length).Sum(e => Math.Abs(problem.Model.Coupling(e)));
        for (int row = 0; row < energies.Length; row++)
        {
            double reported = answer.ReportedEnergies[row];
            if (!(Math.Abs(reported - energies[row]) <= Tolerance * size))
            {
                throw new LeapException(FormattableString.Invariant(
                    $"Answer of problem '{answer.Id}', read {row}: expected its energy, {energies[row]:G9}, got {reported:G9}."))
                {
                    ProblemId = answer.Id,
                };
            }
        }
    }
}

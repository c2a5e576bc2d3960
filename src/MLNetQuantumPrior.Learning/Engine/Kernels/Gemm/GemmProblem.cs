namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>C = Start + Scale A B, as pointers and steps in floats. C is row-major without gaps.</summary>
internal unsafe struct GemmProblem
{
    /// <summary>Shape of C, and length of the sums.</summary>
    public int Rows, Columns, Depth;

    public float* A;
    public nint ARow, ADepth;

    public float* B;
    public nint BDepth, BColumn;

    /// <summary>What the sums begin with, or null for zeros; a row step of 0 repeats one row (a bias).</summary>
    public float* Start;
    public nint StartRow;

    public float* C;
    public float Scale;

    /// <summary>Whether B lies in packed panels, as <see cref="PackedPanels"/> has them; its steps are then of no use.</summary>
    public bool IsPackedB;

    /// <summary>Whether nobody reads C below its diagonal, where it then receives some of its elements and keeps the others.</summary>
    public bool OnlyUpperC;

    /// <summary>Whether B is zero below its diagonal, so that the sums of a column end with its element on it.</summary>
    public bool IsUpperB;
}

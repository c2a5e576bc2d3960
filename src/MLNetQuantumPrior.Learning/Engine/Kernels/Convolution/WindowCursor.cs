namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>Walks over the windows of padded images, row by row, image by image.</summary>
internal struct WindowCursor
{
    private readonly int _columns;
    private readonly int _rows;
    private readonly nint _toNextWindow;
    private readonly nint _toNextRow;
    private readonly nint _toNextImage;
    private int _row;
    private int _column;

    public WindowCursor(in WindowGrid grid, int window)
    {
        (_rows, _columns) = (grid.Rows, grid.Columns);
        int line = grid.PaddedWidth * grid.Channels;
        _toNextWindow = grid.Stride * grid.Channels;
        _toNextRow = (grid.Stride * line) - ((_columns - 1) * _toNextWindow);
        _toNextImage = grid.PaddedSize - ((_rows - 1) * grid.Stride * (nint)line) - ((_columns - 1) * _toNextWindow);
        (int image, int within) = Math.DivRem(window, grid.Count);
        (_row, _column) = Math.DivRem(within, _columns);
        Start = ((nint)image * grid.PaddedSize) + (_row * grid.Stride * (nint)line) + (_column * _toNextWindow);
    }

    /// <summary>Where the window's first value lies.</summary>
    public nint Start { get; private set; }

    public void Next()
    {
        if (++_column < _columns)
        {
            Start += _toNextWindow;
            return;
        }

        _column = 0;
        if (++_row < _rows)
        {
            Start += _toNextRow;
            return;
        }

        _row = 0;
        Start += _toNextImage;
    }
}

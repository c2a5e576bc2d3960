namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>Walks over the windows of images, row by row, image by image.</summary>
internal struct WindowCursor
{
    private readonly WindowGrid _grid;
    private int _row;
    private int _column;

    public WindowCursor(in WindowGrid grid, int window)
    {
        _grid = grid;
        (Image, int within) = Math.DivRem(window, grid.Count);
        (_row, _column) = Math.DivRem(within, grid.Columns);
        Locate();
    }

    public nint Image { get; private set; }

    /// <summary>The pixel row of the window's first line; may lie outside.</summary>
    public int Top { get; private set; }

    /// <summary>The pixel column of the window's first one; may lie outside.</summary>
    public int Left { get; private set; }

    /// <summary>The first value of a line that is within the image.</summary>
    public int Begin { get; private set; }

    /// <summary>Behind the last one; never before <see cref="Begin"/>.</summary>
    public int End { get; private set; }

    /// <summary>Whether no column lies outside.</summary>
    public bool IsWithinColumns { get; private set; }

    public void Next()
    {
        if (++_column == _grid.Columns)
        {
            _column = 0;
            if (++_row == _grid.Rows)
            {
                _row = 0;
                Image++;
            }
        }

        Locate();
    }

    private void Locate()
    {
        Top = _row * _grid.Stride - _grid.Padding;
        Left = _column * _grid.Stride - _grid.Padding;
        Begin = Math.Clamp(-Left, 0, _grid.Kernel) * _grid.Channels;
        End = Math.Clamp(_grid.Width - Left, 0, _grid.Kernel) * _grid.Channels;
        IsWithinColumns = End - Begin == _grid.Kernel * _grid.Channels;
    }
}

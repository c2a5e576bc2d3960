namespace Microsoft.ML.Data;

/// <summary>An input schema with columns added: after the column whose name they take, else at the end.</summary>
internal sealed class MergedSchema
{
    // Per column of Schema: the index of the input column, or ~ the index of the added one.
    private readonly int[] _sources;
    private readonly RowMapping _mapping;

    public MergedSchema(RowMapping mapping)
    {
        _mapping = mapping;
        var merged = mapping.Input.Select(c => (Column: new DataViewSchema.DetachedColumn(c), Source: c.Index)).ToList();
        for (int i = 0; i < mapping.Added.Count; i++)
        {
            DataViewSchema.DetachedColumn added = mapping.Added[i];
            int hidden = merged.FindLastIndex(m => m.Column.Name == added.Name);
            merged.Insert(hidden >= 0 ? hidden + 1 : merged.Count, (added, ~i));
        }
        _sources = [.. merged.Select(m => m.Source)];
        Schema = DataViewSchema.From(merged.Select(m => m.Column));
    }

    public DataViewSchema Schema { get; }

    public bool IsInput(DataViewSchema.Column column, out int index)
    {
        int source = _sources[column.Index];
        index = source >= 0 ? source : ~source;
        return source >= 0;
    }

    /// <summary>Per added column, whether it is among the active ones.</summary>
    public bool[] ActiveAdded(bool[] active)
    {
        var added = new bool[_mapping.Added.Count];
        for (int i = 0; i < active.Length; i++)
        {
            if (active[i] && _sources[i] < 0)
                added[~_sources[i]] = true;
        }
        return added;
    }

    /// <summary>The input columns needed for the active columns, passed through or computed.</summary>
    public DataViewSchema.Column[] NeededInput(bool[] active)
    {
        var needed = new HashSet<int>(_sources.Where((source, i) => active[i] && source >= 0));
        bool[] added = ActiveAdded(active);
        for (int i = 0; i < added.Length; i++)
        {
            if (added[i])
                needed.UnionWith(_mapping.Dependencies(i).Select(c => c.Index));
        }
        return [.. _mapping.Input.Where(c => needed.Contains(c.Index))];
    }
}

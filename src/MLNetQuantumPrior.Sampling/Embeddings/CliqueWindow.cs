namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// A part of a chip on which chains are bent paths: up a vertical line from row Low to some row x, and along a horizontal line from column
/// x + Shift to column High. Of two chains with bends x and x', x at most x', the first's horizontal part crosses the second's vertical
/// one, so all chains meet. Lines may be counted from the other end.
/// </summary>
/// <remarks>
/// The vertical part on column c allows x up to c - Shift or to its first dead spin, the horizontal one on row r x from r or its first dead
/// spin on; the two cross if some x suits both. So dead spins shorten what a track is good for and do not rule it out.
/// </remarks>
internal readonly record struct CliqueWindow(bool FlipRows, bool FlipColumns, int Low, int High, int Shift)
{
    /// <summary>Number of places for the bend: about twice the length of a chain in spans of a segment.</summary>
    public int Bends => High - Shift - Low + 1;

    /// <summary>All windows, with an upper bound of the number of chains of each.</summary>
    public static List<(CliqueWindow Window, int Chains)> All(LivingTracks tracks, CancellationToken cancel)
    {
        (int lines, int pitch, int first) = (tracks.Topology.Lines, tracks.Topology.Pitch, tracks.Topology.FirstBegin);
        var found = new List<(CliqueWindow, int)>();
        foreach ((bool flipRows, bool flipColumns) in new[] { (false, false), (false, true), (true, false), (true, true) })
        {
            var start = new CliqueWindow(flipRows, flipColumns, 0, 0, 0);
            for (int low = first; low < lines; low += pitch)
            {
                CliqueTrack[] vertical = [.. (start with { Low = low }).Vertical(tracks)];
                for (int high = lines - 1 - first; high >= 0; high -= pitch)
                {
                    cancel.ThrowIfCancellationRequested();
                    CliqueTrack[] horizontal = [.. (start with { High = high }).Horizontal(tracks)];
                    int widest = high - low - lines + 1; // more bends than rows make no sense
                    for (int shift = high - low; shift >= widest; shift -= pitch)
                    {
                        CliqueWindow window = start with { Low = low, High = high, Shift = shift };
                        found.Add((window, window.CountChains(vertical, horizontal, lines)));
                    }
                }
            }
        }

        return found;
    }

    /// <summary>Chains of spins, as many as can be paired, without a common spin.</summary>
    public List<int>[] Chains(LivingTracks tracks)
    {
        CliqueWindow window = this;
        (CliqueTrack Track, int Bend)[] vertical = [.. Vertical(tracks).Where(v => v.Line <= window.High)
            .Select(v => (v, window.LastBend(v))).Where(v => v.Item2 >= window.Low).OrderBy(v => v.Item2)];
        (CliqueTrack Track, int Bend)[] horizontal = [.. Horizontal(tracks).Where(h => h.Line >= window.Low)
            .Select(h => (h, window.FirstBend(h))).OrderBy(h => h.Item2)];
        List<(CliqueTrack Track, int Bend)> waiting = [];
        List<List<int>> chains = [];
        int next = 0;
        foreach ((CliqueTrack track, int last) in vertical)
        {
            for (; next < horizontal.Length && horizontal[next].Bend <= last; next++)
            {
                waiting.Add(horizontal[next]);
            }

            for (int k = waiting.Count - 1; k >= 0; k--)
            {
                if (Bent(tracks, track, waiting[k].Track, waiting[k].Bend, last) is { } chain)
                {
                    chains.Add(chain);
                    waiting.RemoveAt(k);
                    break;
                }
            }
        }

        return [.. chains];
    }

    /// <summary>The shortest chain of two parts that are coupled where they cross, or null.</summary>
    private List<int>? Bent(LivingTracks tracks, CliqueTrack vertical, CliqueTrack horizontal, int firstBend, int lastBend)
    {
        CliqueWindow window = this;
        return Enumerable.Range(firstBend, lastBend - firstBend + 1).Select(Parts).OrderBy(parts => parts.V.Length + parts.H.Length)
            .Where(parts => parts.V.Any(v => parts.H.Any(h => tracks.AreCoupled(v, h))))
            .Select(parts => (List<int>)[.. parts.V, .. parts.H]).FirstOrDefault();

        (int[] V, int[] H) Parts(int bend) =>
            (vertical.UpTo(bend), horizontal.UpTo(bend + window.Shift));
    }

    private int LastBend(CliqueTrack vertical) => Math.Min(vertical.Reach, vertical.Line - Shift);

    private int FirstBend(CliqueTrack horizontal) => Math.Max(horizontal.Reach - Shift, horizontal.Line);

    private IEnumerable<CliqueTrack> Vertical(LivingTracks tracks) => Tracks(tracks, u: 0, Low, FlipColumns, FlipRows, towards: 1);

    private IEnumerable<CliqueTrack> Horizontal(LivingTracks tracks) => Tracks(tracks, u: 1, High, FlipRows, FlipColumns, towards: -1);

    private static IEnumerable<CliqueTrack> Tracks(
        LivingTracks tracks, int u, int from, bool flipLines, bool flipPositions, int towards)
    {
        int top = tracks.Topology.Lines - 1;
        for (int line = 0; line <= top; line++)
        {
            for (int k = 0; k < tracks.Topology.TileSize; k++)
            {
                int start = flipPositions ? top - from : from;
                int direction = flipPositions ? -towards : towards;
                foreach (TrackPath path in tracks.Paths(u, flipLines ? top - line : line, k, start, direction))
                {
                    yield return new(line, path, flipPositions ? top : null, direction);
                }
            }
        }
    }

    /// <summary>How many vertical and horizontal tracks can be paired.</summary>
    private int CountChains(CliqueTrack[] vertical, CliqueTrack[] horizontal, int lines)
    {
        Span<int> first = stackalloc int[lines];
        Span<int> last = stackalloc int[lines];
        first.Clear();
        last.Clear();
        foreach (CliqueTrack v in vertical)
        {
            int bend = Math.Min(LastBend(v), lines - 1);
            if (v.Line <= High && bend >= Low)
            {
                last[bend]++;
            }
        }

        foreach (CliqueTrack h in horizontal)
        {
            int bend = FirstBend(h);
            if (h.Line >= Low && bend < lines)
            {
                first[Math.Max(bend, 0)]++;
            }
        }

        int waiting = 0, chains = 0;
        for (int bend = 0; bend < lines; bend++)
        {
            waiting += first[bend];
            int paired = Math.Min(waiting, last[bend]);
            (chains, waiting) = (chains + paired, waiting - paired);
        }

        return chains;
    }
}

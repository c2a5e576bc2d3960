using System.Net.Http.Headers;
using System.Text.Json;

namespace MLNetQuantumPrior.Leap;

/// <summary>The solvers of the service. Their definitions are large, and kept for longer than status and load.</summary>
internal sealed class SolverDirectory(LeapService service)
{
    private readonly List _definitions = new("all,-status,-avg_load", TimeSpan.FromHours(1));
    private readonly List _loads = new("none,+identity,+status,+avg_load", TimeSpan.FromMinutes(15));
    private readonly SemaphoreSlim _turn = new(1);
    private ImmutableArray<LeapSolver> _defined = [];
    private ImmutableArray<JsonElement> _definedOf;
    private ImmutableArray<LeapSolver> _current = [];
    private (ImmutableArray<JsonElement> Definitions, ImmutableArray<JsonElement> Loads) _currentOf;

    /// <summary>All solvers with qubits, least load first; the same objects as long as nothing about them changes.</summary>
    public async Task<ImmutableArray<LeapSolver>> GetAsync(CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            await ReadAsync(cancel).ConfigureAwait(false);
            await _loads.RefreshAsync(service, cancel).ConfigureAwait(false);
            if (_currentOf == (_definitions.Items, _loads.Items))
            {
                return _current;
            }

            Dictionary<string, SolverLoad> loads = Loads();
            if (_defined.Any(solver => loads.TryGetValue(solver.Name, out SolverLoad? load) && load.GraphId != solver.GraphId))
            {
                // A working graph changed since the definitions were fetched.
                _definitions.Expire();
                await ReadAsync(cancel).ConfigureAwait(false);
            }

            _current =
            [
                .. _defined.Select(solver => With(solver, loads.GetValueOrDefault(solver.Name))).OrderBy(solver => solver.AverageLoad),
            ];
            _currentOf = (_definitions.Items, _loads.Items);
            return _current;
        }
        catch (InvalidDataException)
        {
            _definitions.Forget();
            _loads.Forget();
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task ReadAsync(CancellationToken cancel)
    {
        await _definitions.RefreshAsync(service, cancel).ConfigureAwait(false);
        if (_definedOf != _definitions.Items)
        {
            _defined = [.. _definitions.Items.Where(SolverReading.IsProcessor).Select(SolverReading.Read)];
            _definedOf = _definitions.Items;
        }
    }

    private LeapSolver With(LeapSolver solver, SolverLoad? load)
    {
        (bool isOnline, double average) = load is null ? (false, 0) : (load.IsOnline, load.Average);
        return _current.FirstOrDefault(current => current.Qubits == solver.Qubits && current.Identity == solver.Identity
                && current.IsOnline == isOnline && current.AverageLoad == average)
            ?? solver with { IsOnline = isOnline, AverageLoad = average };
    }

    private Dictionary<string, SolverLoad> Loads()
    {
        var loads = new Dictionary<string, SolverLoad>();
        foreach (SolverLoad load in _loads.Items.Select(SolverReading.ReadLoad))
        {
            loads[load.Name] = load;
        }

        return loads;
    }

    /// <summary>An answer that is kept for as long as the service allows, and asked for again with its tag.</summary>
    private sealed class List(string filter, TimeSpan usualAge)
    {
        private DateTimeOffset _expires = DateTimeOffset.MinValue;
        private EntityTagHeaderValue? _tag;

        public ImmutableArray<JsonElement> Items { get; private set; } = [];

        public void Expire() => _expires = DateTimeOffset.MinValue;

        /// <summary>Drops what was not understood.</summary>
        public void Forget() => (_expires, _tag, Items) = (DateTimeOffset.MinValue, null, []);

        /// <summary>Asks the service if it is time to.</summary>
        public async Task RefreshAsync(LeapService service, CancellationToken cancel)
        {
            if (service.Time.GetUtcNow() < _expires)
            {
                return;
            }

            ServiceReply reply = await service.SendAsync(
                ServiceRequest.Get($"solvers/remote/?filter={Uri.EscapeDataString(filter)}", MediaType.Solvers) with { KnownTag = _tag },
                cancel).ConfigureAwait(false);
            TimeSpan age = reply.MaxAge ?? usualAge;
            if (!reply.IsUnchanged)
            {
                Items = reply.Json.ValueKind == JsonValueKind.Array
                    ? [.. reply.Json.EnumerateArray()]
                    : throw new InvalidDataException($"Solvers of the service: expected a list, got a {reply.Json.ValueKind}.");
                _tag = reply.Tag;
            }

            _expires = service.Time.GetUtcNow() + TimeSpan.FromSeconds(Math.Min(age.TotalSeconds, 1e6));        }
    }
}

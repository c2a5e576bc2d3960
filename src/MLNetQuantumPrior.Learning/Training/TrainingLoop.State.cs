using System.Text.Json;

namespace MLNetQuantumPrior.Learning;

/// <summary>All that the next step depends on: to store between two reports, and to go back to.</summary>
internal sealed partial class TrainingLoop
{
    /// <summary>Makes the best model so far the one that is trained, if there is one; the numbers of steps and epochs go on.</summary>
    /// <returns>Steps that were made of it.</returns>
    private long GoBack()
    {
        if (_bestState.Length == 0)
        {
            return _step;
        }

        using var state = new BinaryReader(new MemoryStream(_bestState));
        ReadState(state);
        return _bestStep;
    }

    private byte[] State()
    {
        using var state = new MemoryStream();
        using var target = new BinaryWriter(state);
        WriteState(target);
        return state.ToArray();
    }

    private void WriteState(BinaryWriter target)
    {
        target.WriteSingles(ModelSnapshot.Of(network, prior).Networks);
        network.GetOptimizerState().Write(target.BaseStream);
        target.Write(_klWeight.LogFactor);
        prior.Write(target);
    }

    private void ReadState(BinaryReader source)
    {
        network.SetParameters(source.ReadFiniteSingles(network.Architecture.ParameterCount));
        network.SetOptimizerState(OptimizerState.Read(source.BaseStream));
        _klWeight.LogFactor = source.ReadDouble();
        prior.Read(source);
    }

    private void Write(BinaryWriter target)
    {
        target.Write(JsonSerializer.Serialize(_reports, PlainJson.Default.ListEpochReport));
        target.Write(_bestEpoch);
        target.Write(_bestLoss);
        target.WriteSingles(_best?.Networks ?? []);
        target.WriteSingles(_best?.Prior ?? []);
        target.Write(_bestStep);
        target.WriteBytes(_bestState);
        target.Write(_step);
        WriteState(target);
    }

    private void Read(BinaryReader source)
    {
        _reports.AddRange(JsonSerializer.Deserialize(source.ReadString(), PlainJson.Default.ListEpochReport) ?? []);
        int epochs = _schedule.Epochs, perReport = _schedule.EpochsPerReport;
        bool areInOrder = _reports.Count <= (epochs + perReport - 1) / perReport
            && _reports.Index().All(one => one.Item?.Epoch == Math.Min((one.Index + 1L) * perReport, epochs));
        BinaryArrays.Expect(areInOrder, $"reports of at most {epochs} epochs, in order");
        _bestEpoch = source.ReadInt32();
        bool isReported = _bestEpoch == 0 || _reports.Exists(report => report.Epoch == _bestEpoch);
        BinaryArrays.Expect(isReported, "the epoch of a report as the best");
        _bestLoss = source.ReadDouble();
        int parameters = network.Architecture.ParameterCount;
        _best = _bestEpoch > 0
            ? new(source.ReadFiniteSingles(parameters), source.ReadFiniteSingles(prior.Parameters.Length))
            : source.ReadSingles().Length + source.ReadSingles().Length == 0 ? null : throw BinaryArrays.Unfit("no model before the first");
        (_bestStep, _bestState, _step) = (source.ReadInt64(), source.ReadBytes(), source.ReadInt64());
        GoBack(); // to see that it is whole
        ReadState(source);
        bool areFit = _bestStep >= 0 && _step >= _bestStep && double.IsFinite(_klWeight.LogFactor);
        BinaryArrays.Expect(areFit, "steps of at least 0 and a finite weight");
        BinaryArrays.Expect(source.Left() == 0, "nothing after the state");
        prior.ToModel(network.Architecture, ModelSnapshot.Of(network, prior)); // refuses weights that no model can have
        if (_best is not null)
        {
            prior.ToModel(network.Architecture, _best);
        }
    }
}

using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// The file "training.checkpoint" in a folder: there as a whole or not at all. Little-endian: "BMVC"; Int32 format version 4; SHA-256 of
/// the rest; its <see cref="CheckpointKey"/>; the training's state.
/// </summary>
internal sealed class CheckpointFile
{
    private const string Name = "training.checkpoint";
    private const int Version = 4, HeaderBytes = 8 + SHA256.HashSizeInBytes;

    private readonly string _path;
    private readonly CheckpointKey _key;

    /// <summary>Makes the folder if there is none, and clears away what a killed training left half written.</summary>
    public CheckpointFile(string folder, CheckpointKey key)
    {
        Directory.CreateDirectory(folder);
        (_path, _key) = (Path.Combine(folder, Name), key);
        var plain = new EnumerationOptions { MatchType = MatchType.Simple }; // or "name.*" would match "name" as well
        foreach (string leftover in Directory.EnumerateFiles(folder, $"{Name}.*", plain))
        {
            File.Delete(leftover);
        }
    }

    private static ReadOnlySpan<byte> Magic => "BMVC"u8;

    public void Write(Action<BinaryWriter> write)
    {
        using var body = new MemoryStream();
        using (var writer = new BinaryWriter(body, Encoding.UTF8, leaveOpen: true))
        {
            _key.Write(writer);
            write(writer);
        }

        ReadOnlyMemory<byte> content = body.GetBuffer().AsMemory(0, (int)body.Length);
        WholeFile.Write(_path, stream =>
        {
            stream.Write(Magic);
            stream.Write(BitConverter.GetBytes(Version));
            stream.Write(SHA256.HashData(content.Span));
            stream.Write(content.Span);
        });
    }

    /// <summary>Reads the state, if there is a file.</summary>
    /// <exception cref="InvalidDataException">It is damaged, of another format, or of another training.</exception>
    public void ReadIfAny(Action<BinaryReader> read)
    {
        if (!File.Exists(_path))
        {
            return;
        }

        byte[] content = File.ReadAllBytes(_path);
        if (content.Length < HeaderBytes || !content.AsSpan(0, 4).SequenceEqual(Magic))
        {
            throw Unfit("a file that begins with 'BMVC'", "another one");
        }

        int version = BitConverter.ToInt32(content, 4);
        if (version != Version)
        {
            throw Unfit($"format version {Version}", $"{version}: resume with the release that wrote it, or take another folder");
        }

        string expected = Convert.ToHexStringLower(content.AsSpan(8, SHA256.HashSizeInBytes));
        string sum = Convert.ToHexStringLower(SHA256.HashData(content.AsSpan(HeaderBytes)));
        if (sum != expected)
        {
            throw Unfit($"content with SHA-256 {expected}", $"{sum}: the file is damaged");
        }

        using var reader = new BinaryReader(new MemoryStream(content, HeaderBytes, content.Length - HeaderBytes), Encoding.UTF8);
        try
        {
            if (_key.FirstDifference(CheckpointKey.Read(reader)) is { } difference)
            {
                throw new InvalidDataException($"{difference} It is of another training: resume that one, or take another folder.");
            }

            read(reader);
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException or JsonException or ArgumentException
            or FormatException or InvalidOperationException)
        {
            throw new InvalidDataException($"Checkpoint '{_path}': {error.Message}", error);
        }
    }

    private InvalidDataException Unfit(string expected, string got) => new($"Checkpoint '{_path}': expected {expected}, got {got}.");
}

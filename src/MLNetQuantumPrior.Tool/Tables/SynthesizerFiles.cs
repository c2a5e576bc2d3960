using System.IO.Compression;
using System.Text;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Tool;

/// <summary>
/// Synthesizer files that know how the table was written. Such a file is a zip, and the form is its comment, so that programs which know
/// nothing of it load the file all the same.
/// </summary>
internal static class SynthesizerFiles
{
    /// <summary>Writes a synthesizer and the form of its table. A form too long for a comment, of some 500 columns, is left out.</summary>
    public static void Save(string path, TableSynthesizer synthesizer, TableForm form) => WholeFile.Write(path, stream =>
    {
        synthesizer.Save(stream);
        byte[] comment = form.Write();
        if (comment.Length > ushort.MaxValue)
        {
            return;
        }

        // A zip ends with the length of its comment, of 2 bytes, and the comment.
        stream.Seek(-sizeof(ushort), SeekOrigin.End);
        stream.Write([(byte)comment.Length, (byte)(comment.Length >> 8), .. comment]);
    });

    /// <summary>Reads a synthesizer and the form of its table: where it has none, one that its types make.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or another one.</exception>
    public static (TableSynthesizer Synthesizer, TableForm Form) Load(string path)
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"File '{path}': expected it to exist, got none.");
        }

        TableSynthesizer synthesizer = TableSynthesizer.Load(path);
        using var zip = new ZipArchive(File.OpenRead(path), ZipArchiveMode.Read, leaveOpen: false, Encoding.UTF8);
        return (synthesizer, zip.Comment.StartsWith('{') ? TableForm.Read(zip.Comment) : TableForm.Of(synthesizer.Schema));
    }
}

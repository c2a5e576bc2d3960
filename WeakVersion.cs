using System;
using System.IO;
using System.Text;

namespace MLNetQuantumPrior.Build;

/// <summary>
/// Makes a version that a Linux library asks of another library optional: the loader passes over a missing version whose entry has the flag
/// VER_FLG_WEAK. It changes nothing where the version is there.
/// </summary>
/// <remarks>
/// Offsets are those of 64-bit ELF files and of the section .gnu.version_r: an array of needed libraries, each with a list of versions,
/// linked by distances. Plain .NET Standard 2.0, as MSBuild compiles this file too: see LibTorch.props.
/// </remarks>
public static class WeakVersion
{
    private const uint VersionsNeeded = 0x6ffffffe; // SHT_GNU_verneed
    private const byte Weak = 2;                    // VER_FLG_WEAK

    /// <summary>Copies a library with the version marked. A file there is replaced, not written into: it may be a hard link.</summary>
    /// <returns>Whether the library asks for the version.</returns>
    /// <exception cref="InvalidDataException">The file is no such library.</exception>
    public static bool Copy(string source, string destination, string version)
    {
        byte[] library = File.ReadAllBytes(source);
        bool found;
        try
        {
            found = Mark(library, version);
        }
        catch (InvalidDataException error)
        {
            throw new InvalidDataException($"'{source}': {error.Message}", error);
        }

        string whole = destination + ".new";
        File.WriteAllBytes(whole, library);
        File.Delete(destination);
        File.Move(whole, destination);
        return found;
    }

    /// <summary>Sets the flag of the version's entries and changes nothing else.</summary>
    /// <returns>Whether the library asks for the version.</returns>
    /// <exception cref="InvalidDataException">It is no 64-bit little-endian ELF file, or damaged.</exception>
    public static bool Mark(byte[] library, string version)
    {
        if (library.Length < 64 || BitConverter.ToUInt32(library, 0) != 0x464c457f || library[4] != 2 || library[5] != 1)
        {
            throw new InvalidDataException("expected a 64-bit little-endian ELF file, got another.");
        }

        try
        {
            bool found = false;
            for (int k = 0; k < BitConverter.ToUInt16(library, 0x3c); k++)
            {
                int section = Section(library, k);
                if (BitConverter.ToUInt32(library, section + 4) == VersionsNeeded)
                {
                    int names = Offset(library, Section(library, BitConverter.ToInt32(library, section + 40)) + 24);
                    found |= Mark(
                        library, Offset(library, section + 24), BitConverter.ToInt32(library, section + 44), names, version);
                }
            }

            return found;
        }
        catch (Exception error) when (error is ArgumentException or IndexOutOfRangeException or OverflowException)
        {
            throw new InvalidDataException("expected a whole ELF file, got one that points outside of itself.", error);
        }
    }

    private static bool Mark(byte[] library, int need, int needs, int names, string version)
    {
        bool found = false;
        for (; needs > 0; needs--, need += BitConverter.ToInt32(library, need + 12))
        {
            int entry = need + BitConverter.ToInt32(library, need + 8);
            for (int left = BitConverter.ToUInt16(library, need + 2); left > 0; left--)
            {
                if (Text(library, checked(names + BitConverter.ToInt32(library, entry + 8))) == version)
                {
                    library[entry + 4] |= Weak;
                    found = true;
                }

                entry += BitConverter.ToInt32(library, entry + 12);
            }
        }

        return found;
    }

    private static int Section(byte[] library, int index) =>
        checked(Offset(library, 0x28) + (index * BitConverter.ToUInt16(library, 0x3a)));

    private static int Offset(byte[] library, int at) => checked((int)BitConverter.ToUInt64(library, at));

    private static string Text(byte[] library, int begin) =>
        Encoding.ASCII.GetString(library, begin, Array.IndexOf(library, (byte)0, begin) - begin);
}

#if !NET
/// <summary><see cref="WeakVersion"/> as a step of the build.</summary>
public sealed class CopyWithWeakVersion : Microsoft.Build.Utilities.Task
{
    [Microsoft.Build.Framework.Required]
    public string Source { get; set; }

    [Microsoft.Build.Framework.Required]
    public string Destination { get; set; }

    [Microsoft.Build.Framework.Required]
    public string Version { get; set; }

    public override bool Execute()
    {
        try
        {
            if (!WeakVersion.Copy(Source, Destination, Version))
            {
                Log.LogMessage(Microsoft.Build.Framework.MessageImportance.High, $"{Source} does not ask for {Version} any more.");
            }
        }
        catch (Exception error) when (error is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            Log.LogError($"{nameof(CopyWithWeakVersion)}: {error.Message}");
        }

        return !Log.HasLoggedErrors;
    }
}
#endif

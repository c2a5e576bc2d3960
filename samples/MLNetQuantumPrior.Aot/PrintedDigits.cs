using System.Text;

namespace MLNetQuantumPrior.Aot;

/// <summary>Digits as text, side by side: two rows of pixels are a line, because letters are twice as high as wide.</summary>
internal static class PrintedDigits
{
    private const int Side = 28, Pixels = Side * Side;
    private const string Ink = " .:+*#@";

    /// <param name="pixels">0 background to 1 ink. <c>[digits, 784]</c></param>
    public static string Of(float[] pixels)
    {
        var text = new StringBuilder();
        for (int y = 0; y < Side; y += 2)
        {
            var line = new StringBuilder();
            for (int digit = 0; digit < pixels.Length / Pixels; digit++)
            {
                for (int x = 0; x < Side; x++)
                {
                    int pixel = (digit * Pixels) + (y * Side) + x;
                    float ink = (pixels[pixel] + pixels[pixel + Side]) / 2;
                    line.Append(Ink[(int)MathF.Round(ink * (Ink.Length - 1))]);
                }
            }

            text.AppendLine(line.ToString().TrimEnd());
        }

        return text.ToString();
    }
}

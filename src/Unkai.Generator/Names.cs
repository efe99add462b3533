using System.Linq;
using System.Text;

namespace Unkai.Generator;

/// <summary>AWS's names as C# names.</summary>
internal static class Names
{
    public static string Pascal(string name)
    {
        var clean = new StringBuilder();
        foreach (var c in name)
        {
            clean.Append(char.IsLetterOrDigit(c) || c == '_' ? c : '_');
        }

        while (clean.Length > 1 && clean[0] == '_')
        {
            clean.Remove(0, 1);
        }

        clean[0] = char.ToUpperInvariant(clean[0]);
        return char.IsDigit(clean[0]) ? "_" + clean : clean.ToString();
    }

    /// <summary>An enumeration's value as a constant's name: <c>STANDARD_IA</c> is StandardIa, <c>s3:ObjectCreated:*</c> S3ObjectCreatedAll.</summary>
    public static string Constant(string value)
    {
        var name = new StringBuilder();
        var isShouting = !value.Any(char.IsLower);
        var startsWord = true;
        foreach (var c in value.Replace("*", "All"))
        {
            if (!char.IsLetterOrDigit(c))
            {
                startsWord = true;
                continue;
            }

            name.Append(startsWord ? char.ToUpperInvariant(c) : isShouting ? char.ToLowerInvariant(c) : c);
            startsWord = char.IsDigit(c) && isShouting;
        }

        if (name.Length == 0)
        {
            return "Empty";
        }

        return char.IsDigit(name[0]) ? "_" + name : name.ToString();
    }
}

using System.CommandLine;

namespace Unkai.Cli;

/// <summary>Where a running cloud is: <c>--endpoint</c>, <c>$UNKAI_ENDPOINT</c>, <c>$AWS_ENDPOINT_URL</c>, else port 4566 of this machine.</summary>
internal static class Endpoint
{
    internal static Option<Uri?> CreateOption() => new("--endpoint")
    {
        Description = "The cloud's address (default: $UNKAI_ENDPOINT, $AWS_ENDPOINT_URL, http://127.0.0.1:4566)",
        HelpName = "URL",
        CustomParser = result =>
        {
            if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
            {
                return uri;
            }

            result.AddError($"'{result.Tokens[0].Value}' is no http address.");
            return null;
        },
    };

    /// <returns>Null when nobody names one.</returns>
    internal static Uri? FindNamed(Uri? option)
    {
        if (option is not null)
        {
            return option;
        }

        foreach (var name in (string[])["UNKAI_ENDPOINT", "AWS_ENDPOINT_URL"])
        {
            if (Uri.TryCreate(Environment.GetEnvironmentVariable(name), UriKind.Absolute, out var named))
            {
                return named;
            }
        }

        return null;
    }

    internal static Uri Find(Uri? option) => FindNamed(option) ?? new Uri($"http://127.0.0.1:{Server.UnkaiServerOptions.PortDefault}");
}

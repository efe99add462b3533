using System.Text;

namespace Unkai.Compute;

/// <summary>Which operation a method and path mean.</summary>
internal static class RuntimeApiPaths
{
    private const int TargetCharactersMax = 200;

    public static RuntimeApiRequest Parse(ReadOnlySpan<byte> method, ReadOnlySpan<byte> path)
    {
        var invocation = "/2018-06-01/runtime/invocation/"u8;
        var isPost = method.SequenceEqual("POST"u8);
        if (path.StartsWith(invocation))
        {
            var rest = path[invocation.Length..];
            if (rest.SequenceEqual("next"u8) && method.SequenceEqual("GET"u8))
            {
                return new RuntimeApiRequest { Route = RuntimeApiRoute.Next };
            }

            var slash = rest.IndexOf((byte)'/');
            var verb = slash < 0 ? default : rest[(slash + 1)..];
            if (isPost && (verb.SequenceEqual("response"u8) || verb.SequenceEqual("error"u8)))
            {
                return new RuntimeApiRequest
                {
                    Route = verb[0] == 'r' ? RuntimeApiRoute.Response : RuntimeApiRoute.Error,
                    RequestId = Encoding.ASCII.GetString(rest[..slash]),
                };
            }
        }
        else if (isPost && path.SequenceEqual("/2018-06-01/runtime/init/error"u8))
        {
            return new RuntimeApiRequest { Route = RuntimeApiRoute.InitError };
        }

        var target = $"{Encoding.ASCII.GetString(method)} {Encoding.ASCII.GetString(path)}";
        return new RuntimeApiRequest { Route = RuntimeApiRoute.Unknown, Target = target.Length > TargetCharactersMax ? target[..TargetCharactersMax] : target };
    }
}

using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Unkai.Api.Contracts;
using Unkai.Wire.Protocols.Query;

namespace Unkai.Wire.Routing;

/// <summary>The paths of a REST service as a tree of segments. Built when the service is first called, kept as long as its contract.</summary>
internal sealed class RestTree
{
    private static readonly ConditionalWeakTable<ServiceContract, RestTree> s_trees = [];

    private readonly Node _root = new();

    private RestTree(ServiceContract service)
    {
        foreach (var operation in service.Operations)
        {
            Add(operation);
        }
    }

    public static RestTree Of(ServiceContract service) => s_trees.GetValue(service, static s => new RestTree(s));

    /// <summary>The operation of a path that is still encoded; <paramref name="labels"/> are the decoded labels.</summary>
    public OperationContract? Find(string method, string path, QueryParameters query, IHeaderDictionary headers, out RouteLabels labels)
    {
        var found = new List<KeyValuePair<string, string>>();
        labels = new RouteLabels(found);
        var values = new List<string>();
        var route = Find(_root, path.AsSpan().TrimStart('/'), method, query, headers, values);
        if (route is null)
        {
            return null;
        }

        var place = 0;
        foreach (var name in LabelNames(route.Operation.RequestUri))
        {
            found.Add(new(name, Uri.UnescapeDataString(values[place++])));
        }

        return route.Operation;
    }

    private RestRoute? Find(Node node, ReadOnlySpan<char> rest, string method, QueryParameters query, IHeaderDictionary headers, List<string> values)
    {
        if (rest.IsEmpty)
        {
            return Best(node.Routes, method, query, headers);
        }

        var slash = rest.IndexOf('/');
        var segment = slash < 0 ? rest : rest[..slash];
        var after = slash < 0 ? default : rest[(slash + 1)..];
        if (node.Literals is not null && node.Literals.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(segment, out var literal)
            && Find(literal, after, method, query, headers, values) is { } exact)
        {
            return exact;
        }

        var count = values.Count;
        if (node.Label is { } label && !segment.IsEmpty)
        {
            values.Add(segment.ToString());
            if (Find(label, after, method, query, headers, values) is { } found)
            {
                return found;
            }

            values.RemoveRange(count, values.Count - count);
        }

        if (node.Greedy is null)
        {
            return null;
        }

        foreach (var (suffix, routes) in node.Greedy)
        {
            if (rest.Length <= suffix.Length || !rest.EndsWith(suffix, StringComparison.Ordinal))
            {
                continue;
            }

            values.Add(rest[..^suffix.Length].ToString());
            if (Best(routes, method, query, headers) is { } found)
            {
                return found;
            }

            values.RemoveRange(count, values.Count - count);
        }

        return null;
    }

    private static RestRoute? Best(List<RestRoute>? routes, string method, QueryParameters query, IHeaderDictionary headers)
    {
        RestRoute? best = null;
        var bestFit = -1;
        foreach (var route in routes ?? [])
        {
            if (string.Equals(route.Operation.HttpMethod, method, StringComparison.Ordinal) && route.Fit(query, headers) is var fit
                && (fit > bestFit || (fit == bestFit && best is { Operation.IsDeprecated: true })))
            {
                (best, bestFit) = (route, fit);
            }
        }

        return best;
    }

    private void Add(OperationContract operation)
    {
        var uri = operation.RequestUri;
        var mark = uri.IndexOf('?', StringComparison.Ordinal);
        var route = new RestRoute(operation, mark < 0 ? "" : uri[(mark + 1)..]);
        var node = _root;
        var path = mark < 0 ? uri : uri[..mark];
        foreach (var segment in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (segment is ['{', .., '+', '}'])
            {
                node.AddGreedy(path[(path.IndexOf(segment, StringComparison.Ordinal) + segment.Length)..], route);
                return;
            }

            node = segment[0] == '{' ? node.Label ??= new Node() : node.Literal(segment);
        }

        (node.Routes ??= []).Add(route);
    }

    private static IEnumerable<string> LabelNames(string uri)
    {
        for (var start = uri.IndexOf('{', StringComparison.Ordinal); start >= 0; start = uri.IndexOf('{', start + 1))
        {
            var end = uri.IndexOf('}', start);
            yield return uri[(start + 1)..end].TrimEnd('+');
        }
    }

    private sealed class Node
    {
        public Dictionary<string, Node>? Literals { get; private set; }

        public Node? Label { get; set; }

        /// <summary>Routes whose label takes the rest of the path, by what must stand behind it (<c>/policy</c>); the longest first.</summary>
        public List<(string Suffix, List<RestRoute> Routes)>? Greedy { get; private set; }

        public List<RestRoute>? Routes { get; set; }

        public void AddGreedy(string suffix, RestRoute route)
        {
            Greedy ??= [];
            var at = Greedy.FindIndex(g => g.Suffix == suffix);
            if (at < 0)
            {
                at = Greedy.TakeWhile(g => g.Suffix.Length > suffix.Length).Count();
                Greedy.Insert(at, (suffix, []));
            }

            Greedy[at].Routes.Add(route);
        }

        public Node Literal(string segment)
        {
            Literals ??= new(StringComparer.Ordinal);
            if (!Literals.TryGetValue(segment, out var node))
            {
                Literals[segment] = node = new Node();
            }

            return node;
        }
    }
}

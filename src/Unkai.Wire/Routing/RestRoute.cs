using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Unkai.Api.Contracts;
using Unkai.Wire.Protocols.Query;

namespace Unkai.Wire.Routing;

/// <summary>One operation of a REST service at its place in the tree: what the query string and headers must have for it to be the one.</summary>
internal sealed class RestRoute
{
    private const int LiteralWeight = 100;
    private const int MissingWeight = 50;

    private readonly ImmutableArray<KeyValuePair<string, string>> _literals;
    private readonly ImmutableArray<MemberContract> _required;

    public RestRoute(OperationContract operation, string queryLiterals)
    {
        Operation = operation;
        _literals = [.. queryLiterals.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(static l =>
            l.IndexOf('=', StringComparison.Ordinal) is var at and >= 0 ? new KeyValuePair<string, string>(l[..at], l[(at + 1)..]) : new(l, ""))];
        _required = [.. operation.Input.Members.Where(static m => m.IsRequired && m.Location is MemberLocation.QueryString or MemberLocation.Header && m.IsRequired)];
    }

    public OperationContract Operation { get; }

    /// <summary>How well a request fits; less than zero when a literal is missing.</summary>
    /// <remarks>
    /// What makes CopyObject of PutObject is that a header which it requires is there, and UploadPart of it two parameters. An operation
    /// that lacks what it requires is still taken when nothing else stands here: its validator says what is missing. One of two parameters is
    /// enough to mean the operation that requires both: a part without its upload is no object.
    /// </remarks>
    public int Fit(QueryParameters query, IHeaderDictionary headers)
    {
        var fit = 1;
        foreach (var (name, value) in _literals)
        {
            var found = query.Find(name);
            if (found is null || (value.Length > 0 && !string.Equals(found, value, StringComparison.Ordinal)))
            {
                return -1;
            }

            fit += LiteralWeight;
        }

        var (isMissing, named) = (false, 0);
        foreach (var member in _required)
        {
            var isHeader = member.Location == MemberLocation.Header;
            if (isHeader ? headers.ContainsKey(member.WireName) : query.Find(member.WireName) is not null)
            {
                fit++;
                named += isHeader ? 0 : 1;
            }
            else
            {
                isMissing = true;
            }
        }

        return !isMissing || named > 0 ? fit : Math.Max(0, fit - MissingWeight);
    }
}

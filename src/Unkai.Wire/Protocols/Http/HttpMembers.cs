using System.Collections;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Unkai.Api;
using Unkai.Api.Contracts;
using Unkai.Wire.Protocols.Query;
using Unkai.Wire.Routing;

namespace Unkai.Wire.Protocols.Http;

/// <summary>The members of REST requests and responses that lie outside the body.</summary>
internal static class HttpMembers
{
    /// <returns>The member whose text is wrong; null when none is.</returns>
    public static MemberContract? ReadRequest(OperationContract operation, Shape target, IHeaderDictionary headers, RouteLabels labels, QueryParameters query)
    {
        var input = operation.Input;
        if (!input.HasHttpMembers)
        {
            return null;
        }

        foreach (var member in input.Members)
        {
            var isRight = member.Location switch
            {
                MemberLocation.Uri => labels.Find(member.WireName) is not { } text || TrySet(target, member, TimestampFormat.Iso8601, text),
                MemberLocation.QueryString => ReadQuery(operation, target, member, query),
                MemberLocation.Header => ReadHeader(target, member, headers),
                MemberLocation.Headers => ReadHeaders(target, member, headers),
                _ => true,
            };
            if (!isRight)
            {
                return member;
            }
        }

        return null;
    }

    public static MemberContract? ReadResponse(StructureContract output, Shape target, IHeaderDictionary headers, int status)
    {
        foreach (var member in output.Members)
        {
            var isRight = member.Location switch
            {
                MemberLocation.Header => ReadHeader(target, member, headers),
                MemberLocation.Headers => ReadHeaders(target, member, headers),
                MemberLocation.StatusCode => TrySet(target, member, TimestampFormat.Default, status.ToString(CultureInfo.InvariantCulture)),
                _ => true,
            };
            if (!isRight)
            {
                return member;
            }
        }

        return null;
    }

    /// <summary>Writes headers; returns the status that a member sets, or null.</summary>
    public static int? WriteHeaders(Shape shape, IHeaderDictionary headers)
    {
        int? status = null;
        if (!shape.Contract.HasHttpMembers)
        {
            return null;
        }

        var members = shape.Contract.Members;
        for (var slot = shape.NextSet(0); slot >= 0; slot = shape.NextSet(slot + 1))
        {
            var member = members[slot];
            switch (member.Location)
            {
                case MemberLocation.Header:
                    headers[member.WireName] = HeaderText(member, shape.GetValue(slot));
                    break;
                case MemberLocation.Headers:
                    foreach (var (key, value) in (Dictionary<string, string>)shape.GetReference(slot)!)
                    {
                        headers[member.LocationName + key] = Clean(value);
                    }

                    break;
                case MemberLocation.StatusCode:
                    status = shape.GetInt32(slot);
                    break;
                default:
                    break;
            }
        }

        return status;
    }

    /// <summary>The path and query of a request: what a client does.</summary>
    public static string WriteUri(OperationContract operation, Shape request)
    {
        var (path, literals) = operation.RequestUri.Split('?') is [var p, var l] ? (p, l) : (operation.RequestUri, "");
        var query = new StringBuilder(literals);
        var members = request.Contract.Members;
        for (var slot = request.NextSet(0); slot >= 0; slot = request.NextSet(slot + 1))
        {
            var member = members[slot];
            var value = request.GetValue(slot);
            if (member.Location == MemberLocation.Uri)
            {
                var text = TextValues.Format(member, TimestampFormat.Iso8601, value);
                path = path.Replace("{" + member.WireName + "}", Uri.EscapeDataString(text), StringComparison.Ordinal)
                    .Replace("{" + member.WireName + "+}", Uri.EscapeDataString(text).Replace("%2F", "/", StringComparison.Ordinal), StringComparison.Ordinal);
            }
            else if (member.Location == MemberLocation.QueryString)
            {
                WriteQuery(query, member, value);
            }
        }

        return query.Length == 0 ? path : path + "?" + query;
    }

    private static void WriteQuery(StringBuilder query, MemberContract member, ShapeValue value)
    {
        void Pair(string name, string text) => query.Append(query.Length == 0 ? "" : "&").Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(text));
        switch (member.Shape)
        {
            case ListContract list:
                var elements = (IList)value.Reference!;
                for (var i = 0; i < elements.Count; i++)
                {
                    Pair(member.WireName, TextValues.Format(list.Element, TimestampFormat.Iso8601, ShapeCollections.Get(elements, list.Element.Kind, i)));
                }

                break;
            case MapContract map:
                foreach (var (key, entry) in ShapeCollections.Entries((IDictionary)value.Reference!, map.Value.Kind))
                {
                    if (entry.Reference is List<string> texts)
                    {
                        texts.ForEach(t => Pair(key, t));
                    }
                    else
                    {
                        Pair(key, TextValues.Format(map.Value, TimestampFormat.Iso8601, entry));
                    }
                }

                break;
            default:
                Pair(member.WireName, TextValues.Format(member, TimestampFormat.Iso8601, value));
                break;
        }
    }

    private static bool ReadQuery(OperationContract operation, Shape target, MemberContract member, QueryParameters query)
    {
        switch (member.Shape)
        {
            case ListContract list:
                IList? elements = null;
                for (var i = 0; i < query.Count; i++)
                {
                    if (!string.Equals(query[i].Key, member.WireName, StringComparison.Ordinal))
                    {
                        continue;
                    }

                    if (!TextValues.TryParse(list.Element, TimestampFormat.Iso8601, query[i].Value, out var element))
                    {
                        return false;
                    }

                    ShapeCollections.Add(elements ??= list.New(), list.Element.Kind, element);
                }

                target.SetReference(member.Slot, elements);
                return true;
            case MapContract map:
                ReadQueryMap(operation, target, member, map, query);
                return true;
            default:
                return query.Find(member.WireName) is not { } text || TrySet(target, member, TimestampFormat.Iso8601, text);
        }
    }

    /// <summary>All parameters that no other member claims, and that are no part of the operation's own address.</summary>
    private static void ReadQueryMap(OperationContract operation, Shape target, MemberContract member, MapContract map, QueryParameters query)
    {
        for (var i = 0; i < query.Count; i++)
        {
            var (key, text) = query[i];
            var isClaimed = operation.Input.Members.Any(m => m.Location == MemberLocation.QueryString && m != member && string.Equals(m.WireName, key, StringComparison.Ordinal));
            if (isClaimed || IsLiteral(operation.RequestUri, key))
            {
                continue;
            }

            if (target.GetReference(member.Slot) is not IDictionary entries)
            {
                target.SetReference(member.Slot, entries = map.New());
            }

            if (entries is Dictionary<string, string> single)
            {
                single[key] = text;
            }
            else if (entries is Dictionary<string, List<string>> several)
            {
                if (!several.TryGetValue(key, out var texts))
                {
                    several[key] = texts = [];
                }

                texts.Add(text);
            }
        }
    }

    private static bool IsLiteral(string uri, string key)
    {
        var mark = uri.IndexOf('?', StringComparison.Ordinal);
        return mark >= 0 && uri[(mark + 1)..].Split('&').Any(l => l == key || l.StartsWith(key + "=", StringComparison.Ordinal));
    }

    /// <summary>A condition whose date is none is no condition. Source: RFC 9110, sections 13.1.3 and 13.1.4.</summary>
    private static bool IsCondition(MemberContract member) => member.Kind == ShapeKind.Timestamp && member.WireName is "If-Modified-Since" or "If-Unmodified-Since";

    private static bool ReadHeader(Shape target, MemberContract member, IHeaderDictionary headers)
    {
        if (!headers.TryGetValue(member.WireName, out var values) || values.Count == 0)
        {
            return true;
        }

        if (member.Shape is not ListContract list)
        {
            var text = values.ToString();
            if (member.IsJsonValue)
            {
                var bytes = new byte[text.Length];
                if (!Convert.TryFromBase64String(text, bytes, out var count))
                {
                    return false;
                }

                text = Encoding.UTF8.GetString(bytes, 0, count);
            }

            return TrySet(target, member, TimestampFormat.Rfc822, text) || IsCondition(member);
        }

        var elements = list.New();
        foreach (var value in values)
        {
            foreach (var part in SplitList(value ?? "", list.Element))
            {
                if (!TextValues.TryParse(list.Element, TimestampFormat.Rfc822, part, out var element))
                {
                    return false;
                }

                ShapeCollections.Add(elements, list.Element.Kind, element);
            }
        }

        target.SetReference(member.Slot, elements);
        return true;
    }

    private static List<string> SplitList(string text, MemberContract element)
    {
        // RFC 9110's date has a comma of its own.
        var isDate = element.Kind == ShapeKind.Timestamp && element.TimestampFormat is TimestampFormat.Default or TimestampFormat.Rfc822;
        var parts = new List<string>();
        for (var at = 0; at < text.Length;)
        {
            while (at < text.Length && text[at] is ' ' or ',')
            {
                at++;
            }

            if (at < text.Length && text[at] == '"')
            {
                var part = new StringBuilder();
                for (at++; at < text.Length && text[at] != '"'; at++)
                {
                    at += text[at] == '\\' && at + 1 < text.Length ? 1 : 0;
                    part.Append(text[at]);
                }

                at++;
                parts.Add(part.ToString());
            }
            else if (at < text.Length)
            {
                var end = text.IndexOf(',', at);
                end = isDate && end >= 0 ? text.IndexOf(',', end + 1) : end;
                end = end < 0 ? text.Length : end;
                parts.Add(text[at..end].Trim());
                at = end;
            }
        }

        return parts;
    }

    private static bool ReadHeaders(Shape target, MemberContract member, IHeaderDictionary headers)
    {
        Dictionary<string, string>? found = null;
        var prefix = member.LocationName ?? "";
        foreach (var (name, values) in headers)
        {
            if (name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                // Header names have no case; AWS hands them out in lower case.
                (found ??= [])[name[prefix.Length..].ToLowerInvariant()] = values.ToString();
            }
        }

        target.SetReference(member.Slot, found);
        return true;
    }

    private static string HeaderText(MemberContract member, in ShapeValue value)
    {
        if (member.Shape is not ListContract list)
        {
            var text = TextValues.Format(member, TimestampFormat.Rfc822, value);
            return Clean(member.IsJsonValue ? Convert.ToBase64String(Encoding.UTF8.GetBytes(text)) : text);
        }

        var elements = (IList)value.Reference!;
        var joined = new StringBuilder();
        for (var i = 0; i < elements.Count; i++)
        {
            var text = TextValues.Format(list.Element, TimestampFormat.Rfc822, ShapeCollections.Get(elements, list.Element.Kind, i));
            var isPlain = list.Element.Kind == ShapeKind.Timestamp || (text.Length > 0 && text.AsSpan().IndexOfAny("\", ") < 0);
            joined.Append(i == 0 ? "" : ", ").Append(isPlain ? text : "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"");
        }

        return Clean(joined.ToString());
    }

    /// <summary>What a header can hold: no control characters (with a line end, a stored string could write headers of its own), and beyond ASCII only RFC 2047's words, as S3 has them.</summary>
    private static string Clean(string value)
    {
        if (!value.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            return value;
        }

        if (value.AsSpan().ContainsAnyExceptInRange('\0', '\x7f'))
        {
            return "=?UTF-8?B?" + Convert.ToBase64String(Encoding.UTF8.GetBytes(value)) + "?=";
        }

        return string.Create(value.Length, value, static (clean, dirty) =>
        {
            for (var i = 0; i < clean.Length; i++)
            {
                clean[i] = dirty[i] is < ' ' or '\x7f' ? ' ' : dirty[i];
            }
        });
    }

    private static bool TrySet(Shape target, MemberContract member, TimestampFormat unsaid, string text)
    {
        if (!TextValues.TryParse(member, unsaid, text, out var value))
        {
            return false;
        }

        target.SetValue(member.Slot, value);
        return true;
    }
}

using System.Text;

namespace Unkai.Wire.Protocols.Query;

/// <summary>The parameters of a form or query string, decoded; sorted so that all parameters below one name stand together, and numbers in their order.</summary>
public sealed class QueryParameters
{
    /// <summary>More parameters than any request has.</summary>
    public const int MaxCount = 100_000;

    private static readonly Comparer<string> s_order = Comparer<string>.Create(Compare);

    private readonly List<KeyValuePair<string, string>> _all;

    private QueryParameters(List<KeyValuePair<string, string>> all) => _all = all;

    /// <summary>No parameters.</summary>
    public static QueryParameters None { get; } = new([]);

    /// <summary>How many there are.</summary>
    public int Count => _all.Count;

    /// <summary>The parameter at a place.</summary>
    public KeyValuePair<string, string> this[int place] => _all[place];

    /// <summary>Reads <c>application/x-www-form-urlencoded</c> text; null when there are too many parameters.</summary>
    public static QueryParameters? Parse(params ReadOnlySpan<string> texts)
    {
        var all = new List<KeyValuePair<string, string>>();
        foreach (var text in texts)
        {
            var rest = text.AsSpan().TrimStart('?');
            foreach (var range in rest.Split('&'))
            {
                var pair = rest[range];
                if (pair.IsEmpty)
                {
                    continue;
                }

                if (all.Count == MaxCount)
                {
                    return null;
                }

                var equals = pair.IndexOf('=');
                all.Add(new(Decode(equals < 0 ? pair : pair[..equals]), equals < 0 ? "" : Decode(pair[(equals + 1)..])));
            }
        }

        // Parameters of one name keep their order, so the sort must be a stable one; most requests come sorted.
        for (var i = 1; i < all.Count; i++)
        {
            if (Compare(all[i - 1].Key, all[i].Key) > 0)
            {
                return new QueryParameters([.. all.OrderBy(static p => p.Key, s_order)]);
            }
        }

        return new QueryParameters(all);
    }

    /// <summary>Reads a form's bytes; null when there are too many parameters.</summary>
    public static QueryParameters? Parse(ReadOnlySpan<byte> form, string queryString = "") => Parse(queryString, Encoding.UTF8.GetString(form));

    /// <summary>The value of a name; null when there is none.</summary>
    public string? Find(string name)
    {
        int low = 0, high = _all.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            switch (Compare(_all[middle].Key, name))
            {
                case 0: return _all[middle].Value;
                case < 0: low = middle + 1; break;
                default: high = middle - 1; break;
            }
        }

        return null;
    }

    private static string Decode(ReadOnlySpan<char> text)
    {
        if (text.IndexOfAny('%', '+') < 0)
        {
            return text.ToString();
        }

        return Uri.UnescapeDataString(text.ToString().Replace('+', ' '));
    }

    /// <summary>Segment by segment; of two numbers the smaller first.</summary>
    private static int Compare(string left, string right)
    {
        ReadOnlySpan<char> a = left, b = right;
        while (true)
        {
            var endA = a.IndexOf('.');
            var endB = b.IndexOf('.');
            var headA = endA < 0 ? a : a[..endA];
            var headB = endB < 0 ? b : b[..endB];
            var order = headA.Length != headB.Length && IsNumber(headA) && IsNumber(headB)
                ? headA.Length.CompareTo(headB.Length)
                : headA.SequenceCompareTo(headB);
            if (order != 0 || (endA < 0 && endB < 0))
            {
                return order;
            }

            if (endA < 0 || endB < 0)
            {
                return endA < 0 ? -1 : 1;
            }

            a = a[(endA + 1)..];
            b = b[(endB + 1)..];
        }
    }

    private static bool IsNumber(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExceptInRange('0', '9');
}

using System.Globalization;
using System.Text;
using System.Text.Json;
using Unkai.Api;

namespace Unkai.Wire.Forms;

/// <summary>What a form's signer allows to be uploaded with it.</summary>
/// <remarks>Source: Amazon S3 API Reference, "Creating a POST policy".</remarks>
public sealed class PostPolicy
{
    private const string RangeCondition = "content-length-range";

    private readonly List<PostCondition> _conditions = [];

    /// <summary>The smallest file, in bytes.</summary>
    public long LengthMin { get; private set; }

    /// <summary>The largest file, in bytes.</summary>
    public long LengthMax { get; private set; } = long.MaxValue;

    private DateTimeOffset Expiration { get; set; }

    /// <summary>Reads the policy field: JSON in base64.</summary>
    public static Outcome<PostPolicy> Parse(string field)
    {
        var bytes = new byte[field.Length];
        if (!Convert.TryFromBase64String(field.Trim(), bytes, out var length))
        {
            return Invalid("Invalid Base64 Encoding.");
        }

        try
        {
            using var document = JsonDocument.Parse(bytes.AsMemory(0, length));
            return Read(document.RootElement);
        }
        catch (JsonException)
        {
            return Invalid("Invalid JSON.");
        }
    }

    /// <summary>Whether a form for this bucket keeps to the policy, but for the file's length.</summary>
    /// <param name="form">The form.</param>
    /// <param name="bucket">The bucket that it is sent to.</param>
    /// <param name="now">The world's time.</param>
    public AwsError? Check(FormUpload form, string bucket, DateTimeOffset now)
    {
        if (now >= Expiration)
        {
            return Denied("Policy expired.");
        }

        foreach (var condition in _conditions)
        {
            if (!condition.Holds(ValueOf(form, bucket, condition.Field)))
            {
                return Denied($"Policy Condition failed: {condition.Text}");
            }
        }

        var extra = form.Fields.Keys.Where(field => !IsFree(field) && !_conditions.Exists(condition => condition.Field.Equals(field, StringComparison.OrdinalIgnoreCase))).ToList();
        return extra.Count == 0 ? null : Denied($"Extra input fields: {string.Join(", ", extra.Select(field => field.ToLowerInvariant()))}");
    }

    private static Outcome<PostPolicy> Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return Invalid("Invalid JSON.");
        }

        if (!root.TryGetProperty("expiration", out var expiration))
        {
            return Invalid("Policy missing expiration.");
        }

        if (expiration.ValueKind != JsonValueKind.String
            || !DateTimeOffset.TryParseExact(expiration.GetString(), ["yyyy-MM-ddTHH:mm:ssZ", "yyyy-MM-ddTHH:mm:ss.FFFFFFFZ"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var until))
        {
            return Invalid($"Invalid 'expiration' value: '{(expiration.ValueKind == JsonValueKind.String ? expiration.GetString() : expiration.GetRawText())}'");
        }

        if (!root.TryGetProperty("conditions", out var conditions) || conditions.ValueKind != JsonValueKind.Array)
        {
            return Invalid("Policy missing conditions.");
        }

        if (root.EnumerateObject().Select(member => member.Name).FirstOrDefault(name => name is not ("expiration" or "conditions")) is { } unknown)
        {
            return Invalid($"Unexpected: '{unknown}'");
        }

        var policy = new PostPolicy { Expiration = until };
        foreach (var condition in conditions.EnumerateArray())
        {
            if (policy.Add(condition) is { } problem)
            {
                return problem;
            }
        }

        return policy;
    }

    /// <returns>What is wrong with it, or null.</returns>
    private AwsError? Add(JsonElement condition)
    {
        if (condition.ValueKind == JsonValueKind.Object)
        {
            if (condition.EnumerateObject().ToList() is not [var only])
            {
                return Invalid("Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.");
            }

            if (only.Value.ValueKind != JsonValueKind.String)
            {
                return Invalid("Invalid Simple-Condition: value must be a string.");
            }

            _conditions.Add(new PostCondition(only.Name, only.Value.GetString()!, IsPrefix: false));
            return null;
        }

        if (condition.ValueKind != JsonValueKind.Array || condition.GetArrayLength() == 0 || condition[0].ValueKind != JsonValueKind.String)
        {
            return Invalid("Invalid Condition: must be an Object or an Array.");
        }

        var operation = condition[0].GetString()!;
        if (condition.GetArrayLength() != 3)
        {
            return Invalid($"Invalid {operation}: wrong number of arguments.");
        }

        if (operation.Equals(RangeCondition, StringComparison.OrdinalIgnoreCase))
        {
            return AddRange(condition);
        }

        var isPrefix = operation.Equals("starts-with", StringComparison.OrdinalIgnoreCase);
        if (!isPrefix && !operation.Equals("eq", StringComparison.OrdinalIgnoreCase))
        {
            return Invalid($"Invalid Condition: Unknown operation '{operation}'.");
        }

        if (condition[1].ValueKind != JsonValueKind.String || condition[1].GetString() is not ['$', ..] field || condition[2].ValueKind != JsonValueKind.String)
        {
            return Invalid("Invalid Condition: the field must be a string that begins with '$', and the value a string.");
        }

        _conditions.Add(new PostCondition(field[1..], condition[2].GetString()!, isPrefix));
        return null;
    }

    private AwsError? AddRange(JsonElement condition)
    {
        if (NumberOf(condition[1]) is not { } min || NumberOf(condition[2]) is not { } max || min > max)
        {
            return Invalid($"Invalid {RangeCondition}: bounds must be non-negative numbers in order.");
        }

        (LengthMin, LengthMax) = (Math.Max(LengthMin, min), Math.Min(LengthMax, max));
        return null;
    }

    private static long? NumberOf(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Number when element.TryGetInt64(out var number) && number >= 0 => number,
        JsonValueKind.String when long.TryParse(element.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    /// <summary>Fields that need no condition.</summary>
    private static bool IsFree(string field) =>
        field.StartsWith("x-ignore-", StringComparison.OrdinalIgnoreCase)
        || field.ToLowerInvariant() is "x-amz-signature" or "file" or "policy" or "awsaccesskeyid" or "signature";

    private static string? ValueOf(FormUpload form, string bucket, string field) => field.ToLowerInvariant() switch
    {
        "bucket" => bucket,
        "key" => form.Key,
        _ => form.Fields.GetValueOrDefault(field),
    };

    private static AwsError Invalid(string why) => new("InvalidPolicyDocument", 400, $"Invalid Policy: {why}");

    private static AwsError Denied(string why) => new("AccessDenied", 403, $"Invalid according to Policy: {why}");

    private sealed record PostCondition(string Field, string Value, bool IsPrefix)
    {
        /// <summary>As S3 writes it in messages.</summary>
        internal string Text => $"[\"{(IsPrefix ? "starts-with" : "eq")}\", \"${Field}\", \"{Value}\"]";

        internal bool Holds(string? actual) => actual is not null && (IsPrefix ? actual.StartsWith(Value, StringComparison.Ordinal) : actual == Value);
    }
}

using Unkai.Api;
using Unkai.S3.Model;

namespace Unkai.S3.Encryption;

/// <summary>What responses say of an object's encryption.</summary>
internal static class EncryptionHeaders
{
    /// <summary>Sets those members that the response has.</summary>
    internal static T WithEncryption<T>(this T response, ObjectRecord record, CustomerKey? key)
        where T : Shape
    {
        var isCustomers = record.Sse is { IsCustomers: true };
        Set(response, "ServerSideEncryption", isCustomers ? null : record.Encryption);
        Set(response, "SSECustomerAlgorithm", isCustomers ? "AES256" : null);
        Set(response, "SSECustomerKeyMD5", isCustomers ? key?.Md5 : null);
        Set(response, "SSEKMSKeyId", record.Sse?.KmsKeyId);
        Set(response, "SSEKMSEncryptionContext", record.Sse?.Context);
        if (record.Sse is { BucketKey: true } && response.Contract.Find("BucketKeyEnabled") is { } member)
        {
            response.SetBoolean(member.Slot, true);
        }

        return response;
    }

    private static void Set(Shape response, string name, string? value)
    {
        if (response.Contract.Find(name) is not { } member)
        {
            return;
        }

        if (value is null)
        {
            response.Clear(member.Slot);
        }
        else
        {
            response.SetString(member.Slot, value);
        }
    }
}

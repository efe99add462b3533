using Unkai.Api;
using Unkai.Cloud;
using Unkai.S3.Model;

namespace Unkai.S3.Encryption;

/// <summary>How a part is encrypted: as its upload was begun, with the same key.</summary>
internal sealed record PartEncryption(ObjectRecord Template, CustomerKey? Key)
{
    internal static Outcome<PartEncryption> Read(UploadRecord upload, Shape request)
    {
        var template = new ObjectCodec().Read(upload.Template);
        var key = CustomerKey.Read(request);
        if (key.IsError)
        {
            return key.Error;
        }

        if (template.Sse is not { IsCustomers: true } sse)
        {
            return key.Value is null
                ? new PartEncryption(template, null)
                : S3Errors.InvalidRequest("The multipart upload initiate did not request encryption. Please resend the request without sending encryption parameters.");
        }

        return key.Value is null ? S3Errors.InvalidRequest("The multipart upload initiate requested encryption. Subsequent part requests must include the appropriate encryption parameters.")
            : key.Value.Fits(sse) ? new PartEncryption(template, key.Value)
            : S3Errors.InvalidRequest("The provided encryption parameters did not match the ones used originally.");
    }

    internal ReadOnlyMemory<byte> NewNonce(Call call) => Key is null ? default : CustomerKey.NewNonce(call.Random);

    internal string ETagOf(Call call, string md5Hex) =>
        Key is null && !RequestedEncryption.IsKms(Template.Encryption) ? md5Hex : RequestedEncryption.NewETag(call);
}

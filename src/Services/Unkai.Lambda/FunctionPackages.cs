using System.Security.Cryptography;
using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.Compute;
using Unkai.Lambda.Model;
using Unkai.Storage;

namespace Unkai.Lambda;

/// <summary>Deployment packages: durable as blobs, unpacked beside the store when they are needed (<see cref="CodeCache"/>).</summary>
internal static class FunctionPackages
{
    /// <summary>Source: Lambda quotas, 50 MB zipped for direct upload.</summary>
    internal const int DirectUploadBytesMax = 52_428_800;

    /// <summary>Takes the package that a request brings or points to, and checks that it unpacks.</summary>
    internal static async ValueTask<Outcome<NewPackage>> TakeAsync(Call call, ReadOnlyMemory<byte>? zipFile, string? bucket, string? key, string? objectVersion)
    {
        if (zipFile is { } direct && (bucket ?? key) is not null)
        {
            return LambdaErrors.InvalidParameter("Please do not provide other FunctionCode parameters when providing a ZipFile.");
        }

        ReadOnlyMemory<byte> bytes;
        if (zipFile is { } given)
        {
            if (given.Length > DirectUploadBytesMax)
            {
                return new AwsError("RequestEntityTooLargeException", 413, $"Request must be smaller than {70_167_211} bytes for the CreateFunction operation");
            }

            bytes = given;
        }
        else if (bucket is not null && key is not null)
        {
            var fetched = await FetchAsync(call, bucket, key, objectVersion);
            if (fetched.IsError)
            {
                return fetched.Error;
            }

            bytes = fetched.Value;
        }
        else
        {
            return LambdaErrors.InvalidParameter("Please provide a source for function code.");
        }

        if (bytes.IsEmpty)
        {
            return LambdaErrors.InvalidParameter("Uploaded file must be a non-empty zip");
        }

        var hash = SHA256.HashData(bytes.Span);
        var code = call.World.Host<FunctionHost>().Code;
        if (await code.UnpackAsync(Convert.ToHexStringLower(hash), () => new MemoryStream(bytes.ToArray(), writable: false), call.Cancellation) is { } refused)
        {
            return LambdaErrors.InvalidParameter(refused);
        }

        var body = await call.Blobs.WriteAsync(bytes, call.Cancellation);
        return new NewPackage(body, Convert.ToBase64String(hash), bytes.Length);
    }

    /// <summary>The folder of a version's code, unpacked if it is not.</summary>
    internal static async ValueTask<Outcome<string>> DirectoryOfAsync(Call call, FunctionReference reference, VersionRecord version)
    {
        var name = Convert.ToHexStringLower(Convert.FromBase64String(version.CodeSha256));
        var code = call.World.Host<FunctionHost>().Code;
        if (code.Find(name) is { } there)
        {
            return there;
        }

        var package = await call.ReadAsync(snapshot => LambdaTables.Packages.GetAsync(snapshot, (reference.Account, reference.Region, reference.Name, version.Number)));
        if (package is null)
        {
            return LambdaErrors.FunctionNotFound(reference.QualifiedArn);
        }

        var body = Body.FromField(package.Body);
        return await code.UnpackAsync(name, () => call.Blobs.OpenRead(body), call.Cancellation) is { } refused ? LambdaErrors.InvalidParameter(refused) : code.Find(name)!;
    }

    private static async ValueTask<Outcome<ReadOnlyMemory<byte>>> FetchAsync(Call call, string bucket, string key, string? version)
    {
        var found = await call.S3.GetObjectAsync(new GetObjectRequest { Bucket = bucket, Key = key, VersionId = version });
        if (found.IsError)
        {
            return LambdaErrors.InvalidParameter($"Error occurred while GetObject. S3 Error Code: {found.Error.Code}. S3 Error Message: {found.Error.Message}");
        }

        await using var content = found.Value.Body ?? Payload.Empty;
        return await content.ReadAllAsync((int)ZipPackage.UnzippedBytesMax, call.Cancellation) is { } bytes
            ? bytes
            : LambdaErrors.InvalidParameter("Unzipped size must be smaller than 262144000 bytes");
    }
}

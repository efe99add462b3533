using System.Net;
using Amazon.S3;

namespace Unkai.S3.Tests;

internal static class Refused
{
    /// <summary>The call must fail with this code and status.</summary>
    internal static async Task<AmazonS3Exception> WithAsync(string code, HttpStatusCode status, Func<Task> call)
    {
        var refused = await Assert.ThrowsAnyAsync<AmazonS3Exception>(call);
        Assert.Equal((code, status), (refused.ErrorCode, refused.StatusCode));
        return refused;
    }
}

using Unkai.Cloud;
using Unkai.Storage;

namespace Unkai.Sqs.Tests;

/// <summary>A cloud with SQS alone, on a frozen clock.</summary>
public sealed class TestCloud : ServiceCloud.ServiceCloud
{
    private TestCloud((StoreOptions Options, Store Store) place)
        : base(place, new([new("sqs", () => new SqsService())]), "q")
    {
    }

    public static async Task<TestCloud> OpenAsync(bool onDisk) => new(await OpenStoreAsync(onDisk));

    public Call Call(string account = "123456789012") => CallUntil(TestContext.Current.CancellationToken, account);
}

using Unkai.Cloud;
using Unkai.Storage;

namespace Unkai.DynamoDb.Tests;

/// <summary>A cloud with DynamoDB alone, on a frozen clock.</summary>
public sealed class TestCloud : ServiceCloud.ServiceCloud
{
    private TestCloud((StoreOptions Options, Store Store) place)
        : base(place, new([new("dynamodb", () => new DynamoDbService()), new("dynamodbstreams", () => new DynamoDbStreamsService())]), "table-")
    {
    }

    /// <summary>A cloud on the store that the run is for; what makes hundreds of clouds keeps to memory.</summary>
    public static async Task<TestCloud> OpenAsync(bool onDisk, bool isOneOfMany = false) => new(await OpenStoreAsync(onDisk, isOneOfMany));

    public Call Call(string account = "123456789012") => CallUntil(TestContext.Current.CancellationToken, account);
}

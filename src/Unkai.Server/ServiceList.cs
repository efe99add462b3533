using Unkai.Cloud;
using Unkai.DynamoDb;
using Unkai.Iam;
using Unkai.Lambda;
using Unkai.Logs;
using Unkai.S3;
using Unkai.Sqs;
using Unkai.Storage;
using Unkai.Sts;

namespace Unkai.Server;

/// <summary>The one list of all services. To add one: a line.</summary>
internal static class ServiceList
{
    internal static ServiceCatalog Create(Store store) => new(
    [
        new("dynamodb", () => new DynamoDbService()),
        new("dynamodbstreams", () => new DynamoDbStreamsService()),
        new("iam", () => new IamService(store)),
        new("lambda", () => new LambdaService()),
        new("logs", () => new LogsService()),
        new("s3", () => new S3Service()),
        new("s3control", () => new S3ControlService()),
        new("sqs", () => new SqsService()),
        new("sts", () => new StsService(store)),
    ]);

    internal static IReadOnlyList<SupportRow> Describe()
    {
        var store = Store.InMemory();
        var services = Create(store);
        return [.. services.Names.Select(name => SupportTable.RowOf(name, services.Find(name)!))];
    }
}

using System.Collections.Frozen;
using Unkai.Api.Iam;

namespace Unkai.Iam;

/// <summary>AWS's own managed policies: those that serverless templates attach most. Others are not found, by name.</summary>
/// <remarks>Source: AWS Managed Policy Reference.</remarks>
internal static class AwsManagedPolicies
{
    private static readonly FrozenDictionary<string, string> s_documents = new Dictionary<string, string>
    {
        ["AdministratorAccess"] = Allow("*"),
        ["PowerUserAccess"] = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","NotAction":["iam:*","organizations:*","account:*"],"Resource":"*"},{"Effect":"Allow","Action":["account:GetAccountInformation","iam:CreateServiceLinkedRole","iam:DeleteServiceLinkedRole","iam:ListRoles","organizations:DescribeOrganization"],"Resource":"*"}]}""",
        ["AmazonS3FullAccess"] = Allow("s3:*", "s3-object-lambda:*"),
        ["AmazonS3ReadOnlyAccess"] = Allow("s3:Get*", "s3:List*", "s3:Describe*", "s3-object-lambda:Get*", "s3-object-lambda:List*"),
        ["AmazonSQSFullAccess"] = Allow("sqs:*"),
        ["AmazonSQSReadOnlyAccess"] = Allow("sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:ListDeadLetterSourceQueues", "sqs:ListQueues", "sqs:ListMessageMoveTasks", "sqs:ListQueueTags"),
        ["AmazonSNSFullAccess"] = Allow("sns:*"),
        ["AmazonDynamoDBFullAccess"] = Allow("dynamodb:*", "dax:*"),
        ["AmazonDynamoDBReadOnlyAccess"] = Allow("dynamodb:BatchGetItem", "dynamodb:Describe*", "dynamodb:List*", "dynamodb:GetItem", "dynamodb:Query", "dynamodb:Scan", "dynamodb:PartiQLSelect"),
        ["AWSLambda_FullAccess"] = Allow("lambda:*", "logs:DescribeLogGroups", "logs:DescribeLogStreams", "logs:FilterLogEvents", "logs:GetLogEvents", "iam:PassRole", "iam:GetRole"),
        ["AWSLambda_ReadOnlyAccess"] = Allow("lambda:Get*", "lambda:List*", "logs:DescribeLogGroups", "logs:FilterLogEvents"),
        ["CloudWatchLogsFullAccess"] = Allow("logs:*", "cloudwatch:GenerateQuery"),
        ["CloudWatchFullAccess"] = Allow("cloudwatch:*", "logs:*", "sns:*"),
        ["AWSStepFunctionsFullAccess"] = Allow("states:*"),
        ["AmazonEventBridgeFullAccess"] = Allow("events:*", "schemas:*", "scheduler:*", "pipes:*"),
        ["AWSXRayDaemonWriteAccess"] = Allow("xray:PutTraceSegments", "xray:PutTelemetryRecords", "xray:GetSamplingRules", "xray:GetSamplingTargets", "xray:GetSamplingStatisticSummaries"),
        ["IAMFullAccess"] = Allow("iam:*", "organizations:DescribeAccount", "organizations:DescribeOrganization"),
        ["IAMReadOnlyAccess"] = Allow("iam:GenerateCredentialReport", "iam:Get*", "iam:List*", "iam:SimulateCustomPolicy", "iam:SimulatePrincipalPolicy"),
        ["service-role/AWSLambdaBasicExecutionRole"] = Allow("logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"),
        ["service-role/AWSLambdaSQSQueueExecutionRole"] = Allow("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"),
        ["service-role/AWSLambdaDynamoDBExecutionRole"] = Allow("dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams", "logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"),
        ["service-role/AWSLambdaKinesisExecutionRole"] = Allow("kinesis:DescribeStream", "kinesis:DescribeStreamSummary", "kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:ListShards", "kinesis:ListStreams", "kinesis:SubscribeToShard", "logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"),
        ["service-role/AWSLambdaRole"] = Allow("lambda:InvokeFunction"),
    }.ToFrozenDictionary(entry => $"arn:aws:iam::aws:policy/{entry.Key}", entry => entry.Value);

    /// <summary>Their ARNs, in order.</summary>
    internal static IEnumerable<string> Arns => s_documents.Keys.Order(StringComparer.Ordinal);

    internal static string? Find(string arn) => s_documents.GetValueOrDefault(arn);

    internal static Policy ToShape(string arn, int attachments)
    {
        var parsed = Arn.Parse(arn)!.Value;
        var path = parsed.Resource["policy".Length..(parsed.Resource.LastIndexOf('/') + 1)];
        return new Policy
        {
            PolicyName = arn[(arn.LastIndexOf('/') + 1)..],
            PolicyId = "ANPA" + Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(arn)))[..17],
            Arn = arn,
            Path = path,
            DefaultVersionId = "v1",
            AttachmentCount = attachments,
            PermissionsBoundaryUsageCount = 0,
            IsAttachable = true,
            CreateDate = DateTimeOffset.UnixEpoch,
            UpdateDate = DateTimeOffset.UnixEpoch,
        };
    }

    private static string Allow(params IEnumerable<string> actions) =>
        $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":[{{string.Join(',', actions.Select(action => $"\"{action}\""))}}],"Resource":"*"}]}""";
}

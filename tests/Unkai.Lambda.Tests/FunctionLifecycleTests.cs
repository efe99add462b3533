using System.Text;
using Unkai.Api;
using Unkai.Api.Lambda;

namespace Unkai.Lambda.Tests;

public sealed class FunctionLifecycleTests
{
    [Fact]
    public async Task A_function_that_was_created_answers_with_its_version_and_log_tail()
    {
        await using var cloud = await Cloud.StartAsync();
        var created = await cloud.CreateAsync("echo", Cloud.Echo);

        var invoked = (await cloud.Call.Lambda.InvokeAsync(new InvocationRequest { FunctionName = created.FunctionArn, Payload = "{\"a\":1}"u8.ToArray(), LogType = "Tail" })).Value;

        Assert.Equal("{\"a\": 1}", Encoding.UTF8.GetString(invoked.Payload!.Value.Span));
        Assert.Equal("$LATEST", invoked.ExecutedVersion);
        Assert.Contains("REPORT RequestId:", Encoding.UTF8.GetString(Convert.FromBase64String(invoked.LogResult!)), StringComparison.Ordinal);
        Assert.Equal("2026-11-21T10:00:00.000+0000", created.LastModified);
    }

    [Fact]
    public async Task A_role_that_does_not_trust_lambda_is_refused()
    {
        await using var cloud = await Cloud.StartAsync();

        var refused = await cloud.Call.Lambda.CreateFunctionAsync(new CreateFunctionRequest
        {
            FunctionName = "f", Runtime = "python3.12", Handler = "index.handler", Role = "arn:aws:iam::000000000000:role/nobody", Code = new FunctionCode { ZipFile = Cloud.Zip(Cloud.Echo) },
        });

        Assert.Equal("InvalidParameterValueException", refused.Error?.Code);
        Assert.Equal("The role defined for the function cannot be assumed by Lambda.", refused.Error?.Message);
    }

    [Theory]
    [InlineData("layers")]
    [InlineData("subnets")]
    [InlineData("image")]
    [InlineData("JSON logs")]
    public async Task What_is_not_implemented_is_refused_by_name(string what)
    {
        await using var cloud = await Cloud.StartAsync();
        var request = new CreateFunctionRequest
        {
            FunctionName = "f", Runtime = "python3.12", Handler = "index.handler", Role = Cloud.Role, Code = new FunctionCode { ZipFile = Cloud.Zip(Cloud.Echo) },
        };
        switch (what)
        {
            case "layers": request.Layers = ["arn:aws:lambda:us-east-1:000000000000:layer:l:1"]; break;
            case "subnets": request.VpcConfig = new VpcConfig { SubnetIds = ["subnet-1"] }; break;
            case "image": request.PackageType = "Image"; break;
            default: request.LoggingConfig = new LoggingConfig { LogFormat = "JSON" }; break;
        }

        Assert.Equal("NotImplemented", (await cloud.Call.Lambda.CreateFunctionAsync(request)).Error?.Code);
    }

    [Fact]
    public async Task A_payload_that_is_no_json_and_a_function_that_is_not_there_are_refused_in_awss_words()
    {
        await using var cloud = await Cloud.StartAsync();
        await cloud.CreateAsync("echo", Cloud.Echo);

        Assert.Equal("InvalidRequestContentException", (await cloud.InvokeAsync("echo", "{\"a")).Error?.Code);
        Assert.Equal("Function not found: arn:aws:lambda:us-east-1:000000000000:function:none", (await cloud.InvokeAsync("none", "{}")).Error?.Message);
    }

    [Fact]
    public async Task Versions_stay_as_they_were_and_publishing_the_same_again_gives_the_same()
    {
        await using var cloud = await Cloud.StartAsync();
        await cloud.CreateAsync("f", "def handler(e, c):\n    return 'one'\n");
        var first = (await cloud.Call.Lambda.PublishVersionAsync(new PublishVersionRequest { FunctionName = "f" })).Value;
        var same = (await cloud.Call.Lambda.PublishVersionAsync(new PublishVersionRequest { FunctionName = "f" })).Value;
        Assert.Null((await cloud.Call.Lambda.UpdateFunctionCodeAsync(new UpdateFunctionCodeRequest { FunctionName = "f", ZipFile = Cloud.Zip("def handler(e, c):\n    return 'two'\n"), Publish = true })).Error);
        Assert.Null((await cloud.Call.Lambda.CreateAliasAsync(new CreateAliasRequest { FunctionName = "f", Name = "live", FunctionVersion = "1" })).Error);

        Assert.Equal(("1", "1"), (first.Version, same.Version));
        Assert.Equal("\"one\"", await AnswerAsync(cloud, "f:live"));
        Assert.Equal("\"two\"", await AnswerAsync(cloud, "f:2"));
        Assert.Equal("\"two\"", await AnswerAsync(cloud, "f"));
        Assert.Equal(["$LATEST", "1", "2"], (await cloud.Call.Lambda.ListVersionsByFunctionAsync(new ListVersionsByFunctionRequest { FunctionName = "f" })).Value.Versions!.Select(version => version.Version));
        Assert.Equal("ResourceConflictException", (await cloud.Call.Lambda.DeleteFunctionAsync(new DeleteFunctionRequest { FunctionName = "f", Qualifier = "1" })).Error?.Code);
    }

    [Fact]
    public async Task A_service_may_invoke_only_with_permission_also_with_authorization_off()
    {
        await using var cloud = await Cloud.StartAsync();
        await cloud.CreateAsync("f", Cloud.Echo);
        var asS3 = cloud.Call.As(Principal.Service("s3.amazonaws.com", AccountId.Default), "s3.amazonaws.com");
        var dryRun = new InvocationRequest { FunctionName = "f", InvocationType = InvocationType.DryRun };

        Assert.Equal("AccessDeniedException", (await asS3.Lambda.InvokeAsync(dryRun)).Error?.Code);
        Assert.Null((await cloud.Call.Lambda.AddPermissionAsync(new AddPermissionRequest
        {
            FunctionName = "f", StatementId = "s3", Action = "lambda:InvokeFunction", Principal = "s3.amazonaws.com", SourceArn = "arn:aws:s3:::bucket",
        })).Error);
        Assert.Equal(204, (await asS3.Lambda.InvokeAsync(dryRun)).Value.StatusCode);
        Assert.Null((await cloud.Call.Lambda.RemovePermissionAsync(new RemovePermissionRequest { FunctionName = "f", StatementId = "s3" })).Error);
        Assert.True((await asS3.Lambda.InvokeAsync(dryRun)).IsError);
    }

    [Fact]
    public async Task Reserved_concurrency_of_zero_throttles_with_its_reason()
    {
        await using var cloud = await Cloud.StartAsync();
        await cloud.CreateAsync("f", Cloud.Echo);
        await cloud.Call.Lambda.PutFunctionConcurrencyAsync(new PutFunctionConcurrencyRequest { FunctionName = "f", ReservedConcurrentExecutions = 0 });

        var error = (await cloud.InvokeAsync("f", "{}")).Error!;

        Assert.Equal(("TooManyRequestsException", 429), (error.Code, error.Status));
        Assert.Equal("ReservedFunctionConcurrentInvocationLimitExceeded", ((TooManyRequestsException)error.Detail!).Reason);
        Assert.True((await cloud.Call.Lambda.PutFunctionConcurrencyAsync(new PutFunctionConcurrencyRequest { FunctionName = "f", ReservedConcurrentExecutions = 901 })).IsError);
    }

    [Fact]
    public async Task An_unknown_runtime_is_an_invalid_parameter_and_changes_nothing()
    {
        await using var cloud = await Cloud.StartAsync();

        var error = (await cloud.Call.Lambda.CreateFunctionAsync(new CreateFunctionRequest
        {
            FunctionName = "f", Runtime = "cobol1.x", Handler = "index.handler", Role = Cloud.Role, Code = new FunctionCode { ZipFile = Cloud.Zip(Cloud.Echo) },
        })).Error!;

        Assert.Equal(("InvalidParameterValueException", 400), (error.Code, error.Status));
        Assert.StartsWith("Value cobol1.x at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: [", error.Message, StringComparison.Ordinal);
        Assert.True((await cloud.Call.Lambda.GetFunctionAsync(new GetFunctionRequest { FunctionName = "f" })).IsError);
    }

    [Fact]
    public async Task Tags_and_settings_follow_the_function()
    {
        await using var cloud = await Cloud.StartAsync();
        var created = await cloud.CreateAsync("f", Cloud.Echo, request => request.Tags = new Dictionary<string, string> { ["a"] = "1" });
        Assert.Null((await cloud.Call.Lambda.TagResourceAsync(new TagResourceRequest { Resource = created.FunctionArn, Tags = new Dictionary<string, string> { ["b"] = "2" } })).Error);
        Assert.Null((await cloud.Call.Lambda.UntagResourceAsync(new UntagResourceRequest { Resource = created.FunctionArn, TagKeys = ["a"] })).Error);
        var changed = (await cloud.Call.Lambda.UpdateFunctionConfigurationAsync(new UpdateFunctionConfigurationRequest { FunctionName = "f", MemorySize = 256, RevisionId = created.RevisionId })).Value;

        Assert.Equal("2", Assert.Single((await cloud.Call.Lambda.ListTagsAsync(new ListTagsRequest { Resource = created.FunctionArn })).Value.Tags!).Value);
        Assert.Equal((256, 20), (changed.MemorySize!.Value, changed.Timeout!.Value));
        Assert.Equal("PreconditionFailedException", (await cloud.Call.Lambda.UpdateFunctionConfigurationAsync(new UpdateFunctionConfigurationRequest { FunctionName = "f", RevisionId = created.RevisionId })).Error?.Code);
        Assert.Null((await cloud.Call.Lambda.DeleteFunctionAsync(new DeleteFunctionRequest { FunctionName = "f" })).Error);
        Assert.Equal(0, (await cloud.Call.Lambda.GetAccountSettingsAsync(new GetAccountSettingsRequest())).Value.AccountUsage!.TotalCodeSize);
    }

    [Fact]
    public void A_function_that_was_created_without_a_zip_has_none() => Assert.Null(new FunctionCode { S3Bucket = "code" }.ZipFile);

    private static async Task<string> AnswerAsync(Cloud cloud, string name) => Encoding.UTF8.GetString((await cloud.InvokeAsync(name, "{}")).Value.Payload!.Value.Span);
}

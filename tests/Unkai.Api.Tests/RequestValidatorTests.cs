using Unkai.Api.Lambda;
using Unkai.Api.Logs;
using Unkai.Api.S3;
using Unkai.Api.Validation;

namespace Unkai.Api.Tests;

public sealed class RequestValidatorTests
{
    [Fact]
    public void What_is_missing_is_null()
    {
        var error = RequestValidator.Validate(LogsContract.CreateLogGroup, new CreateLogGroupRequest());

        Assert.Equal("InvalidParameterException", error?.Code);
        Assert.Equal("1 validation error detected: Value null at 'logGroupName' failed to satisfy constraint: Member must not be null", error?.Message);
    }

    [Fact]
    public void Each_constraint_has_its_sentence()
    {
        var error = RequestValidator.Validate(LogsContract.CreateLogGroup, new CreateLogGroupRequest { LogGroupName = "a b", LogGroupClass = "BEST" });

        Assert.StartsWith("2 validation errors detected: Value 'a b' at 'logGroupName' failed to satisfy constraint: Member must satisfy regular expression pattern: ", error?.Message, StringComparison.Ordinal);
        Assert.Contains("; Value 'BEST' at 'logGroupClass' failed to satisfy constraint: Member must satisfy enum value set: [", error?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lengths_and_ranges_are_checked_deep_down()
    {
        var error = RequestValidator.Validate(LambdaContract.CreateFunction, new CreateFunctionRequest
        {
            FunctionName = "f",
            Role = "arn:aws:iam::000000000000:role/r",
            Code = new(),
            MemorySize = 1,
            EphemeralStorage = new() { Size = 1 },
        });

        Assert.Contains("Value '1' at 'memorySize' failed to satisfy constraint: Member must have value greater than or equal to 128", error?.Message, StringComparison.Ordinal);
        Assert.Contains("at 'ephemeralStorage.size' failed", error?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void S3_has_no_such_validator() =>
        Assert.Null(RequestValidator.Validate(S3Contract.PutObject, new PutObjectRequest()));
}

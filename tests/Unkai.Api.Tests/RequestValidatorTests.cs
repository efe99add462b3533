using Unkai.Api.DynamoDb;
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
    public void A_place_inside_maps_and_lists_is_named_from_the_request_on()
    {
        var error = RequestValidator.Validate(DynamoDbContract.BatchWriteItem, new BatchWriteItemInput
        {
            RequestItems = new()
            {
                ["t"] = [new() { PutRequest = new() { Item = [] } }, new() { PutRequest = new() { Item = new() { [new string('n', 65_536)] = new() { S = "" } } } }],
            },
        });

        Assert.Contains("1 validation error detected: ", error?.Message, StringComparison.Ordinal);
        Assert.Contains(
            " at 'requestItems.t.member.2.member.putRequest.item' failed to satisfy constraint: Member must have length less than or equal to 65535",
            error?.Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(512, false)]
    [InlineData(513, true)]
    public void Lengths_count_characters_and_not_halves_of_surrogate_pairs(int characters, bool isTooLong)
    {
        var name = string.Concat(Enumerable.Repeat("\U0001F600", characters));

        var error = RequestValidator.Validate(LogsContract.PutLogEvents, new PutLogEventsRequest { LogGroupName = "g", LogStreamName = name, LogEvents = [new() { Timestamp = 0, Message = "m" }] });

        Assert.Equal(isTooLong, error?.Message.Contains("less than or equal to 512", StringComparison.Ordinal) ?? false);
    }

    [Fact]
    public void S3_has_no_such_validator() =>
        Assert.Null(RequestValidator.Validate(S3Contract.PutObject, new PutObjectRequest()));
}

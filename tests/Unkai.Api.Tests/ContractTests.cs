using Unkai.Api.Contracts;
using Unkai.Api.Sqs;

namespace Unkai.Api.Tests;

public sealed class ContractTests
{
    public static TheoryData<string> Services() => [.. ContractCatalog.Services.Select(s => s.Name)];

    [Theory]
    [MemberData(nameof(Services))]
    public void A_contract_is_whole_and_its_types_are_its_own(string name)
    {
        var contract = ContractCatalog.Get(name);

        Assert.NotEmpty(contract.Operations);
        Assert.NotEmpty(contract.Protocols);
        foreach (var operation in contract.Operations)
        {
            Assert.NotNull(operation.Input);
            Assert.NotNull(operation.Output);
            Assert.Same(operation, contract.FindOperation(operation.Name));
            Assert.Same(operation, contract.Operations[operation.Index]);
        }

        foreach (var structure in contract.Structures)
        {
            Assert.Same(structure, structure.New().Contract);
            Assert.Same(structure, contract.FindStructure(structure.Name));
            Assert.True(structure.Members.Length <= Shape.MaxMembers);
        }

        foreach (var list in contract.Shapes.OfType<ListContract>())
        {
            Assert.Empty(list.New());
        }

        foreach (var map in contract.Shapes.OfType<MapContract>())
        {
            Assert.Empty(map.New());
        }
    }

    [Fact]
    public void Every_pattern_can_be_read()
    {
        foreach (var shape in ContractCatalog.Services.SelectMany(s => ContractCatalog.Get(s.Name).Shapes).OfType<ScalarContract>().Where(s => s.Pattern is not null))
        {
            // Reads the pattern; whether the text matches is all the same.
            _ = Validation.PatternMatcher.Matches(shape, "x");
        }
    }

    [Fact]
    public void The_typed_client_calls_its_operation_and_sees_its_response()
    {
        var invoker = new Echo();
        var result = invoker.Sqs.SendMessageAsync(new SendMessageRequest { MessageBody = "b" });

        Assert.True(result.IsCompletedSuccessfully);
        Assert.Same(SqsContract.SendMessage, invoker.Called);
    }

    [Fact]
    public void Sqs_has_its_query_facts()
    {
        var error = SqsContract.Contract.FindError("QueueDoesNotExist");

        Assert.Equal("AWS.SimpleQueueService.NonExistentQueue", error!.QueryErrorCode);
        Assert.Equal("SendMessageResult", SqsContract.SendMessage.ResultWrapper);
        Assert.Equal("MessageAttribute", SqsContract.SendMessage.Input.Find("MessageAttributes")!.QueryName);
    }

    private sealed class Echo : IOperationInvoker
    {
        public OperationContract? Called { get; private set; }

        public ValueTask<Outcome<Shape>> InvokeAsync(OperationContract operation, Shape request)
        {
            Called = operation;
            return new(operation.Output.New());
        }
    }
}

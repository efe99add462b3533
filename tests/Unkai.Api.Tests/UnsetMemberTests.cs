using Unkai.Api.Lambda;

namespace Unkai.Api.Tests;

public sealed class UnsetMemberTests
{
    [Fact]
    public void A_blob_that_was_not_set_is_null_and_an_empty_one_is_not()
    {
        var code = new FunctionCode();

        Assert.Null(code.ZipFile);

        code.ZipFile = ReadOnlyMemory<byte>.Empty;

        Assert.NotNull(code.ZipFile);
    }
}

using Unkai.DynamoDb.Tests.Expressions;
using Unkai.DynamoDb.Transfer;

namespace Unkai.DynamoDb.Tests.Values;

public sealed class IonTextTests
{
    [Theory]
    [InlineData("""{"Id":{"N":"103"},"PageCount":{"N":"600"},"Price":{"N":"-2000"}}""", "{Id:103.,PageCount:6d2,Price:-2d3}")]
    [InlineData("""{"a":{"N":"12.5"},"b":{"N":"0.001"},"c":{"N":"1E-10"},"d":{"N":"0"}}""", "{a:12.5,b:0.001,c:1d-10,d:0.}")]
    [InlineData("""{"Authors":{"SS":["x","y"]},"n":{"NS":["1"]},"b":{"BS":["YQ=="]}}""", "{Authors:$dynamodb_SS::[\"x\",\"y\"],n:$dynamodb_NS::[1.],b:$dynamodb_BS::[{{YQ==}}]}")]
    [InlineData("""{"l":{"L":[{"BOOL":true},{"NULL":true},{"L":[]},{"M":{}}]},"b":{"B":"YWI="}}""", "{l:[true,null,[],{}],b:{{YWI=}}}")]
    [InlineData("""{"a b":{"S":"say \"hi\"\n\u0001雲"},"it's":{"S":"\\"},"true":{"S":""},"$1":{"S":"x"},"$x_1":{"S":"y"}}""", "{'a b':\"say \\\"hi\\\"\\n\\x01雲\",'it\\'s':\"\\\\\",'true':\"\",'$1':\"x\",$x_1:\"y\"}")]
    public void An_item_is_a_line_of_Ion(string item, string expected) => Assert.Equal("$ion_1_0 {Item:" + expected + "}", IonText.LineOf(Documents.Item(item)));
}

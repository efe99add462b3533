using System.Text.Json;

namespace Unkai.Server.Tests;

/// <summary>The admin API says what it is, and is what it says.</summary>
public sealed class OpenApiTests
{
    [Fact]
    public async Task Every_request_of_the_document_is_known()
    {
        await using var cloud = await TestCloud.StartAsync();
        var document = JsonSerializer.SerializeToElement(await cloud.OrderAsync("GET", "openapi.json"));
        var count = 0;
        foreach (var path in document.GetProperty("paths").EnumerateObject())
        {
            foreach (var method in path.Value.EnumerateObject().Where(member => member.Name is not "parameters" && path.Name is not ("/_unkai/shutdown" or "/_unkai/worlds/{name}/export")))
            {
                var known = path.Name["/_unkai/".Length..].Replace("{name}", "default", StringComparison.Ordinal).Replace("{id}", "none", StringComparison.Ordinal);
                var answer = await cloud.AnswerAsync(method.Name.ToUpperInvariant(), known, method.Name == "post" ? "{}" : null);
                Assert.DoesNotContain("The admin API has no", answer, StringComparison.Ordinal);
                count++;
            }
        }

        // An exported world is no JSON.
        using var export = await cloud.SendAsync(new HttpRequestMessage(HttpMethod.Get, new Uri(cloud.Address, "/_unkai/worlds/default/export")));
        Assert.Equal("application/octet-stream", export.Content.Headers.ContentType?.MediaType);
        Assert.True(count > 15);
    }
}

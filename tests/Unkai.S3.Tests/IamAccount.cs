using System.Net;
using System.Text.RegularExpressions;
using Unkai.Server;

namespace Unkai.S3.Tests;

/// <summary>Asks IAM and STS by their Query protocol, as the root user of account 000000000000.</summary>
internal static class IamAccount
{
    private static readonly HttpClient s_http = new();
    private static int s_userNumber;

    internal static async Task<string> AskAsync(UnkaiServer server, string service, string action, params (string Name, string Value)[] parameters)
    {
        var form = new FormUrlEncodedContent([new("Action", action), new("Version", service == "iam" ? "2010-05-08" : "2011-06-15"), .. parameters.Select(p => new KeyValuePair<string, string>(p.Name, p.Value))]);
        using var answer = await s_http.SendAsync(S3Cloud.RequestTo(server, HttpMethod.Post, "/", form, service), TestContext.Current.CancellationToken);
        var xml = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{action}: {xml}");
        return xml;
    }

    /// <summary>A user with these policies, and a key.</summary>
    internal static async Task<(string Id, string Secret, string User)> NewUserKeyAsync(UnkaiServer server, params string[] policies)
    {
        var name = $"user-{Interlocked.Increment(ref s_userNumber)}";
        await AskAsync(server, "iam", "CreateUser", ("UserName", name));
        for (var i = 0; i < policies.Length; i++)
        {
            await AskAsync(server, "iam", "PutUserPolicy", ("UserName", name), ("PolicyName", $"policy-{i}"), ("PolicyDocument", policies[i]));
        }

        var key = await AskAsync(server, "iam", "CreateAccessKey", ("UserName", name));
        return (Element(key, "AccessKeyId"), Element(key, "SecretAccessKey"), name);
    }

    internal static string Element(string xml, string name) => WebUtility.HtmlDecode(Regex.Match(xml, $"<{name}>([^<]*)</{name}>").Groups[1].Value);
}

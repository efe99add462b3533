using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.AspNetCore.Http;
using Unkai.Wire.Forms;

namespace Unkai.Wire.Tests.Forms;

/// <summary>Whatever is posted, a form and its policy are read or refused; nothing else happens.</summary>
public sealed class FormFuzzTests
{
    private static readonly string[] s_pieces =
    [
        "--x", "--x--", "\r\n", "\r\n\r\n", "Content-Disposition: form-data; name=\"key\"", "Content-Disposition: form-data; name=\"file\"; filename=\"a/b\\c\"", "Content-Disposition: attachment",
        "${filename}", "Content-Type: text/plain", ":", "\0", "é", "policy", new('a', 5000), "name*=UTF-8''%",
    ];

    private static readonly string[] s_policyPieces =
        ["{", "}", "[", "]", ",", ":", "\"expiration\"", "\"2030-01-01T00:00:00Z\"", "\"conditions\"", "\"eq\"", "\"starts-with\"", "\"$key\"", "\"content-length-range\"", "1", "-1", "1e99", "null", "\"\"", "\"bucket\""];

    private static Arbitrary<string> Texts(string[] pieces) => Arb.From(Gen.Elements(pieces).ListOf().Select(chosen => string.Concat(chosen)));

    [Fact]
    public void Any_body_is_a_form_or_an_error() => Prop.ForAll(Texts(s_pieces), text =>
    {
        var context = new DefaultHttpContext();
        context.Request.ContentType = "multipart/form-data; boundary=x";
        context.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes("--x\r\n" + text));
        var read = FormUpload.ReadAsync(context.Request, CancellationToken.None).AsTask().GetAwaiter().GetResult();
        return read.IsError ? read.Error.Status == 400 : read.Value.Fields.ContainsKey("key");
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_policy_is_one_or_an_error() => Prop.ForAll(Texts(s_policyPieces), text =>
    {
        var read = PostPolicy.Parse(Convert.ToBase64String(Encoding.UTF8.GetBytes(text)));
        return !read.IsError || read.Error.Code == "InvalidPolicyDocument";
    }).QuickCheckThrowOnFailure();
}

using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Unkai.Cloud.Authorization;

namespace Unkai.Cloud.Tests.Authorization;

public sealed class WildcardTests
{
    [Fact]
    public void Patterns_match_what_the_same_regular_expression_matches()
    {
        var letters = Gen.Elements('a', 'b', '*', '?', ':').ListOf().Select(list => string.Concat(list.Take(12)));
        var texts = Gen.Elements('a', 'b', ':').ListOf().Select(list => string.Concat(list.Take(16)));

        Prop.ForAll(letters.ToArbitrary(), texts.ToArbitrary(), (pattern, text) =>
        {
            var expression = $"^{Regex.Escape(pattern).Replace("\\*", ".*", StringComparison.Ordinal).Replace("\\?", ".", StringComparison.Ordinal)}$";
            return Wildcard.Matches(pattern, text, ignoreCase: false) == Regex.IsMatch(text, expression, RegexOptions.Singleline);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Random_policies_never_throw()
    {
        Prop.ForAll(ArbMap.Default.GeneratorFor<string>().ToArbitrary(), text =>
        {
            _ = PolicyParser.Parse(text ?? "", PolicyKind.Identity, out _);
            _ = PolicyParser.Parse($$"""{"Statement":[{"Effect":"Allow","Action":{{System.Text.Json.JsonSerializer.Serialize(text)}},"Resource":"*"}]}""", PolicyKind.Identity, out _);
            return true;
        }).QuickCheckThrowOnFailure();
    }
}

using Unkai.Api;
using Unkai.Cloud.Authorization;

namespace Unkai.Cloud.Tests.Authorization;

public sealed class PolicyEvaluatorTests
{
    private static readonly AccountId s_account = AccountId.Parse("111122223333")!.Value;
    private static readonly AccountId s_other = AccountId.Parse("444455556666")!.Value;

    private static readonly Principal s_user = new()
    {
        Kind = PrincipalKind.User,
        Account = s_account,
        Arn = Arn.Of("iam", "", s_account.Value, "user/ann"),
        UserId = "AIDAEXAMPLE",
        Tags = new Dictionary<string, string> { ["team"] = "blue" },
    };

    [Fact]
    public void Nothing_is_allowed_without_an_allow()
    {
        var decision = Evaluate(new PolicySet());

        Assert.False(decision.IsAllowed);
        Assert.False(decision.IsExplicitDeny);
    }

    [Fact]
    public void An_allow_with_wildcards_allows_what_it_matches_and_nothing_else()
    {
        var policies = Identity("""{"Effect":"Allow","Action":"s3:Get*","Resource":"arn:aws:s3:::films/*"}""");

        Assert.True(Evaluate(policies).IsAllowed);
        Assert.True(Evaluate(policies, action: "s3:getobject").IsAllowed);
        Assert.False(Evaluate(policies, action: "s3:PutObject").IsAllowed);
        Assert.False(Evaluate(policies, resource: "arn:aws:s3:::other/a").IsAllowed);
        Assert.False(Evaluate(policies, resource: "arn:aws:s3:::FILMS/a").IsAllowed);
    }

    [Fact]
    public void An_explicit_deny_wins_over_every_allow()
    {
        var policies = Identity("""{"Effect":"Allow","Action":"*","Resource":"*"}""", """{"Sid":"NoFilms","Effect":"Deny","Action":"s3:*","Resource":"arn:aws:s3:::films/*"}""");

        var decision = Evaluate(policies);

        Assert.False(decision.IsAllowed);
        Assert.True(decision.IsExplicitDeny);
        Assert.Equal("NoFilms", decision.Sid);
    }

    [Fact]
    public void NotAction_and_NotResource_speak_of_everything_else()
    {
        var policies = Identity("""{"Effect":"Allow","NotAction":"iam:*","NotResource":"arn:aws:s3:::secret/*"}""");

        Assert.True(Evaluate(policies).IsAllowed);
        Assert.False(Evaluate(policies, action: "iam:CreateUser").IsAllowed);
        Assert.False(Evaluate(policies, resource: "arn:aws:s3:::secret/a").IsAllowed);
    }

    [Fact]
    public void Variables_stand_for_the_callers_own_values_and_their_stars_are_literal()
    {
        var policies = Identity("""{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::films/${aws:username}/*"}""");

        Assert.True(Evaluate(policies, resource: "arn:aws:s3:::films/ann/x").IsAllowed);
        Assert.False(Evaluate(policies, resource: "arn:aws:s3:::films/bob/x").IsAllowed);

        var star = Identity("""{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::films/${*}"}""");
        Assert.True(Evaluate(star, resource: "arn:aws:s3:::films/*").IsAllowed);
        Assert.False(Evaluate(star, resource: "arn:aws:s3:::films/a").IsAllowed);
    }

    [Theory]
    [InlineData("""{"StringEquals":{"aws:PrincipalTag/team":"blue"}}""", true)]
    [InlineData("""{"StringEquals":{"aws:PrincipalTag/team":["red","blue"]}}""", true)]
    [InlineData("""{"StringNotEquals":{"aws:PrincipalTag/team":["red","blue"]}}""", false)]
    [InlineData("""{"StringLike":{"s3:prefix":"ho*/"}}""", true)]
    [InlineData("""{"StringEquals":{"missing":"x"}}""", false)]
    [InlineData("""{"StringEqualsIfExists":{"missing":"x"}}""", true)]
    [InlineData("""{"Null":{"missing":"true"}}""", true)]
    [InlineData("""{"Null":{"s3:prefix":true}}""", false)]
    [InlineData("""{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}""", true)]
    [InlineData("""{"NotIpAddress":{"aws:SourceIp":"10.0.0.0/8"}}""", false)]
    [InlineData("""{"NumericLessThan":{"s3:max-keys":"100"}}""", true)]
    [InlineData("""{"DateGreaterThan":{"aws:CurrentTime":"2026-01-01T00:00:00Z"}}""", true)]
    [InlineData("""{"DateGreaterThan":{"aws:CurrentTime":"2027-01-01T00:00:00Z"}}""", false)]
    [InlineData("""{"ForAllValues:StringEquals":{"keys":["a","b","c"]}}""", true)]
    [InlineData("""{"ForAllValues:StringEquals":{"keys":["a"]}}""", false)]
    [InlineData("""{"ForAnyValue:StringEquals":{"keys":["a"]}}""", true)]
    [InlineData("""{"Bool":{"aws:SecureTransport":"false"}}""", true)]
    [InlineData("""{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:user/a*"}}""", true)]
    [InlineData("""{"ArnLike":{"aws:PrincipalArn":"arn:aws:*"}}""", false)]
    public void Conditions_hold_as_IAM_documents_them(string condition, bool expected)
    {
        var policies = Identity($$"""{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{{condition}}}""");

        Assert.Equal(expected, Evaluate(policies).IsAllowed);
    }

    [Fact]
    public void A_boundary_and_a_session_policy_narrow_what_identity_policies_allow()
    {
        var allowed = Identity("""{"Effect":"Allow","Action":"*","Resource":"*"}""");
        var narrow = Parse("""{"Effect":"Allow","Action":"sqs:*","Resource":"*"}""", PolicyKind.Identity);

        Assert.False(Evaluate(allowed with { Boundary = narrow }).IsAllowed);
        Assert.False(Evaluate(allowed with { Session = [narrow] }).IsAllowed);
        Assert.True(Evaluate(allowed with { Boundary = narrow, Session = [narrow] }, action: "sqs:SendMessage").IsAllowed);
    }

    [Fact]
    public void A_resource_policy_that_names_the_caller_is_enough_inside_its_account()
    {
        var policies = new PolicySet { Resource = Resource("arn:aws:iam::111122223333:user/ann") };

        Assert.True(Evaluate(policies).IsAllowed);
        Assert.False(Evaluate(policies, owner: s_other).IsAllowed);
    }

    [Fact]
    public void A_resource_policy_that_names_the_account_leaves_the_rest_to_identity_policies()
    {
        var policies = new PolicySet { Resource = Resource("arn:aws:iam::111122223333:root") };

        Assert.False(Evaluate(policies).IsAllowed);

        var both = Identity("""{"Effect":"Allow","Action":"*","Resource":"*"}""") with { Resource = policies.Resource };
        Assert.True(Evaluate(both, owner: s_other).IsAllowed);
    }

    [Fact]
    public void Another_accounts_resource_needs_both_sides()
    {
        var policies = Identity("""{"Effect":"Allow","Action":"*","Resource":"*"}""");

        Assert.False(Evaluate(policies, owner: s_other).IsAllowed);
    }

    [Theory]
    [InlineData("""{"Version":"2012-10-17"}""")]
    [InlineData("""{"Version":"2011-01-01","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}""")]
    [InlineData("""{"Statement":[{"Effect":"Maybe","Action":"s3:*","Resource":"*"}]}""")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"s3","Resource":"*"}]}""")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"s3:*"}]}""")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*","Principal":"*"}]}""")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"Sometimes":{"a":"b"}}}]}""")]
    [InlineData("""{"Statement":[{"Sid":"a","Effect":"Allow","Action":"s3:*","Resource":"*"},{"Sid":"a","Effect":"Allow","Action":"s3:*","Resource":"*"}]}""")]
    [InlineData("not json")]
    public void A_malformed_policy_is_refused_with_a_reason(string json)
    {
        Assert.Null(PolicyParser.Parse(json, PolicyKind.Identity, out var problem));
        Assert.False(string.IsNullOrEmpty(problem));
    }

    private static Decision Evaluate(PolicySet policies, string action = "s3:GetObject", string resource = "arn:aws:s3:::films/a.mp4", AccountId? owner = null) =>
        PolicyEvaluator.Evaluate(
            new AuthorizationRequest
            {
                Principal = s_user,
                Action = action,
                Resource = resource,
                ResourceAccount = owner ?? s_account,
                Now = new DateTimeOffset(2026, 11, 21, 0, 0, 0, TimeSpan.Zero),
                Region = "us-east-1",
                SourceIp = "10.1.2.3",
                ServiceKeys = [new("s3:prefix", ["home/"]), new("s3:max-keys", ["50"]), new("keys", ["a", "b"])],
            },
            policies);

    private static PolicySet Identity(params string[] statements) => new() { Identity = [Parse(string.Join(',', statements), PolicyKind.Identity)] };

    private static PolicyDocument Resource(string principal) =>
        Parse($$"""{"Effect":"Allow","Principal":{"AWS":"{{principal}}"},"Action":"s3:*","Resource":"*"}""", PolicyKind.Resource);

    private static PolicyDocument Parse(string statements, PolicyKind kind) =>
        PolicyParser.Parse($$"""{"Version":"2012-10-17","Statement":[{{statements}}]}""", kind, out var problem) ?? throw new InvalidOperationException(problem);
}

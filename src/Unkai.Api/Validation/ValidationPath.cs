using System.Globalization;

namespace Unkai.Api.Validation;

/// <summary>Where in a request the validator is. Becomes text only for what is wrong there.</summary>
internal sealed class ValidationPath
{
    private readonly List<Step> _steps = [];

    /// <summary>A member's name in the words of AWS's validators: with a small first letter.</summary>
    internal static string Named(string name) => char.IsUpper(name[0]) ? char.ToLowerInvariant(name[0]) + name[1..] : name;

    internal void EnterMember(string name) => _steps.Add(new Step(name, Number: 0, IsKey: false));

    /// <param name="number">The element's place, from 1 on.</param>
    internal void EnterElement(int number) => _steps.Add(new Step("", number, IsKey: false));

    internal void EnterValue(string key) => _steps.Add(new Step(key, Number: 0, IsKey: true));

    internal void Leave() => _steps.RemoveAt(_steps.Count - 1);

    public override string ToString() => string.Join('.', _steps);

    private readonly record struct Step(string Name, int Number, bool IsKey)
    {
        public override string ToString() =>
            Number > 0 ? string.Create(CultureInfo.InvariantCulture, $"{Number}.member")
            : IsKey ? $"{Name}.member"
            : Named(Name);
    }
}

namespace Unkai.Wire.Signing;

/// <summary>Whose signatures are accepted.</summary>
public enum AuthenticationMode
{
    /// <summary>An unknown access key is accepted with any secret; a key that this cloud issued is verified.</summary>
    Development,

    /// <summary>Only verified signatures.</summary>
    Strict,
}

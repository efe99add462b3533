namespace Unkai.Cloud.Authorization;

/// <summary>Whether policies count in a world.</summary>
public enum AuthorizationMode
{
    /// <summary>Everyone may do everything.</summary>
    Off,

    /// <summary>Decisions are made and recorded, and nobody is refused.</summary>
    Audit,

    /// <summary>Who is not allowed is refused, as on AWS.</summary>
    Enforce,
}

namespace Unkai.Cloud.Faults;

/// <summary>When a call's connection breaks. A caller inside the cloud gets ServiceUnavailable instead.</summary>
public enum ConnectionDrop
{
    /// <summary>It does not.</summary>
    None,

    /// <summary>Before the call has had any effect.</summary>
    Before,

    /// <summary>After its effect: the caller cannot know that there was one.</summary>
    After,
}

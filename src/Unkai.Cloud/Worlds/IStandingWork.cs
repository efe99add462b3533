namespace Unkai.Cloud;

/// <summary>Work that never ends by itself, such as the polling of a queue. While its world is held it rests, and is stepped by whoever settles the world.</summary>
public interface IStandingWork
{
    /// <summary>Does what there is to do at the world's time now.</summary>
    /// <returns>False when there was nothing to do.</returns>
    ValueTask<bool> StepAsync();

    /// <summary>When something next becomes due that no job stands for, such as a message that is hidden now; null when nothing will.</summary>
    ValueTask<DateTimeOffset?> NextAsync();
}

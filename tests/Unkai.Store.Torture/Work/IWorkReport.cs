namespace Unkai.Storage.Torture;

/// <summary>Hears of every step of a client, before and after it.</summary>
internal interface IWorkReport
{
    void Tried(int client, int number, WorldName world);

    void Acknowledged(int client, int number, WorldName world, ulong sequence);

    void Making(WorldName world, WorldName? parent);

    void Made(WorldName world);

    void Deleting(WorldName world);

    void Deleted(WorldName world);
}

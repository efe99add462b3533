namespace Unkai.Storage.Embedded;

internal abstract class EmbeddedStore : Store
{
    internal static new Task<Store> OpenAsync(StoreOptions options, CancellationToken cancellation) => throw new NotImplementedException();
    internal static Store InMemory(StoreOptions options) => throw new NotImplementedException();
}

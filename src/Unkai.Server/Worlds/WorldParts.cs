using Microsoft.Extensions.Logging;
using Unkai.Api;
using Unkai.Cloud;
using Unkai.Cloud.Authorization;
using Unkai.Compute;
using Unkai.Storage;

namespace Unkai.Server.Worlds;

/// <summary>What all worlds of a cloud share: nothing of it is a world's state.</summary>
internal sealed record WorldParts(
    Store Store,
    ServiceCatalog Services,
    Pipeline Pipeline,
    ICredentialLookup Credentials,
    FunctionPool Functions,
    FunctionHost FunctionHost,
    IRandomSource Random,
    AuthorizationMode Authorization,
    ILoggerFactory Loggers);

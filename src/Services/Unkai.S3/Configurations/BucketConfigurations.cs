using Unkai.Api.S3;

namespace Unkai.S3.Configurations;

/// <summary>The kinds of configuration that a bucket has many of. They are kept and returned; nothing is measured or moved by them.</summary>
internal static class BucketConfigurations
{
    internal static ConfigurationStore<AnalyticsConfiguration> Analytics { get; } = new("analytics");

    internal static ConfigurationStore<IntelligentTieringConfiguration> IntelligentTiering { get; } = new("tiering");

    internal static ConfigurationStore<InventoryConfiguration> Inventory { get; } = new("inventory");

    internal static ConfigurationStore<MetricsConfiguration> Metrics { get; } = new("metrics");
}

[assembly: AssemblyFixture(typeof(Unkai.Compute.Tests.Machine))]
[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]

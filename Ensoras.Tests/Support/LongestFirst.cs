using Ensoras.Tests.Support;
using Xunit.Abstractions;

[assembly: TestCollectionOrderer($"Ensoras.Tests.Support.{nameof(LongestFirst)}", "Ensoras.Tests")]

namespace Ensoras.Tests.Support;

/// <summary>Collections that take minutes begin first, so that the run does not end with one of them alone.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Long = [BrowserCollection.First, BrowserCollection.Second, ServerToKill];

    /// <summary>The collection of tests that kill a server of their own.</summary>
    public const string ServerToKill = "One server to kill at a time";

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(collection => (uint)Array.IndexOf(Long, collection.DisplayName));
}

namespace Ensoras.Tests.Support;

/// <summary>All journeys share one browser; each person in them has cookies and storage of their own.</summary>
[CollectionDefinition(Name)]
public sealed class BrowserCollection : ICollectionFixture<Chromium>
{
    public const string Name = "One browser at a time";
}

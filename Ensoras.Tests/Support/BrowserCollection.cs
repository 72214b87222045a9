namespace Ensoras.Tests.Support;

/// <summary>
/// The journeys of one collection go one after the other in one browser; each person in them has cookies and storage
/// of their own. Two collections go side by side: a journey waits more than it works.
/// </summary>
[CollectionDefinition(First)]
public sealed class BrowserCollection : ICollectionFixture<Chromium>
{
    public const string First = "Browser 1";
    public const string Second = "Browser 2";
}

/// <summary>The second browser; see <see cref="BrowserCollection"/>.</summary>
[CollectionDefinition(BrowserCollection.Second)]
public sealed class SecondBrowserCollection : ICollectionFixture<Chromium>;

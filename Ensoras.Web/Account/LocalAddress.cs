namespace Ensoras.Web.Account;

/// <summary>Where a person goes after signing in: only ever a page of this desk.</summary>
public static class LocalAddress
{
    private static readonly Uri Desk = new("http://desk.invalid/");

    /// <summary>
    /// Returns <paramref name="address"/> as it may stand in a header if it is a path on this server, else the Inbox.
    /// </summary>
    /// <remarks>Browsers read "//host" and "/\host" as another server, and leave out control characters before they
    /// look.</remarks>
    public static string Of(string? address) =>
        address is ['/', ..] and not ['/', '/' or '\\', ..] && !address.Any(char.IsControl)
        && Uri.TryCreate(Desk, address, out var target) && target.Authority == Desk.Authority
            ? target.PathAndQuery + target.Fragment
            : "/";
}
